test_that("clouds of the plane and of space are told apart, however they are turned", {
  skip_without_escnn()
  d <- turned_shapes(4)
  for (gspace in list(gspace_rot3d_on_r3(), gspace_octa_on_r3())) {
    net <- net_point_cloud(3, gspace, radius = 2, width = 8, depth = 2)
    expect_identical(dim(predict(net, d$x)), c(12L, 3L))
  }
  set.seed(1)
  net <- net_point_cloud(3, gspace_rot3d_on_r3(), radius = 2, width = 8, depth = 2)
  fitted <- fit(net, d$x, d$y, epochs = 15, batch_size = 6, optimizer = optim_adam(lr = 0.01))
  expect_lt(fitted$history$loss[[15]], 0.7 * fitted$history$loss[[1]])
  turned <- withr::with_seed(3, lapply(d$x, function(each) each %*% random_turn()))
  expect_equal(
    predict(fitted, turned, type = "prob"), predict(fitted, d$x, type = "prob"), tolerance = 1e-4
  )
  flat <- lapply(d$x, function(each) each[, 1:2])
  plane <- net_point_cloud(3, gspace_rot2d_on_r2(n = 4), k = 5, width = 4, depth = 1)
  quarter <- lapply(flat, function(each) each %*% matrix(c(0, -1, 1, 0), 2))
  expect_equal(predict(plane, quarter), predict(plane, flat), tolerance = 1e-5)
})

test_that("its size can be told, and its types", {
  skip_without_escnn()
  space <- gspace_rot3d_on_r3()
  net <- net_point_cloud(1, space, radius = 2, parameters = 5000)
  expect_lte(module_parameters(net), 5000)
  expect_gt(module_parameters(net), 4000)
  vectors <- net_point_cloud(
    gspace = space, in_type = list("trivial", repr_standard(space)),
    out_type = repr_standard(space), k = 3, width = 4
  )
  expect_identical(vectors$in_type$size, 4L)
  expect_identical(vectors$out_type$size, 3L)
  expect_identical(vectors$out_type$gspace$dimensionality, 0L)
  expect_snapshot(print(net))
})

test_that("numbers start from the level of the data", {
  skip_without_escnn()
  x <- withr::with_seed(1, lapply(c(4, 6, 5, 7), function(n) matrix(rnorm(3 * n), n)))
  y <- 1000 * c(4, 6, 5, 7)
  net <- net_point_cloud(1, gspace_rot3d_on_r3(), radius = 2, pool = "sum", width = 4, depth = 1)
  fitted <- fit(net, x, y, epochs = 1)
  expect_equal(predict(fitted, x), y, tolerance = 1e-2)
  # of those that are there
  fitted <- fit(net, x, c(NA, y[-1]), epochs = 1, weights = 1:4)
  expect_equal(predict(fitted, x), y, tolerance = 1e-2)
})

test_that("what works poorly is advised of", {
  skip_without_escnn()
  space <- gspace_rot3d_on_r3()
  the$warned <- NULL
  expect_warning(
    net_point_cloud(1, space, in_type = repr_irrep(space, 1), radius = 1, width = 4),
    "y, z, x", class = "escnn_warning_order"
  )
  d <- springs(2)
  net <- net_point_cloud(1, space, channels = 2, k = 2, pool = "sum", width = 4, depth = 1)
  expect_warning(fit(net, springs_data(d), epochs = 1), "radius", class = "escnn_warning_jumps")
})

test_that("a fit is exported: energies, and forces by the gradient of the file", {
  skip_without_escnn()
  d <- springs(4)
  fitted <- fit(spring_network(), springs_data(d), epochs = 1, seed = 1)
  path <- withr::local_tempfile(fileext = ".pt")
  escnn_export(fitted, path)
  inputs <- export_info(path)$inputs
  expect_identical(vapply(inputs, `[[`, "", "name"), c("input", "coords", "edges", "clouds"))
  expect_equal(inputs[[3]]$radius, 4)
  clouds <- rep(1:4, each = 3)
  places <- do.call(rbind, lapply(1:4, function(i) d$coords[i, , ]))
  edges <- point_neighbors(places, radius = 4, batch = clouds)
  numbers <- function(x) torch$as_tensor(reticulate::np_array(x, dtype = "int64"))
  model <- torch$jit$load(path)
  at <- torch$tensor(reticulate::np_array(places, dtype = "float32"), requires_grad = TRUE)
  types <- torch$tensor(reticulate::np_array(diag(2)[rep(c(1, 1, 2), 4), ], dtype = "float32"))
  energies <- model(types, at, numbers(t(edges) - 1L), numbers(clouds - 1L))
  expect_equal(c(as.array(energies)), predict(fitted, springs_data(d)), tolerance = 1e-5)
  energies$sum()$backward()
  forces <- do.call(rbind, predict(fitted, springs_data(d), type = "forces"))
  expect_equal(-as.array(at$grad), forces, tolerance = 1e-4)
  expect_error(
    escnn_export(fitted, withr::local_tempfile(fileext = ".onnx"), "weights"),
    "works on points", class = "escnn_error_not_exported"
  )
})

test_that("networks of points want to know how far they look", {
  skip_without_escnn()
  expect_snapshot(error = TRUE, {
    net_point_cloud(2)
    net_point_cloud(gspace = gspace_rot3d_on_r3(), radius = 1)
    net_point_cloud(2, radius = 1, frequency = 3)
    net_point_cloud(2, radius = 1, pool = "max")
    net_point_cloud(2, radius = 1, parameters = 10)
  })
})

test_that("a radius without any neighbour is told, once, with the smallest distance", {
  skip_without_escnn()
  d <- springs()
  alone <- function(radius) {
    net_point_cloud(
      1, gspace_flip_rot3d_on_r3(), channels = 2, radius = radius, pool = "sum", width = 4,
      depth = 1
    )
  }
  expect_warning(
    fitted <- fit(alone(0.011), springs_data(d), epochs = 2, batch_size = 4),
    "within `radius` = 0.011: the closest two are", class = "escnn_warning_neighbours"
  )
  expect_no_warning(predict(fitted, springs_data(d), type = "forces"))
  clouds <- lapply(1:3, function(i) list(coords = d$coords[i, , ], x = diag(2)[c(1, 1, 2), ]))
  expect_warning(predict(alone(0.012), clouds), class = "escnn_warning_neighbours")
  layer <- nn_r3_point_conv(
    field_type(gspace_rot3d_on_r3(), "trivial"), "irrep_1", radius = 0.013, width = 1, n_rings = 2
  )
  one <- geometric_tensor(matrix(1, 3, 1), layer$in_type, coords = d$coords[1, , ])
  if (point_clouds_available()) expect_warning(layer(one), class = "escnn_warning_neighbours")
  # single atoms have none at any radius
  one_point <- list(list(coords = matrix(0, 1, 3), x = matrix(1, 1, 2)))
  expect_no_warning(predict(alone(0.014), one_point))
  expect_no_warning(predict(alone(4), clouds))
})
