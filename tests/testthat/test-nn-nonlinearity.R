test_that("nonlinearities compute what they say", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  x <- random_array(1, 4, 3, 3)
  near <- function(layer, expected) {
    expect_equal(as.array(layer(x)), expected, tolerance = 1e-6)
  }
  near(nn_relu(type), pmax(x, 0))
  near(nn_elu(type), ifelse(x > 0, x, exp(x) - 1))
  near(nn_elu(type, alpha = 2), ifelse(x > 0, x, 2 * (exp(x) - 1)))
  near(nn_leaky_relu(type, negative_slope = 0.1), ifelse(x > 0, x, 0.1 * x))
})

test_that("norm nonlinearities suit irreps and are equivariant", {
  skip_without_escnn()
  type <- field_type(gspace_rot2d_on_r2(), "irrep_1", "irrep_2")
  quarter_turns <- testing_elements(type$gspace)[c(1, 14, 27, 40)]
  for (fun in c("n_relu", "n_sigmoid", "squash")) {
    layer <- nn_norm_non_linearity(type, fun = fun, bias = fun == "n_relu")
    expect_equivariant(layer, elements = quarter_turns)
  }
})

test_that("a representation that doesn't support a function says what it does", {
  skip_without_escnn()
  expect_snapshot(nn_relu(field_type(c4(), "irrep_1")), error = TRUE)
  expect_snapshot(nn_elu(field_type(c4(), "regular", "irrep_1")), error = TRUE)
})
