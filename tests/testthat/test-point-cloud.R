square <- rbind(c(0, 0), c(1, 0), c(0, 1), c(1, 1))

cloud_of <- function(n, type = field_type(c4(), "trivial"), seed = 1) {
  withr::with_seed(seed, geometric_tensor(
    matrix(rnorm(n * dim(type)[[2]]), n), type,
    coords = matrix(rnorm(n * type$gspace$dimensionality), n)
  ))
}

test_that("neighbours are those within a radius, or the nearest", {
  skip_without_escnn()
  near <- point_neighbors(square, radius = 1, loops = FALSE)
  expect_identical(near, cbind(c(2L, 3L, 1L, 4L, 1L, 4L, 2L, 3L), rep(1:4, each = 2)))
  expect_identical(nrow(point_neighbors(square, radius = 1)), 12L)
  coords <- withr::with_seed(1, matrix(rnorm(60), 20))
  distance <- as.matrix(stats::dist(coords))
  k3 <- point_neighbors(coords, k = 3, loops = FALSE)
  expected <- lapply(1:20, function(i) sort(unname(order(distance[i, ])[2:4])))
  expect_equal(unname(split(k3[, 1], k3[, 2])), expected)
  both <- point_neighbors(coords, k = 3, radius = 0.7, loops = FALSE)
  expect_true(all(distance[both] <= 0.7))
  expect_true(all(table(both[, 2]) <= 3))
  apart <- point_neighbors(square, radius = 5, batch = c(1, 1, 2, 2), loops = FALSE)
  expect_identical(apart, cbind(c(2L, 1L, 4L, 3L), 1:4))
  expect_snapshot(error = TRUE, {
    point_neighbors(square)
    point_neighbors(square, k = 0)
    point_neighbors(1:3, k = 1)
    point_neighbors(square, k = 1, batch = 1:3)
  })
})

test_that("clouds are batched and taken apart, with their edges", {
  skip_without_escnn()
  a <- point_connect(cloud_of(5), k = 2)
  b <- point_connect(cloud_of(7, seed = 2), k = 2)
  both <- point_batch(list(a, b))
  expect_identical(point_index(both), rep(1:2, c(5, 7)))
  expect_identical(dim(both), c(12L, 1L))
  edges <- point_edges(both)
  expect_identical(edges[edges[, 2] > 5, ] - 5L, point_edges(b))
  parts <- point_unbatch(both)
  expect_identical(as.array(parts[[2]]), as.array(b))
  expect_identical(point_edges(parts[[2]]), point_edges(b))
  expect_identical(point_index(both[c(1, 6, 7)]), c(1L, 2L, 2L))
  expect_snapshot(error = TRUE, {
    point_batch(list())
    point_batch(list(a, cloud_of(3, field_type(c4(), "regular"))))
    point_connect(a, edges = cbind(1, 9))
    point_connect(geometric_tensor(array(0, c(1, 1, 2, 2)), field_type(c4(), "trivial")), k = 1)
  })
})

test_that("edges travel with a cloud that is turned", {
  skip_without_escnn()
  x <- point_connect(cloud_of(6), radius = 1)
  turned <- transform(x, group_element(x$type$gspace, 1))
  expect_identical(point_edges(turned), point_edges(x))
})

test_that("networks of points are equivariant, and find their neighbours", {
  skip_without_points()
  plane <- field_type(gspace_rot2d_on_r2(n = 8), "trivial")
  space <- field_type(gspace_octa_on_r3(), "trivial")
  model <- plane |>
    nn_r2_point_conv(c(regular = 2), width = 2, n_rings = 3) |>
    nn_relu() |>
    nn_r2_point_conv(c(irrep_1 = 1, trivial = 1), width = 2, n_rings = 3)
  expect_equivariant(model)
  volume <- space |> nn_r3_point_conv(c(irrep_1 = 2), width = 2, n_rings = 2)
  expect_equivariant(volume)
  classify <- plane |>
    nn_r2_point_conv(c(regular = 2), radius = 1, width = 1, n_rings = 2) |>
    nn_group_pooling() |>
    nn_to_vector(classes = 3)
  expect_equivariant(classify)
  a <- cloud_of(9, plane)
  b <- cloud_of(4, plane, seed = 2)
  alone <- rbind(as.matrix(classify(a)), as.matrix(classify(b)))
  expect_equal(as.matrix(classify(point_batch(list(a, b)))), alone, tolerance = 1e-5)
})

test_that("edges may be given in the call", {
  skip_without_points()
  type <- field_type(c4(), "trivial")
  layer <- nn_r2_point_conv(type, "regular", width = 2, n_rings = 3)
  x <- cloud_of(6, type)
  edges <- point_neighbors(x, radius = 1.5)
  expect_equal(as.array(layer(x, edges)), as.array(layer(point_connect(x, radius = 1.5))))
  expect_snapshot(layer(x), error = TRUE)
  expect_snapshot(layer(array(0, c(1, 1, 3, 3))), error = TRUE)
})

test_that("groups keep to themselves", {
  skip_without_points()
  type <- field_type(c4(), regular = 2)
  layer <- nn_r2_point_conv(type, c(regular = 2), groups = 2, width = 2, n_rings = 3, radius = 2)
  expect_equivariant(layer)
  x <- cloud_of(8, type)
  values <- as.array(x)
  values[, 5:8] <- 0
  other <- geometric_tensor(values, type, coords = tensor_to_array(x$coords))
  expect_equal(as.array(layer(other))[, 1:4], as.array(layer(x))[, 1:4], tolerance = 1e-5)
  expect_gt(max(abs(as.array(layer(other))[, 5:8] - as.array(layer(x))[, 5:8])), 1e-3)
  whole <- nn_r2_point_conv(type, c(regular = 2), width = 2, n_rings = 3)
  expect_identical(sum(parameters(whole)$size), 2L * sum(parameters(layer)$size) -
    sum(parameters(layer)$size[parameters(layer)$name == "bias"]))
  expect_snapshot(
    nn_r2_point_conv(field_type(c4(), "regular", "trivial"), "regular", groups = 2),
    error = TRUE
  )
})

test_that("clouds are pooled", {
  skip_without_escnn()
  type <- field_type(c4(), "irrep_1")
  a <- cloud_of(3, type)
  b <- cloud_of(2, type, seed = 3)
  both <- point_batch(list(a, b))
  mean_of <- nn_point_pooling(type)
  expect_equal(
    as.matrix(mean_of(both)), rbind(colMeans(as.matrix(a)), colMeans(as.matrix(b))),
    tolerance = 1e-6
  )
  expect_equal(
    as.matrix(nn_point_pooling(type, pool = "sum")(both))[2, ], colSums(as.matrix(b)),
    tolerance = 1e-6
  )
  regular <- field_type(c4(), "regular")
  x <- cloud_of(4, regular)
  expect_equal(
    as.vector(as.matrix(nn_point_pooling(regular, pool = "max")(x))), apply(as.matrix(x), 2, max),
    tolerance = 1e-6
  )
  expect_equivariant(mean_of)
  expect_snapshot(nn_point_pooling(type, pool = "max"), error = TRUE)
})
