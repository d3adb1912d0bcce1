test_that("convolutions give the sizes that their arguments imply", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  size <- function(...) dim(nn_r2_conv(type, "regular", ...)(random_array(1, 1, 11, 11)))[3]
  expect_identical(size(kernel_size = 3), 9L)
  expect_identical(size(kernel_size = 3, padding = 1), 11L)
  expect_identical(size(kernel_size = 3, stride = 2), 5L)
  expect_identical(size(kernel_size = 3, dilation = 2), 7L)
  expect_identical(size(kernel_size = 3, padding = 1, padding_mode = "circular"), 11L)
})

test_that("convolutions are equivariant on the plane and in space", {
  skip_without_escnn()
  for (g in list(c4(), gspace_flip_rot2d_on_r2(n = 4), gspace_flip2d_on_r2())) {
    layer <- nn_r2_conv(field_type(g, "trivial"), c(regular = 2), kernel_size = 3)
    expect_equivariant(layer)
  }
  octa <- gspace_octa_on_r3()
  expect_equivariant(nn_r3_conv(field_type(octa, "trivial"), "regular", kernel_size = 3))
})

test_that("a network on SO(3) is equivariant", {
  skip_without_escnn()
  model <- field_type(gspace_rot3d_on_r3(), "trivial") |>
    nn_r3_conv(c(irrep_0 = 1, irrep_1 = 1), kernel_size = 5) |>
    nn_norm_non_linearity() |>
    nn_r3_conv("trivial", kernel_size = 3)
  expect_equivariant(model)
})
