test_that("vectors and classes of points are learnt and predicted cloud by cloud", {
  skip_without_escnn()
  space <- gspace_rot3d_on_r3()
  x <- withr::with_seed(1, lapply(c(4, 6, 5, 7), function(n) matrix(rnorm(3 * n), n)))
  # away from the centre
  y <- lapply(x, function(m) sweep(m, 2, colMeans(m)))
  net <- net_point_cloud(
    gspace = space, out_type = repr_standard(space), radius = 9, pool = "none", width = 8, depth = 2
  )
  fitted <- fit(net, x, y, epochs = 40, optimizer = optim_adam(lr = 0.01), metrics = "rmse")
  expect_lt(fitted$history$loss[[40]], 0.5 * fitted$history$loss[[1]])
  found <- predict(fitted, x)
  expect_identical(lapply(found, dim), lapply(x, dim))
  scores <- evaluate(fitted, x, y, angles = c(0, 77))
  expect_equal(scores$rmse[[2]], scores$rmse[[1]], tolerance = 1e-4)
  expect_equal(sqrt(mean((unlist(found) - unlist(y))^2)), scores$rmse[[1]], tolerance = 1e-4)

  sides <- lapply(x, function(m) factor(ifelse(rowSums(m^2) > 2, "far", "near")))
  sides <- lapply(sides, factor, levels = c("near", "far"))
  net <- net_point_cloud(2, space, k = 3, pool = "none", width = 4, depth = 1)
  fitted <- fit(net, dataset_clouds(x, sides), epochs = 1, metrics = "accuracy", validation = 0.25)
  found <- predict(fitted, x)
  expect_identical(levels(found[[2]]), c("near", "far"))
  expect_identical(lengths(found), c(4L, 6L, 5L, 7L))
  expect_identical(dim(predict(fitted, x, type = "prob")[[4]]), c(7L, 2L))
  expect_error(augment(fitted, x), "each point", class = "escnn_error_argument")
  expect_s3_class(evaluate(fitted, x, sides, metrics = "accuracy"), "data.frame")
  # folds are of clouds
  data <- dataset_clouds(x, sides)
  expect_identical(sort(unlist(dataset_folds(data, v = 2)$held)), 1:4)
  expect_named(as.data.frame(data), "index")
})

test_that("the weight of a cloud is that of each of its points", {
  skip_without_escnn()
  space <- gspace_rot3d_on_r3()
  x <- withr::with_seed(1, lapply(c(4, 6, 5, 7), function(n) matrix(rnorm(3 * n), n)))
  y <- lapply(x, function(m) m[, 1] + 3)
  net <- net_point_cloud(1, space, radius = 3, pool = "none", width = 4, depth = 1)
  still <- function(...) fit(net, ..., epochs = 1, optimizer = optim_sgd(lr = 1e-12), seed = 1)
  weights <- c(1, 0, 5, 2)
  each <- rep(weights, lengths(y))
  fitted <- still(x, y, weights = weights)
  off <- unlist(predict(fitted, x)) - unlist(y)
  expect_equal(fitted$history$loss, sum(each * off^2) / sum(each), tolerance = 1e-5)
  scores <- evaluate(fitted, x, y, weights = weights, metrics = c("mae", "r2"))
  expect_equal(scores$mae, sum(each * abs(off)) / sum(each), tolerance = 1e-5)

  # a missing target counts nothing, also where a part is held out and all weigh the same
  y[[2]][[3]] <- NA
  fitted <- still(dataset_clouds(x, y), validation = 0.5)
  expect_true(is.finite(fitted$history$loss) && is.finite(fitted$history$valid_loss))
  sides <- lapply(x, function(m) factor(m[, 1] > 0.3, c(FALSE, TRUE), c("left", "right")))
  two <- net_point_cloud(2, space, radius = 3, pool = "none", width = 4, depth = 1)
  fitted <- fit(two, x, sides, weights = "balanced", epochs = 1, optimizer = optim_sgd(lr = 1e-12))
  prob <- do.call(rbind, predict(fitted, x, type = "prob"))
  truth <- unlist(sides)
  entropy <- -log(prob[cbind(seq_along(truth), as.integer(truth))])
  expect_equal(fitted$history$loss, mean(tapply(entropy, truth, mean)), tolerance = 1e-5)
})

test_that("data sets have targets of points, and types of them", {
  skip_without_escnn()
  x <- lapply(c(2, 3), function(n) matrix(seq_len(3 * n), n))
  data <- dataset_clouds(x, lapply(x, rowSums))
  expect_identical(dataset_labels(data), unlist(lapply(x, rowSums)))
  expect_identical(dataset_labels(data[2]), rowSums(x[[2]]))
  typed <- dataset_clouds(x, types = list(c("a", "b"), c("b", "b", "a")))
  expect_identical(dim(typed), c(2L, 2L))
  same <- dataset_clouds(lapply(1:2, function(i) {
    list(coords = x[[i]], x = factor(list(c("a", "b"), c("b", "b", "a"))[[i]]))
  }))
  net <- net_point_cloud(2, gspace_rot3d_on_r3(), channels = 2, radius = 3, width = 4)
  expect_identical(predict(net, typed), predict(net, same))
  # frames of one molecule
  frames <- array(as.numeric(1:24), c(2, 4, 3))
  expect_identical(dim(dataset_clouds(frames, types = c("a", "b", "c", "a"))), c(2L, 3L))
})

