test_that("averages are those of windows", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  x <- random_array(1, 1, 4, 4)
  expect_equal(as.vector(nn_pointwise_avg_pool(type, 4)(x)), mean(x), tolerance = 1e-6)
  quarter <- as.array(nn_pointwise_avg_pool_2d(type, 2)(x))[1, 1, 2, 1]
  expect_equal(quarter, mean(x[1, 1, 3:4, 1:2]), tolerance = 1e-6)
  for (pool in list(nn_pointwise_adaptive_avg_pool, nn_pointwise_adaptive_avg_pool_2d)) {
    expect_equal(as.vector(pool(type, 1)(x)), mean(x), tolerance = 1e-6)
  }
  volume <- field_type(gspace_octa_on_r3(), "trivial")
  y <- random_array(1, 1, 4, 4, 4)
  expect_equal(as.vector(nn_pointwise_avg_pool_3d(volume, 4)(y)), mean(y), tolerance = 1e-5)
  expect_equal(as.vector(nn_pointwise_adaptive_avg_pool_3d(volume, 1)(y)), mean(y),
               tolerance = 1e-5)
})

test_that("blurs weigh by a Gaussian that sums to one", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  x <- array(0, c(1, 1, 9, 9))
  x[1, 1, 5, 5] <- 1
  blurred <- as.array(nn_pointwise_avg_pool_antialiased(type, sigma = 0.66, stride = 1)(x))
  expect_equal(sum(blurred), 1, tolerance = 1e-5)
  gauss <- exp(-outer((-2:2)^2, (-2:2)^2, "+") / (2 * 0.66^2))
  expect_equal(blurred[1, 1, 3:7, 3:7], gauss / sum(gauss), tolerance = 1e-5)
  for (pool in list(nn_pointwise_avg_pool_antialiased, nn_pointwise_avg_pool_antialiased_2d)) {
    expect_identical(dim(pool(type, 0.66, 2)(x)), c(1L, 1L, 5L, 5L))
  }
})

test_that("without `centre`, pools give what Python's escnn gives", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  x <- geometric_tensor(random_array(1, 4, 8, 8), type)
  same <- function(ours, raw) {
    expect_equal(as.array(suppressWarnings(ours(x))), as.array(raw(x)), tolerance = 1e-6)
  }
  nn <- escnn$nn
  same(nn_pointwise_avg_pool(type, 3, 2, 1), nn$PointwiseAvgPool(type, 3L, 2L, 1L))
  same(nn_pointwise_avg_pool(type, 3, 2, ceil_mode = TRUE),
       nn$PointwiseAvgPool(type, 3L, 2L, ceil_mode = TRUE))
  same(nn_pointwise_avg_pool_antialiased(type, 0.66, 2),
       nn$PointwiseAvgPoolAntialiased(type, 0.66, 2L))
  same(nn_pointwise_adaptive_avg_pool(type, 3), nn$PointwiseAdaptiveAvgPool(type, 3L))
})

test_that("averages are equivariant for every gspace and field, in both precisions", {
  skip_without_escnn()
  for (g in planes()) {
    type <- irrep_fields(g)
    for (pool in list(
      nn_pointwise_avg_pool(type, 2), nn_pointwise_adaptive_avg_pool(type, 3),
      nn_pointwise_avg_pool_antialiased(type, 0.66, 2, centre = TRUE)
    )) {
      expect_lt(grid_error(pool, 6), 1e-5)
      expect_lt(grid_error(pool, 6, "float64"), 1e-7)
      expect_identical(dtype_out(pool, 6, "float64"), "torch.float64")
    }
  }
  for (g in spaces()) {
    type <- irrep_fields(g)
    for (pool in list(
      nn_pointwise_avg_pool_3d(type, 2), nn_pointwise_adaptive_avg_pool_3d(type, 3),
      nn_pointwise_avg_pool_antialiased_3d(type, 0.4, 2, centre = TRUE)
    )) {
      expect_lt(grid_error(pool, 4), 1e-5)
      expect_lt(grid_error(pool, 4, "float64"), 1e-7)
    }
  }
})

