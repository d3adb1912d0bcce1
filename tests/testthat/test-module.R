small_net <- function() {
  field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_relu() |>
    nn_group_pooling()
}

test_that("modules are called with arrays and tensors", {
  skip_without_escnn()
  model <- small_net()
  model$eval()
  x <- random_array(2, 1, 7, 7)
  expect_equal(as.array(model(x)), as.array(model(geometric_tensor(x, model$in_type))))
  expect_identical(dim(model(x)), c(2L, 2L, 5L, 5L))
  expect_identical(dim(model(torch$zeros(1L, 1L, 7L, 7L))), c(1L, 2L, 5L, 5L))
  expect_identical(length(model), 3L)
  expect_identical(length(nn_relu(model$in_type)), 1L)
})

test_that("format and str are one short line", {
  skip_without_escnn()
  expect_snapshot({
    format(nn_relu(field_type(c4(), "regular")))
    str(small_net())
  })
})

test_that("calls with the wrong thing are R errors", {
  skip_without_escnn()
  model <- small_net()
  expect_snapshot(model(random_array(2, 3, 7, 7)), error = TRUE)
  expect_snapshot(model(matrix(0, 7, 7)), error = TRUE)
  x <- random_array(1, 1, 7, 7)
  x[1] <- NA
  expect_error(model(x), class = "escnn_error_argument")
  c8 <- field_type(gspace_rot2d_on_r2(n = 8), "trivial")
  other <- geometric_tensor(random_array(1, 1, 7, 7), c8)
  expect_snapshot(model(other), error = TRUE)
  expect_snapshot(model(torch$zeros(1L, 3L, 7L, 7L)), error = TRUE)
})

test_that("modules of several inputs take them by label, arrays too", {
  skip_without_escnn()
  g <- c4()
  merge <- nn_merge(modules = list(
    a = nn_identity(field_type(g, "regular")), b = nn_identity(field_type(g, "trivial"))
  ))
  x <- list(a = random_array(1, 4, 3, 3), b = random_array(1, 1, 3, 3))
  # variables of the labels' names must not come in their way
  a <- b <- 7
  out <- as.array(merge(rev(x)))
  expect_equal(out[, 1:4, , ], x$a[, , , ], tolerance = 1e-6)
  expect_equal(out[, 5, , ], x$b[, , , ], tolerance = 1e-6)
  expect_snapshot(merge(x["a"]), error = TRUE)
})

test_that("arrays come in the module's own precision", {
  skip_without_escnn()
  model <- field_type(c4(), "trivial") |>
    nn_r2_conv("regular", kernel_size = 3) |>
    nn_relu()
  model$double()
  x <- random_array(1, 1, 7, 7)
  expect_identical(summary(model(x))$dtype, "float64")
  found <- check_equivariance(model, x)
  expect_lt(max(found$relative_error), 1e-6)
})
