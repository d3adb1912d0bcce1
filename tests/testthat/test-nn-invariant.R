test_that("invariant maps give one unchanged number a field", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 2)
  x <- random_array(1, 8, 3, 3)
  pooled <- as.array(nn_group_pooling(type)(x))
  expect_equal(pooled[1, 1, , ], apply(x[1, 1:4, , ], c(2, 3), max), tolerance = 1e-6)
  expect_equal(pooled[1, 2, , ], apply(x[1, 5:8, , ], c(2, 3), max), tolerance = 1e-6)
  norms <- as.array(nn_norm_pool(type)(x))
  expect_equal(norms[1, 1, , ], sqrt(apply(x[1, 1:4, , ]^2, c(2, 3), sum)), tolerance = 1e-6)
  expect_equivariant(nn_group_pooling(type))
  expect_equivariant(nn_norm_pool(field_type(gspace_rot2d_on_r2(), "irrep_1")))
  expect_identical(names(nn_group_pooling(type)$out_type), c("trivial", "trivial"))
})

test_that("fields that can't be pooled say so", {
  skip_without_escnn()
  expect_snapshot(nn_group_pooling(field_type(c4(), "irrep_1")), error = TRUE)
})
