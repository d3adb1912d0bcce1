near <- function(layer, x, expected) {
  expect_equal(as.array(layer(x)), expected, tolerance = 1e-6)
}

test_that("nonlinearities compute what they say", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  x <- random_array(1, 4, 3, 3)
  near(nn_relu(type), x, pmax(x, 0))
  near(nn_elu(type), x, ifelse(x > 0, x, exp(x) - 1))
  near(nn_elu(type, alpha = 2), x, ifelse(x > 0, x, 2 * (exp(x) - 1)))
  near(nn_leaky_relu(type, negative_slope = 0.1), x, ifelse(x > 0, x, 0.1 * x))
  near(nn_pointwise_non_linearity(type, "p_sigmoid"), x, 1 / (1 + exp(-x)))
  near(nn_pointwise_non_linearity(type, "tanh"), x, tanh(x))
  near(nn_pointwise_non_linearity(type), x, pmax(x, 0))
})

test_that("a function may be R's, a formula, or torch's", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  x <- random_array(1, 4, 3, 3)
  near(nn_pointwise_non_linearity(type, function(x) torch$sin(x)), x, sin(x))
  near(nn_pointwise_non_linearity(type, ~ torch$cos(.x)), x, cos(x))
  near(nn_pointwise_non_linearity(type, torch$atan), x, atan(x))
  layer <- nn_relu(type) |> nn_pointwise_non_linearity(\(x) torch$square(x))
  near(layer, x, pmax(x, 0)^2)
  expect_equivariant(layer)
})

test_that("norm nonlinearities change lengths, not directions", {
  skip_without_escnn()
  type <- field_type(gspace_rot2d_on_r2(), "irrep_1")
  x <- random_array(1, 2, 3, 3)
  length <- aperm(array(sqrt(x[1, 1, , ]^2 + x[1, 2, , ]^2), c(3, 3, 2, 1)), c(4, 3, 1, 2))
  near(nn_norm_non_linearity(type, "squash"), x, x / (1 + length))
  near(nn_norm_non_linearity(type, bias = FALSE), x, x)
  # biases are exponents, and start at 0
  near(nn_norm_non_linearity(type), x, x * pmax(length - 1, 0) / length)
  near(nn_norm_non_linearity(type, ~ torch$square(.x), bias = FALSE), x, x * length)
})

test_that("norm nonlinearities suit irreps and are equivariant", {
  skip_without_escnn()
  type <- field_type(gspace_rot2d_on_r2(), "irrep_1", "irrep_2")
  quarter_turns <- testing_elements(type$gspace)[c(1, 14, 27, 40)]
  for (fun in c("n_relu", "n_sigmoid", "squash", "n_softplus")) {
    expect_equivariant(nn_norm_non_linearity(type, fun), elements = quarter_turns)
  }
})

test_that("concatenated and vector field nonlinearities compute what they say", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  x <- random_array(1, 4, 3, 3)
  both <- as.array(nn_concatenated_non_linearity(type)(x))
  expect_equal(both[, c(1, 3, 5, 7), , , drop = FALSE], pmax(x, 0), tolerance = 1e-6)
  expect_equal(both[, c(2, 4, 6, 8), , , drop = FALSE], pmax(-x, 0), tolerance = 1e-6)
  vectors <- as.array(nn_vector_field_non_linearity(type)(x))
  place <- apply(x[1, , , ], c(2, 3), which.max) - 1
  largest <- pmax(apply(x[1, , , ], c(2, 3), max), 0)
  expect_equal(vectors[1, 1, , ], cos(pi / 2 * place) * largest, tolerance = 1e-6)
  expect_equal(vectors[1, 2, , ], sin(pi / 2 * place) * largest, tolerance = 1e-6)
  expect_equivariant(nn_concatenated_non_linearity(type))
  expect_equivariant(nn_vector_field_non_linearity(type))
})

test_that("layers agree with raw escnn's", {
  skip_without_escnn()
  type <- field_type(c4(), "regular", "trivial", "regular")
  x <- geometric_tensor(random_array(2, 9, 3, 3), type)
  raw <- escnn$nn$PointwiseNonLinearity(type, "p_elu")
  expect_equal(as.array(nn_pointwise_non_linearity(type, "p_elu")(x)), as.array(raw(x)))
  raw <- escnn$nn$NormNonLinearity(type)
  expect_equal(as.array(nn_norm_non_linearity(type)(x)), as.array(raw(x)), tolerance = 1e-6)
})

test_that("trivial fields of direct products are pointwise too", {
  skip_without_escnn()
  type <- field_type(gspace_full_octa_on_r3(), "trivial")
  expect_equivariant(nn_relu(type), x = random_array(1, 1, 3, 3, 3))
})

test_that("a representation that doesn't support a function says what it does", {
  skip_without_escnn()
  expect_snapshot(nn_relu(field_type(c4(), "irrep_1")), error = TRUE)
  expect_snapshot(nn_elu(field_type(c4(), "regular", "irrep_1")), error = TRUE)
  expect_snapshot(error = TRUE, {
    nn_pointwise_non_linearity(field_type(gspace_rot3d_on_r3(), "irrep_1"))
    nn_concatenated_non_linearity(field_type(gspace_rot2d_on_r2(), "trivial"))
    nn_vector_field_non_linearity(field_type(c4(), "irrep_1"))
    nn_vector_field_non_linearity(field_type(gspace_flip_rot2d_on_r2(n = 4), "regular"))
    nn_induced_norm_non_linearity(field_type(c4(), "regular"))
  })
})

test_that("functions that can't be used say why", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  expect_snapshot(error = TRUE, {
    nn_pointwise_non_linearity(type, "p_foo")
    nn_pointwise_non_linearity(type, 3)
    nn_pointwise_non_linearity(type, y ~ x)
    nn_pointwise_non_linearity(type, function(x) stop("not a tensor"))
    nn_pointwise_non_linearity(type, function(x) torch$softmax(x, -1L))
    nn_pointwise_non_linearity(type, function(x) 1)
    nn_norm_non_linearity(type, "squash", bias = TRUE)
  })
})
