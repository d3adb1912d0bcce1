test_that("upsampling gives the sizes asked for", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  size <- function(...) dim(nn_r2_upsampling(type, ...)(random_array(1, 1, 5, 5)))[3:4]
  expect_identical(size(scale_factor = 2), c(10L, 10L))
  expect_identical(size(scale_factor = 1.5), c(7L, 7L))
  expect_identical(size(size = 8), c(8L, 8L))
  expect_identical(suppressWarnings(size(size = c(h = 8, w = 9))), 8:9)
  volume <- nn_r3_upsampling(field_type(gspace_octa_on_r3(), "trivial"), scale_factor = 2)
  expect_identical(dim(volume(random_array(1, 1, 2, 3, 4)))[3:5], c(4L, 6L, 8L))
})

test_that("whole factors give what PyTorch gives", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  x <- geometric_tensor(random_array(1, 1, 5, 5), type)
  by_torch <- function(mode, ...) {
    tensor_to_array(torch$nn$functional$interpolate(x$tensor, scale_factor = 2, mode = mode, ...))
  }
  ours <- function(...) as.array(nn_r2_upsampling(type, 2, ...)(x))
  expect_equal(ours(), by_torch("bilinear", align_corners = FALSE))
  expect_equal(ours(align_corners = TRUE), by_torch("bilinear", align_corners = TRUE))
  expect_equal(ours(mode = "nearest"), by_torch("nearest"))
  # corners keep their values when they are aligned
  expect_equal(ours(align_corners = TRUE)[1, 1, 1, 10], as.array(x)[1, 1, 1, 5])
})

test_that("upsampling is equivariant for every gspace, size and factor, in both precisions", {
  skip_without_escnn()
  for (g in planes()) {
    layer <- nn_r2_upsampling(irrep_fields(g), 2)
    expect_lt(grid_error(layer, 5), 1e-5)
    expect_lt(grid_error(layer, 5, "float64"), 1e-13)
  }
  for (g in spaces()) {
    layer <- nn_r3_upsampling(irrep_fields(g), 2)
    expect_lt(grid_error(layer, 3), 1e-5)
    expect_lt(grid_error(layer, 3, "float64"), 1e-13)
  }
  type <- field_type(c4(), "regular")
  raw <- escnn$nn$R2Upsampling(type, scale_factor = 1.5)
  expect_gt(grid_error(raw, 5), 1e-3)
  for (size in 5:6) {
    for (factor in c(0.7, 1.1, 1.5)) {
      for (align in c(TRUE, FALSE)) {
        layer <- nn_r2_upsampling(type, factor, align_corners = align)
        expect_lt(grid_error(layer, size), 1e-5)
      }
      plain <- module_export(layer)
      x <- geometric_tensor(noise(type, size), type)
      expect_equal(as.array(layer(x)), tensor_to_array(plain(x$tensor)), tolerance = 1e-5)
    }
  }
})

test_that("what loses equivariance is advised against, what cannot be is refused", {
  skip_without_escnn()
  type <- field_type(gspace_rot2d_on_r2(n = 8), "trivial")
  expect_snapshot({
    writeLines(advice_of(nn_r2_upsampling(type, 2, mode = "nearest")))
    writeLines(advice_of(nn_r2_upsampling(type, size = c(8, 9))(random_array(1, 1, 5, 5))))
  })
  expect_identical(advice_of(nn_r2_upsampling(field_type(c4(), "trivial"), 2, mode = "nearest")),
                   character())
  expect_snapshot(error = TRUE, {
    nn_r2_upsampling(type)
    nn_r2_upsampling(type, 2, 10)
    nn_r2_upsampling(type, 0)
    nn_r2_upsampling(type, 2, mode = "trilinear")
    nn_r2_upsampling(type, size = 1:3)
    nn_r3_upsampling(type, 2)
  })
})
