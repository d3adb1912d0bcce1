test_that("weights are drawn anew by a seed, and generators are left alone", {
  skip_without_escnn()
  conv <- nn_r2_conv(field_type(c4(), "regular"), "regular", kernel_size = 3)
  first <- coef(conv)$weights
  state <- as.integer(torch$get_rng_state()$sum()$item())
  init_generalized_he(conv, seed = 1)
  second <- coef(conv)$weights
  init_generalized_he(conv, seed = 1)
  expect_identical(coef(conv)$weights, second)
  expect_false(identical(second, first))
  expect_identical(as.integer(torch$get_rng_state()$sum()$item()), state)
  init_generalized_he(conv, seed = 2, cache = TRUE)
  expect_false(identical(coef(conv)$weights, second))
})

test_that("He's rule keeps the size of features, as upstream's does", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 8)
  conv <- nn_r2_conv(type, c(regular = 8), kernel_size = 5, bias = FALSE)
  init_generalized_he(conv, seed = 1)
  x <- random_array(4, 32, 12, 12)
  out <- as.array(conv(x))
  expect_equal(stats::var(as.vector(out)), 1, tolerance = 0.25)
})

test_that("deltaorthonormal weights are orthonormal in the centre", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 2)
  conv <- nn_r2_conv(type, c(regular = 2), kernel_size = 3, bias = FALSE)
  init_deltaorthonormal(conv, seed = 1)
  filter <- module_filter(conv)$filter
  expect_lt(max(abs(filter[, , 1, 2])), 0.5)
  centre <- filter[, , 2, 2]
  ratio <- crossprod(centre) / mean(diag(crossprod(centre)))
  expect_equal(ratio, diag(8), tolerance = 1e-4)
  expect_snapshot(error = TRUE, {
    init_generalized_he(nn_relu(type))
    init_deltaorthonormal(3)
  })
})

test_that("in evaluation mode the filter follows", {
  skip_without_escnn()
  conv <- nn_r2_conv(field_type(c4(), "regular"), "regular", kernel_size = 3)
  module_train(conv, FALSE)
  init_generalized_he(conv, seed = 5)
  x <- random_array(1, 4, 5, 5)
  quiet <- as.array(conv(x))
  module_train(conv, TRUE)
  expect_equal(as.array(conv(x)), quiet, tolerance = 1e-6)
})