test_that("targets that are not of these points are refused", {
  skip_without_escnn()
  x <- lapply(c(2, 3), function(n) matrix(seq_len(3 * n), n))
  space <- gspace_rot3d_on_r3()
  net <- net_point_cloud(1, space, radius = 3, width = 4, pool = "none")
  pooled <- net_point_cloud(1, space, radius = 3, width = 4)
  expect_snapshot(error = TRUE, {
    fit(net, x, list(1:2 + 0, 1:2 + 0))
    fit(net, x, list(1:2 + 0))
    fit(net, x, list())
    fit(net, x, list(1:2 + 0, "a"))
    fit(net, x, list(diag(2), matrix(0, 3, 3)))
    fit(net, x, list(factor(c("a", "b")), factor(c("a", "c", "a"))))
    fit(pooled, x, list(1:2 + 0, 1:3 + 0))
    fit(net, array(0, c(2, 1, 3, 3)), list(1, 2))
    dataset_clouds(x, types = c("a", "b"))
    dataset_clouds(lapply(x, function(m) list(coords = m, x = m)), types = "a")
    dataset_clouds(list(list(coords = x[[1]], x = factor(c("a", "b"))),
                        list(coords = x[[2]], x = factor(c("a", "a", "a")))))
  })
})

test_that("types of points are known by name, in any order of levels, also from files", {
  skip_without_escnn()
  clouds <- function(levels, kinds = c("C", "H", "O", "H")) {
    withr::with_seed(1, lapply(1:6, function(i) {
      list(coords = matrix(rnorm(12), 4), x = factor(kinds, levels))
    }))
  }
  trained <- clouds(c("C", "H", "O"))
  others <- clouds(c("O", "H", "C", "Zn"))
  y <- seq_len(6) + 0.5
  net <- net_point_cloud(1, channels = 3, radius = 4, width = 4, depth = 1)
  fitted <- fit(net, trained, y, epochs = 2, seed = 1)
  expected <- predict(fitted, trained)
  expect_equal(predict(fitted, others), expected)
  expect_equal(predict(fitted, dataset_clouds(others)), expected)
  coords <- lapply(trained, `[[`, "coords")
  data <- dataset_clouds(coords, y, types = factor(c("C", "H", "O", "H"), c("H", "O", "C")))
  mae <- evaluate(fitted, trained, y, metrics = "mae")
  expect_equal(evaluate(fitted, data, metrics = "mae"), mae)
  expect_equal(predict(fitted, data[c(4, 2)]), expected[c(4, 2)])
  # types that no point is of may be absent
  expect_equal(
    predict(fitted, clouds(c("O", "C"), c("C", "O", "O", "C"))),
    predict(fitted, clouds(c("C", "H", "O"), c("C", "O", "O", "C")))
  )
  strange <- clouds(c("Zn", "H", "C"), c("C", "H", "Zn", "H"))
  for (x in list(strange, dataset_clouds(strange), dataset_clouds(strange)[2:3])) {
    expect_error(predict(fitted, x), "Zn", class = "escnn_error_argument")
    expect_error(explain_prediction(fitted, x), "Zn", class = "escnn_error_argument")
  }
  expect_error(evaluate(fitted, strange, y), "Zn", class = "escnn_error_argument")
  expect_error(
    fit(net, trained, y, epochs = 1, validation = list(strange, y)), "Zn",
    class = "escnn_error_argument"
  )
  again <- fit(fitted, data, epochs = 1, validation = list(others, y))
  expect_identical(unlist(again$plan$types), c("C", "H", "O"))

  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(fitted, path)
  expect_equal(predict(escnn_load(path), others), expected)
  saveRDS(fitted, path)
  expect_equal(predict(readRDS(path), others), expected)
  # a fit of an older version has no names
  fitted$plan$types <- NULL
  escnn_save(fitted, path)
  expect_equal(predict(escnn_load(path), trained), expected)
  fitted$plan$types <- list("C", 1)
  expect_error(escnn_save(fitted, path), NA)
  expect_error(escnn_load(path), "plan\\$types", class = "escnn_error_argument")
})

test_that("energies and targets of points go by the names of levels, too", {
  skip_without_escnn()
  d <- springs()
  fitted <- fit(
    spring_network(), springs_data(d), epochs = 1, loss = loss_energy_forces(), seed = 1
  )
  turned <- d
  turned$types <- factor(d$types, c("B", "A"))
  for (type in c("response", "forces")) {
    expect_equal(
      predict(fitted, springs_data(turned), type = type),
      predict(fitted, springs_data(d), type = type)
    )
  }
  expect_equal(evaluate(fitted, springs_data(turned)), evaluate(fitted, springs_data(d)))

  x <- withr::with_seed(1, lapply(1:4, function(i) matrix(rnorm(12), 4)))
  sides <- lapply(x, function(m) factor(m[, 1] > 0, c(FALSE, TRUE), c("left", "right")))
  net <- net_point_cloud(2, radius = 3, pool = "none", width = 4, depth = 1)
  fitted <- fit(net, x, sides, epochs = 1)
  swapped <- lapply(sides, factor, levels = c("right", "left"))
  expect_equal(evaluate(fitted, x, swapped), evaluate(fitted, x, sides))
  expect_error(
    dataset_clouds(x[1:2], types = list(factor(rep("C", 4)), factor(rep("Zn", 4)))), "Zn",
    class = "escnn_error_argument"
  )
})

test_that("an array of frames does without types, in each of the verbs", {
  skip_without_escnn()
  d <- springs()
  net <- net_point_cloud(1, gspace_flip_rot3d_on_r3(), radius = 4, width = 4, depth = 1)
  fitted <- fit(net, d$coords, d$energy, epochs = 1)
  listed <- lapply(1:12, function(i) d$coords[i, , ])
  expect_equal(predict(fitted, d$coords), predict(fitted, listed))
  expect_equal(
    evaluate(fitted, d$coords, d$energy, metrics = "mae"),
    evaluate(fitted, listed, d$energy, metrics = "mae")
  )
  expect_equal(predict(net, d$coords), predict(net, listed))
})