test_that("around the centre every size is exact; otherwise advice comes where it isn't", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  for (size in 7:8) {
    for (make in list(
      function(...) nn_pointwise_avg_pool(type, 2, ...),
      function(...) nn_pointwise_avg_pool(type, 3, 2, 1, ...),
      function(...) nn_pointwise_avg_pool(type, 4, 3, ...),
      function(...) nn_pointwise_avg_pool_antialiased(type, 0.66, 2, ...),
      function(...) nn_pointwise_avg_pool_antialiased(type, 0.66, 3, ...)
    )) {
      expect_identical(advice_of(error <- grid_error(make(centre = TRUE), size)), character())
      expect_lt(error, 1e-5)
      advice <- advice_of(error <- grid_error(make(), size))
      expect_identical(length(advice) > 0, error > 1e-5)
      # the number of windows stays
      x <- noise(type, size)
      expect_identical(dim(make(centre = TRUE)(x)), dim(suppressWarnings(make()(x))))
    }
  }
})

test_that("around the centre, windows of an odd rest weigh their ends half", {
  skip_without_escnn()
  type <- field_type(gspace_flip2d_on_r2(), "trivial")
  x <- random_array(1, 1, 3, 3)
  found <- as.array(nn_pointwise_avg_pool(type, 2, centre = TRUE)(x))
  weights <- outer(c(1, 2, 1), c(1, 2, 1)) / 16
  expect_equal(as.vector(found), sum(weights * x[1, 1, , ]), tolerance = 1e-6)
  # an even rest is cut off at both ends
  y <- random_array(1, 1, 5, 5)
  found <- as.array(nn_pointwise_avg_pool(type, 3, centre = TRUE)(y))
  expect_equal(as.vector(found), mean(y[1, 1, 2:4, 2:4]), tolerance = 1e-6)
})

test_that("sizes are foretold, ceil mode included", {
  skip_without_escnn()
  type <- field_type(gspace_trivial_on_r2(), "trivial")
  for (ceil in c(TRUE, FALSE)) {
    for (stride in 1:4) {
      for (padding in 0:1) {
        pool <- nn_pointwise_avg_pool(type, c(h = 2, w = 3), stride, padding, ceil_mode = ceil)
        foretold <- unlist(pool$evaluate_output_shape(tuple(1L, 1L, 9L, 10L)))
        expect_identical(dim(pool(random_array(1, 1, 9, 10))), foretold)
      }
    }
  }
})

test_that("average pools have a plain form", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  pool <- nn_pointwise_avg_pool(type, 3, 2, ceil_mode = TRUE)
  plain <- module_export(pool)
  x <- geometric_tensor(random_array(1, 4, 8, 8), type)
  expect_equal(tensor_to_array(plain(x$tensor)), as.array(pool(x)), tolerance = 1e-6)
  centred <- nn_pointwise_avg_pool(type, 3, 2, centre = TRUE)
  plain <- module_export(centred)
  expect_equal(tensor_to_array(plain(x$tensor)), as.array(centred(x)), tolerance = 1e-6)
})

test_that("what pools cannot do says why, and what is poor is advised against", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  expect_snapshot({
    writeLines(advice_of(nn_pointwise_avg_pool(type, 2)(random_array(1, 4, 9, 9))))
    writeLines(advice_of(nn_pointwise_avg_pool_antialiased(type, sigma = 0.1, stride = 2)))
  })
  expect_snapshot(error = TRUE, {
    nn_pointwise_avg_pool(type, 2, padding = 2)
    nn_pointwise_avg_pool(type, 2, centre = TRUE, ceil_mode = TRUE)
    nn_pointwise_avg_pool(type, 1:3)
    nn_pointwise_avg_pool_3d(type, 2)
    nn_pointwise_avg_pool(field_type(gspace_octa_on_r3(), "trivial"), 2)
    nn_pointwise_avg_pool_antialiased(type, 0, 2)
    nn_pointwise_avg_pool_antialiased(type, c(1, 2), 2)
    nn_pointwise_adaptive_avg_pool_3d(type, 2)
  })
})
