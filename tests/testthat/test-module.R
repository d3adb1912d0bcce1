small_net <- function() {
  field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_relu() |>
    nn_group_pooling()
}

test_that("modules print as a table of layers within 80 columns", {
  skip_without_escnn()
  expect_snapshot({
    small_net()
    nn_relu(field_type(c4(), "regular"))
    nn_r2_conv(field_type(c4(), "trivial"), "regular", kernel_size = 5, stride = 2)
    summary(small_net())
    str(small_net())
  })
  wide <- field_type(gspace_flip_rot2d_on_r2(n = 4), "trivial") |>
    nn_r2_conv(list("regular", "irrep_0,0", "irrep_1,0", "irrep_1,1", "irrep_0,2"), kernel_size = 3)
  expect_true(all(nchar(capture.output(print(nn_sequential(wide)))) <= 80))
})

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
