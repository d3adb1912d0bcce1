so2 <- function() gspace_rot2d_on_r2(maximum_frequency = 3)

kind_of <- function(x) sub(".*[.]", "", class(x)[[2]])

kinds_of <- function(x) vapply(seq_along(x), function(i) kind_of(x[[i]]), "")

test_that("hidden fields suit the group", {
  skip_without_escnn()
  expect_identical(format(net_fields(c4(), 3)), "C4: 3 regular (12 channels)")
  expect_true(net_fields(so2(), 2) == field_type_fourier(so2(), 2, 3))
  expect_identical(format(net_fields(gspace_trivial_on_r2(), 3)), "C1: 3 trivial (3 channels)")
  # on the sphere, and in space up to frequency 2
  expect_identical(net_fields(gspace_rot3d_on_r3(), 1)$size, 9L)
  expect_identical(net_fields(gspace_flip_rot3d_on_r3(), 1)$size, 70L)
})

test_that("there are more of smaller fields", {
  skip_without_escnn()
  d4 <- gspace_flip_rot2d_on_r2(n = 4)
  expect_identical(net_grown(3, d4, gspace_rot2d_on_r2(n = 2)), 6)
  expect_identical(net_grown(3, d4, d4), 3)
  expect_identical(net_grown(1, gspace_trivial_on_r2(), d4), 1)
})

test_that("layers are of what the group allows, and equivariant", {
  skip_without_escnn()
  layer <- function(gspace, kernel_size = 5) {
    made <- net_layer(field_type(gspace, "trivial"), 2, kernel_size, padding = kernel_size %/% 2)
    if (group_order(gspace) != 1) {
      expect_exact(made, random_array(2, 1, rep(7, gspace$dimensionality)))
    }
    kinds_of(made)
  }
  expect_identical(layer(c4(), 3), c("R2Conv", "InnerBatchNorm", "ELU"))
  expect_identical(layer(so2()), c("R2Conv", "IIDBatchNorm2d", "FourierELU"))
  expect_identical(layer(gspace_trivial_on_r2()), c("PlainConvModule", "InnerBatchNorm", "ELU"))
  expect_identical(layer(gspace_inv_on_r3(), 3), c("R3Conv", "InnerBatchNorm", "ELU"))
  expect_identical(layer(gspace_rot3d_on_r3()), c("R3Conv", "IIDBatchNorm3d", "QuotientFourierELU"))
})

test_that("strides are passed on", {
  skip_without_escnn()
  strided <- net_layer(field_type(c4(), "trivial"), 1, 3, padding = 1, stride = 2)
  expect_identical(output_size(strided, c(1, 9, 9)), c(4L, 5L, 5L))
})

test_that("single numbers are dropped of finite groups' fields, whole fields of others", {
  skip_without_escnn()
  regular <- net_fields(c4(), 2)
  expect_identical(net_dropout(regular, 0), regular)
  expect_identical(kind_of(net_dropout(regular, 0.3)), "PointwiseDropout")
  expect_identical(net_dropout(regular, 0.3)$p, 0.3)
  expect_identical(kind_of(net_dropout(net_fields(so2(), 2), 0.3)), "FieldDropout")
})

test_that("invariant numbers are one for a regular field, four for others", {
  skip_without_escnn()
  largest <- net_invariant(net_fields(c4(), 3))
  expect_identical(format(largest$out_type), "C4: 3 trivial (3 channels)")
  plain <- net_fields(gspace_trivial_on_r2(), 3)
  expect_identical(net_invariant(plain), plain)
  mixed <- net_invariant(net_fields(so2(), 3))
  expect_identical(format(mixed$out_type), "SO(2): 12 trivial (12 channels)")
  x <- random_array(1, 21, 1, 1)
  expect_gt(max(abs(predict(mixed, x) - predict(mixed, -x))), 1e-3)
})

test_that("pools halve images and volumes of any size around their centre", {
  skip_without_escnn()
  flat <- net_pool(field_type(c4(), "trivial"))
  for (size in 7:8) {
    expect_identical(output_size(flat, c(1, size, size)), c(1L, 4L, 4L))
    expect_exact(flat, random_array(1, 1, size, size))
  }
  deep <- net_pool(field_type(gspace_octa_on_r3(), "trivial"))
  expect_identical(output_size(deep, c(1, 8, 8, 8)), rep(c(1L, 4L), c(1, 3)))
  expect_exact(deep, random_array(1, 1, 8, 8, 8))
})
