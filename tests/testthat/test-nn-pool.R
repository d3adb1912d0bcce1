test_that("pools average and take maxima over windows", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  x <- random_array(1, 1, 4, 4)
  expect_equal(as.vector(nn_pointwise_avg_pool(type, 4)(x)), mean(x), tolerance = 1e-6)
  expect_equal(as.vector(nn_pointwise_max_pool(type, 4)(x)), max(x), tolerance = 1e-6)
  expect_equal(
    as.array(nn_pointwise_max_pool(type, 2)(x))[1, 1, 2, 1], max(x[1, 1, 3:4, 1:2]),
    tolerance = 1e-6
  )
  adaptive <- nn_pointwise_adaptive_avg_pool(type, 1)
  expect_equal(as.vector(adaptive(x)), mean(x), tolerance = 1e-6)
  blurred <- nn_pointwise_avg_pool_antialiased(type, sigma = 0.66, stride = 2)
  expect_identical(dim(blurred(random_array(1, 1, 9, 9))), c(1L, 1L, 5L, 5L))
})

test_that("pools are equivariant where windows tile the image", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  expect_equivariant(nn_pointwise_avg_pool(type, 3))
  expect_equivariant(nn_pointwise_max_pool(type, 3))
  expect_equivariant(nn_pointwise_avg_pool_antialiased(type, sigma = 0.66, stride = 2))
  # two pixels tile an even image, and lose one of an odd one
  expect_equivariant(nn_pointwise_avg_pool(type, 2), random_array(1, 4, 8, 8))
  lost <- check_equivariance(nn_pointwise_avg_pool(type, 2), random_array(1, 4, 9, 9))
  expect_identical(sum(!lost$ok), 3L)
})
