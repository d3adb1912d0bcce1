test_that("transposed convolutions give the sizes that their arguments imply", {
  skip_without_escnn()
  type <- field_type(gspace_trivial_on_r2(), "trivial")
  for (stride in 1:2) {
    for (padding in 0:1) {
      for (extra in 0:(stride - 1)) {
        layer <- nn_r2_conv_transposed(
          type, type, kernel_size = 3, stride = stride, padding = padding, output_padding = extra
        )
        x <- random_array(1, 1, 5, 6)
        size <- (5:6 - 1) * stride - 2 * padding + 2 + extra + 1
        expect_equal(dim(layer(x))[3:4], size)
        expect_equal(unlist(layer$evaluate_output_shape(tuple(1L, 1L, 5L, 6L)))[3:4], size)
        plain <- module_export(layer)
        given <- geometric_tensor(x, type)
        expect_equal(as.array(layer(x)), tensor_to_array(plain(given$tensor)), tolerance = 1e-5)
      }
    }
  }
})

test_that("transposed convolutions are equivariant for every gspace, in both precisions", {
  skip_without_escnn()
  advice_of({
    for (g in planes()) {
      type <- irrep_fields(g)
      layer <- nn_r2_conv_transposed(type, type, kernel_size = 4, stride = 2, padding = 1)
      expect_lt(grid_error(layer, 5), 1e-5)
      layer$double()
      expect_lt(grid_error(layer, 5, "float64"), 1e-5)
    }
    for (g in spaces()) {
      type <- irrep_fields(g)
      layer <- nn_r3_conv_transposed(type, type, kernel_size = 3, stride = 2)
      expect_lt(grid_error(layer, 3), 1e-5)
    }
    ico <- field_type(gspace_ico_on_r3(), "trivial")
    for (samples in c("ico", "dodeca", "icosidodeca")) {
      layer <- nn_r3_ico_conv_transposed(ico, "irrep_1", kernel_size = 3, samples = samples)
      expect_lt(grid_error(layer, 3), 1e-5)
    }
  })
})

test_that("groups, filters and dilation are the transposed layer's own", {
  skip_without_escnn()
  type <- field_type(c4(), c(regular = 2))
  layer <- nn_r2_conv_transposed(type, type, kernel_size = 3, dilation = 2, groups = 2)
  expect_identical(dim(module_filter(layer)$filter), c(8L, 4L, 3L, 3L))
  expect_identical(dim(layer(random_array(1, 8, 5, 5)))[3], 9L)
  expect_lt(grid_error(layer, 5), 1e-5)
  still <- nn_r2_conv_transposed(type, "trivial", kernel_size = 5, basis_filter = 0)
  expect_setequal(module_basis(still)$frequency, 0)
})

test_that("filters are private and fresh here too", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  make <- function() nn_r2_conv_transposed(type, "regular", kernel_size = 3)
  first <- make()
  make()$double()
  x <- random_array(1, 1, 4, 4)
  values <- as.array(first(x))
  second <- make()
  module_train(second, FALSE)
  second$load_state_dict(first$state_dict())
  expect_equal(as.array(second(x)), values, tolerance = 1e-5)
  expect_false(second$filter$requires_grad)
})

test_that("one-sided padding is advised against and bounded", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  lop <- function(...) nn_r2_conv_transposed(type, "regular", kernel_size = 3, ...)
  expect_snapshot(writeLines(advice_of(lop(stride = 2, output_padding = 1))))
  expect_gt(grid_error(suppressWarnings(lop(stride = 2, output_padding = 1)), 5), 1e-3)
  expect_identical(advice_of(lop(stride = 2)), character())
  four <- advice_of(nn_r2_conv_transposed(type, "regular", kernel_size = 4, stride = 2))
  expect_identical(four, character())
  expect_snapshot(lop(stride = 2, output_padding = 2), error = TRUE)
  expect_snapshot(nn_r3_conv_transposed(type, "regular", kernel_size = 3), error = TRUE)
})
