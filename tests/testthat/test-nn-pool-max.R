# The fields that max pools take.
comparable <- function(g) if (g$fibergroup$continuous) "trivial" else list("trivial", "regular")

test_that("maxima are those of windows", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  x <- random_array(1, 1, 4, 4)
  for (pool in list(nn_pointwise_max_pool, nn_pointwise_max_pool_2d)) {
    expect_equal(as.vector(pool(type, 4)(x)), max(x), tolerance = 1e-6)
    expect_equal(as.array(pool(type, 2)(x))[1, 1, 2, 1], max(x[1, 1, 3:4, 1:2]), tolerance = 1e-6)
  }
  for (pool in list(nn_pointwise_adaptive_max_pool, nn_pointwise_adaptive_max_pool_2d)) {
    expect_equal(as.vector(pool(type, 1)(x)), max(x), tolerance = 1e-6)
  }
  wide <- nn_pointwise_max_pool(type, 2, dilation = 3)
  expect_equal(as.vector(wide(x)), max(x[1, 1, c(1, 4), c(1, 4)]), tolerance = 1e-6)
  volume <- field_type(gspace_octa_on_r3(), "trivial")
  y <- random_array(1, 1, 4, 4, 4)
  expect_equal(as.vector(nn_pointwise_max_pool_3d(volume, 4)(y)), max(y), tolerance = 1e-6)
  expect_equal(as.vector(nn_pointwise_adaptive_max_pool_3d(volume, 1)(y)), max(y),
               tolerance = 1e-6)
})

test_that("without `centre`, pools give what Python's escnn gives", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  irreps <- field_type(c4(), "irrep_1", "trivial", "irrep_1")
  same <- function(type, ours, raw) {
    x <- geometric_tensor(noise(type, 8), type)
    expect_equal(as.array(suppressWarnings(ours(x))), as.array(raw(x)), tolerance = 1e-6)
  }
  nn <- escnn$nn
  same(type, nn_pointwise_max_pool(type, 3, 2, 1), nn$PointwiseMaxPool(type, 3L, 2L, 1L))
  same(type, nn_pointwise_max_pool_antialiased(type, 3, 2, 1),
       nn$PointwiseMaxPoolAntialiased(type, 3L, 2L, 1L))
  same(type, nn_pointwise_max_pool_antialiased_2d(type, 2, sigma = 0.4),
       nn$PointwiseMaxPoolAntialiased2D(type, 2L, sigma = 0.4))
  same(irreps, nn_norm_max_pool(irreps, 3, 2), nn$NormMaxPool(irreps, 3L, 2L))
  same(type, nn_pointwise_adaptive_max_pool(type, 3), nn$PointwiseAdaptiveMaxPool(type, 3L))
})

test_that("maxima are equivariant for every gspace, in both precisions", {
  skip_without_escnn()
  for (g in planes()) {
    type <- field_type(g, as.list(comparable(g)))
    irreps <- irrep_fields(g)
    for (pool in list(
      nn_pointwise_max_pool(type, 2), nn_pointwise_adaptive_max_pool(type, 3),
      nn_pointwise_max_pool_antialiased(type, 2, centre = TRUE), nn_norm_max_pool(irreps, 2)
    )) {
      expect_lt(grid_error(pool, 6), 1e-5)
      expect_lt(grid_error(pool, 6, "float64"), 1e-7)
      expect_identical(dtype_out(pool, 6, "float64"), "torch.float64")
    }
  }
  # escnn denies pointwise functions to the trivial fields of direct products
  for (g in spaces()) {
    type <- field_type(g, "trivial")
    for (pool in list(
      nn_pointwise_max_pool_3d(type, 2), nn_pointwise_adaptive_max_pool_3d(type, 3),
      nn_pointwise_max_pool_antialiased_3d(type, 2, sigma = 0.4, centre = TRUE)
    )) {
      expect_lt(grid_error(pool, 4), 1e-5)
      expect_lt(grid_error(pool, 4, "float64"), 1e-7)
    }
  }
})

test_that("upstream's pool of norms loses double precision, ours doesn't", {
  skip_without_escnn()
  type <- field_type(c4(), "irrep_1")
  expect_identical(dtype_out(escnn$nn$NormMaxPool(type, 2L), 4, "float64"), "torch.float32")
  expect_identical(dtype_out(nn_norm_max_pool(type, 2), 4, "float64"), "torch.float64")
})

