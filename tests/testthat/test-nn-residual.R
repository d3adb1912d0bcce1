conv <- function(x, out = c(regular = 2), ...) nn_r2_conv(x, out, kernel_size = 3, ...)

test_that("a residual adds what it was given", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 2)
  x <- random_array(1, 8, 5, 5)
  layer <- nn_residual(type, nn_relu)
  expect_equal(as.array(layer(x)), x + pmax(x, 0), tolerance = 1e-6)
  given <- nn_residual(type, nn_relu(type))
  expect_equal(as.array(given(x)), as.array(layer(x)))
  expect_identical(length(nn_identity(type) |> nn_residual(nn_relu)), 2L)
})

test_that("residuals project types, and sample sizes about the centre", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 2)
  blocks <- list(
    same = function(x) x |> conv(padding = 1) |> nn_relu(),
    types = function(x) x |> conv(c(regular = 1, irrep_1 = 1), padding = 1),
    valid = function(x) x |> conv() |> nn_relu() |> conv()
  )
  for (n in c(8, 9)) {
    x <- random_array(1, 8, n, n)
    for (block in blocks) expect_equivariant(nn_residual(type, block), x)
  }
  for (stride in 2:3) {
    n <- 3 + 2 * stride
    layer <- nn_residual(type, function(x) x |> conv(c(regular = 3), stride = stride))
    expect_identical(output_size(layer, c(8, n, n)), c(12L, 3L, 3L))
    expect_equivariant(layer, random_array(1, 8, n, n))
  }
  # where pixels pair up, the shortcut is the mean of pairs
  halved <- nn_residual(type, function(x) nn_pointwise_avg_pool(x, 2))
  expect_equivariant(halved, random_array(1, 8, 8, 8))
  x <- random_array(1, 8, 8, 8)
  pooled <- as.array(nn_pointwise_avg_pool(type, 2)(x))
  expect_equal(as.array(halved(x)), 2 * pooled, tolerance = 1e-5)
})

test_that("residuals live on points and in space too", {
  skip_without_escnn()
  point <- field_type(gspace_no_base_space(group_cyclic(4)), "regular")
  expect_equivariant(nn_residual(point, nn_relu))
  volume <- field_type(gspace_octa_on_r3(), trivial = 1)
  layer <- nn_residual(volume, function(x) nn_r3_conv(x, c(trivial = 2), kernel_size = 3))
  expect_equivariant(layer, random_array(1, 1, 7, 7, 7))
})

test_that("skips put fields side by side, whatever the block's size", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  x <- random_array(1, 4, 8, 8)
  layer <- nn_skip(type, nn_relu)
  out <- as.array(layer(x))
  expect_equal(out[, 1:4, , ], x[, , , ], tolerance = 1e-6)
  expect_equal(out[, 5:8, , ], pmax(x[, , , ], 0), tolerance = 1e-6)
  unet <- function(x, depth) {
    x <- x |> conv("regular", padding = 1) |> nn_relu()
    if (depth == 0) {
      return(x)
    }
    nn_skip(x, function(x) x |> nn_down() |> unet(depth - 1)) |> conv("regular", padding = 1)
  }
  for (n in c(13, 16)) {
    model <- unet(type, 2)
    expect_identical(output_size(model, c(4, n, n)), c(4L, as.integer(n), as.integer(n)))
    expect_equivariant(model, random_array(1, 4, n, n))
  }
})

test_that("images get smaller and larger about their centre", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  sizes <- vapply(5:10, function(n) output_size(nn_down(type), c(n, n))[[2]], 1L)
  expect_identical(sizes, c(3L, 3L, 4L, 4L, 5L, 5L))
  expect_identical(output_size(nn_up(type, 3), c(5, 5)), c(1L, 13L, 13L))
  # a plane stays a plane, and the mean what it is
  plane <- array(outer(1:9, 1:9, "+"), c(1, 1, 9, 9))
  expect_equal(as.array(nn_up(type)(plane))[1, 1, 2, 1], 2.5)
  expect_equal(as.array(nn_down(type)(plane))[1, 1, 3, 3], 10, tolerance = 1e-6)
  expect_equal(as.vector(nn_down(type, 3)(array(7, c(1, 1, 7, 8)))), rep(7, 9), tolerance = 1e-6)
  for (n in 8:9) {
    for (layer in list(nn_down(type), nn_down(type, 3), nn_up(type))) {
      expect_equivariant(layer, random_array(1, 1, n, n))
    }
  }
  expect_error(
    nn_down(field_type(gspace_no_base_space(group_cyclic(4)), "trivial")),
    class = "escnn_error_argument"
  )
})

test_that("blocks that don't fit are refused", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  expect_snapshot(nn_residual(type, 3), error = TRUE)
  expect_snapshot(nn_residual(type), error = TRUE)
  expect_snapshot(nn_skip(type, function(x) x), error = TRUE)
  expect_snapshot(nn_residual(type, nn_relu(field_type(c4(), "trivial"))), error = TRUE)
  expect_snapshot(nn_residual(type, function(x) nn_restriction(x, 2)), error = TRUE)
  expect_snapshot(nn_residual(type, nn_up)(random_array(1, 4, 3, 3)), error = TRUE)
  expect_snapshot(nn_down(type, 0), error = TRUE)
})
