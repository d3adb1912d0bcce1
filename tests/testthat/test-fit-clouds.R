test_that("lists of clouds are learnt from, and turned ones are told the same", {
  skip_without_points()
  d <- turned_shapes()
  model <- shape_network(k = 6)
  fitted <- fit(
    model, d$x, d$y, epochs = 15, batch_size = 9, metrics = "accuracy",
    validation = list(d$x, d$y), optimizer = optim_adam(lr = 0.03)
  )
  expect_lt(fitted$history$loss[[15]], 0.6 * fitted$history$loss[[1]])
  expect_gt(fitted$history$valid_accuracy[[15]], 0.6)
  turned <- withr::with_seed(3, lapply(d$x, function(each) each %*% random_turn()))
  expect_equal(
    predict(fitted, turned, type = "prob"), predict(fitted, d$x, type = "prob"), tolerance = 1e-4
  )
  found <- evaluate(fitted, d$x, d$y, angles = c(0, 40))
  expect_equal(found$loss[[2]], found$loss[[1]], tolerance = 1e-4)
  expect_equal(found$loss[[1]], fitted$history$valid_loss[[15]], tolerance = 1e-5)
  again <- withr::local_tempfile(fileext = ".rds")
  saveRDS(fitted, again)
  expect_identical(predict(readRDS(again), d$x), predict(fitted, d$x))
})

test_that("clouds go in batches of any size, each by itself", {
  skip_without_points()
  d <- turned_shapes(3)
  model <- shape_network(radius = 0.8)
  whole <- predict(model, d$x)
  expect_identical(dim(whole), c(9L, 3L))
  expect_equal(predict(model, d$x, batch_size = 2), whole, tolerance = 1e-5)
  alone <- geometric_tensor(
    matrix(1, nrow(d$x[[5]])), field_type(gspace_rot3d_on_r3(), "trivial"), coords = d$x[[5]]
  )
  module_train(model, FALSE)
  expect_equal(as.vector(as.matrix(model(alone))), whole[5, ], tolerance = 1e-5)
})

test_that("all ways to give a cloud are one", {
  skip_without_points()
  d <- turned_shapes(2)
  type <- field_type(gspace_rot3d_on_r3(), "trivial")
  model <- shape_network(k = 4)
  expected <- predict(model, d$x)
  parts <- lapply(d$x, function(each) list(coords = each, x = matrix(1, nrow(each))))
  tensors <- lapply(d$x, function(each) {
    geometric_tensor(matrix(1, nrow(each)), type, coords = each)
  })
  expect_identical(predict(model, parts), expected)
  expect_identical(predict(model, tensors), expected)
  plain <- shape_network()
  escnn_load_weights(plain, escnn_weights(model))
  expect_equal(predict(plain, dataset_clouds(d$x, k = 4)), expected, tolerance = 1e-6)
  connected <- lapply(tensors, point_connect, k = 4)
  expect_equal(predict(plain, connected), expected, tolerance = 1e-6)
  expect_equal(predict(plain, dataset_clouds(tensors, k = 4)), expected, tolerance = 1e-6)
})

test_that("data sets of clouds are described, picked from and split", {
  skip_without_escnn()
  d <- turned_shapes(4)
  data <- dataset_clouds(d$x, d$y, k = 3, name = "shapes")
  expect_snapshot(data)
  expect_length(data[2:4], 3)
  expect_identical(dataset_labels(data[2:4]), d$y[2:4])
  expect_length(dataset_split(data, validation = 3 / 12)$validation, 3)
  several <- dataset_clouds(d$x, cbind(a = d$y == "ball", b = TRUE))
  expect_identical(dataset_labels(several), cbind(a = d$y == "ball", b = TRUE))
  expect_snapshot(error = TRUE, {
    as.array(data)
    plot(data)
  })
})

test_that("augmentation turns clouds, with vectors that are learnt", {
  skip_without_points()
  # which way values grow, a vector, is learnt from copies that are turned
  x <- withr::with_seed(1, lapply(1:12, function(i) {
    coords <- cbind(runif(6), 0.1 * runif(6))
    list(coords = coords, x = coords[, 1, drop = FALSE])
  }))
  y <- matrix(c(1, 0), 12, 2, byrow = TRUE)
  model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
    nn_r2_point_conv(c(irrep_1 = 1), k = 5, width = 1, n_rings = 3) |>
    nn_point_pooling()
  fitted <- fit(model, x, y, epochs = 30, augment = "exact", optimizer = optim_adam(lr = 0.05))
  expect_lt(fitted$history$loss[[30]], 0.5 * fitted$history$loss[[1]])
  up <- lapply(x, function(each) {
    list(coords = cbind(-each$coords[, 2], each$coords[, 1]), x = each$x)
  })
  right <- predict(fitted, x)
  expect_equal(predict(fitted, up), cbind(-right[, 2], right[, 1]), tolerance = 1e-4)
})

test_that("what is no list of clouds is told", {
  skip_without_points()
  d <- turned_shapes(1)
  model <- shape_network(k = 3)
  no_pool <- field_type(gspace_rot3d_on_r3(), "trivial") |>
    nn_r3_point_conv(c(irrep_0 = 3), k = 3, width = 1, n_rings = 3, frequencies_cutoff = 1)
  with_na <- d$x
  with_na[[2]][1, 1] <- NA
  expect_snapshot(error = TRUE, {
    dataset_clouds()
    dataset_clouds(list())
    dataset_clouds(list(1:3))
    dataset_clouds(list(d$x[[1]], "b"))
    dataset_clouds(with_na)
    dataset_clouds(list(d$x[[1]], d$x[[2]][, 1:2]))
    dataset_clouds(list(list(coords = d$x[[1]])))
    dataset_clouds(list(list(coords = d$x[[1]], x = matrix(1, 2))))
    dataset_clouds(d$x, d$y, k = 0)
    fit(model, d$x, d$y[1:2])
    fit(model, lapply(d$x, function(each) each[, 1:2]), d$y)
    fit(no_pool, d$x, d$y)
    fit(shape_network(), d$x, d$y)
    predict(model, array(0, c(2, 1, 3, 3, 3)))
  })
})
