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

test_that("interleaved fields come out in their own order", {
  skip_without_escnn()
  type <- field_type(c4(), "regular", "trivial", "regular", "trivial")
  x <- random_array(1, 10, 1, 1)
  expect_equal(
    as.numeric(as.array(nn_group_pooling(type)(x))),
    c(max(x[1:4]), x[5], max(x[6:9]), x[10]), tolerance = 1e-6
  )
})

test_that("induced fields are pooled over what they were induced from", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 8)
  type <- field_type(g, induced_fields(g, 1))
  x <- random_array(1, 4, 1, 1)
  largest <- max(sqrt(sum(x[1:2]^2)), sqrt(sum(x[3:4]^2)))
  expect_equal(as.numeric(as.array(nn_induced_norm_pool(type)(x))), largest, tolerance = 1e-6)
})

test_that("channels are pooled in runs of whole fields", {
  skip_without_escnn()
  layer <- field_type(c4(), regular = 4) |> nn_max_pool_channels(kernel_size = 8)
  x <- random_array(1, 16, 1, 1)
  expect_equal(as.numeric(as.array(layer(x))), c(max(x[1:8]), max(x[9:16])), tolerance = 1e-6)
  expect_equivariant(layer)
})

test_that("fields that can't be pooled say so", {
  skip_without_escnn()
  expect_snapshot(nn_group_pooling(field_type(c4(), "irrep_1")), error = TRUE)
  expect_snapshot(error = TRUE, {
    nn_induced_norm_pool(field_type(c4(), "regular"))
    nn_max_pool_channels(field_type(c4(), regular = 2), 3)
    nn_max_pool_channels(field_type(c4(), regular = 2), 2)
    nn_max_pool_channels(field_type(c4(), regular = 2))
    nn_max_pool_channels(field_type(c4(), irrep_1 = 2), 2)
  })
})
