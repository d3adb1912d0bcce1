test_that("ordinary convolutions are PyTorch's, for the trivial group only", {
  skip_without_escnn()
  type <- field_type(gspace_trivial_on_r2(), trivial = 2)
  layer <- nn_plain_conv(type, c(trivial = 3), kernel_size = 3, padding = 1, stride = 2)
  x <- random_array(1, 2, 7, 7)
  plain <- layer$conv(geometric_tensor(x, type)$tensor)
  expect_identical(as.array(layer(x)), tensor_to_array(plain))
  expect_identical(output_size(layer, c(2, 7, 7)), c(3L, 4L, 4L))
  volume <- field_type(gspace_trivial_on_r3(), "trivial")
  expect_identical(
    dim(nn_plain_conv(volume, "trivial", kernel_size = 3)(random_array(1, 1, 4, 4, 4))),
    c(1L, 1L, 2L, 2L, 2L)
  )
  expect_snapshot(
    nn_plain_conv(field_type(c4(), "trivial"), "trivial", kernel_size = 3),
    error = TRUE
  )
})
