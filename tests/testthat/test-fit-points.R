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