test_that("pools of norms keep whole fields", {
  skip_without_escnn()
  type <- field_type(c4(), "irrep_1", "trivial", "irrep_1")
  x <- random_array(1, 5, 4, 4)
  found <- as.array(nn_norm_max_pool(type, 2)(x))
  for (channels in list(1:2, 3, 4:5)) {
    norms <- sqrt(apply(x[1, channels, 1:2, 3:4, drop = FALSE]^2, 3:4, sum))
    where <- arrayInd(which.max(norms), dim(norms)) + c(0, 2)
    expect_equal(found[1, channels, 1, 2], x[1, channels, where[1], where[2]], tolerance = 1e-6)
  }
})

test_that("fibres are pooled equivariantly whatever the windows", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 8)
  type <- field_type(g, "trivial", "regular")
  irreps <- irrep_fields(g, 5)
  fibres_move <- function(pool, type) {
    x <- geometric_tensor(random_array(2, type$size, 10, 15), type)
    for (e in group_elements(g)) {
      moved <- pool(x$transform_fibers(e))
      expect_equal(as.array(moved), as.array(pool(x)$transform_fibers(e)), tolerance = 1e-5)
    }
  }
  advice_of({
    fibres_move(nn_pointwise_max_pool(type, kernel_size = c(3, 1), stride = 2), type)
    fibres_move(nn_norm_max_pool(irreps, kernel_size = c(3, 1), stride = 2), irreps)
  })
})

test_that("around the centre every size is exact; otherwise advice comes where it isn't", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  for (size in 7:8) {
    for (make in list(
      function(...) nn_pointwise_max_pool(type, 2, ...),
      function(...) nn_pointwise_max_pool(type, 3, 2, 1, ...),
      function(...) nn_pointwise_max_pool_antialiased(type, 3, 2, 1, ...),
      function(...) nn_pointwise_max_pool_antialiased(type, 2, 3, ...)
    )) {
      expect_identical(advice_of(error <- grid_error(make(centre = TRUE), size)), character())
      expect_lt(error, 1e-5)
      advice <- advice_of(error <- grid_error(make(), size))
      expect_identical(length(advice) > 0, error > 1e-5)
    }
    advice <- advice_of(error <- grid_error(nn_norm_max_pool(type, 2), size))
    expect_identical(length(advice) > 0, error > 1e-5)
  }
  x <- random_array(1, 1, 3, 3)
  wide <- nn_pointwise_max_pool(field_type(c4(), "trivial"), 2, centre = TRUE)
  expect_equal(as.vector(wide(x)), max(x), tolerance = 1e-6)
})

test_that("sizes are foretold, where upstream errs on padding and ceil mode", {
  skip_without_escnn()
  type <- field_type(gspace_trivial_on_r2(), "trivial")
  for (make in list(
    nn_pointwise_max_pool, nn_pointwise_max_pool_antialiased, nn_norm_max_pool
  )) {
    for (ceil in c(TRUE, FALSE)) {
      for (stride in 1:3) {
        for (padding in 0:1) {
          pool <- make(type, c(h = 2, w = 3), stride, padding, ceil_mode = ceil)
          foretold <- unlist(pool$evaluate_output_shape(tuple(1L, 1L, 9L, 10L)))
          expect_identical(dim(pool(random_array(1, 1, 9, 10))), foretold)
        }
      }
    }
  }
})

test_that("max pools have a plain form, ceil mode included", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  pool <- nn_pointwise_max_pool(type, 3, 2, ceil_mode = TRUE)
  plain <- module_export(pool)
  x <- geometric_tensor(random_array(1, 4, 8, 8), type)
  expect_equal(tensor_to_array(plain(x$tensor)), as.array(pool(x)), tolerance = 1e-6)
})

test_that("what cannot be pooled says why", {
  skip_without_escnn()
  irreps <- field_type(c4(), "irrep_1")
  type <- field_type(c4(), "regular")
  expect_snapshot(error = TRUE, {
    nn_pointwise_max_pool(irreps, 2)
    nn_pointwise_max_pool_antialiased(type, 2, dilation = 2)
    nn_pointwise_max_pool_antialiased(type, 2, sigma = 0)
    nn_pointwise_max_pool(type, 2, padding = 2)
    nn_pointwise_max_pool_3d(type, 2)
    nn_norm_max_pool(field_type(gspace_octa_on_r3(), "trivial"), 2)
  })
})
