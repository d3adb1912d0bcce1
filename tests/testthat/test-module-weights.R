conv_net <- function() {
  field_type(c4(), "trivial") |>
    nn_r2_conv("regular", kernel_size = 3) |>
    nn_inner_batch_norm()
}

test_that("parameters counts what is trained, once", {
  skip_without_escnn()
  model <- conv_net()
  found <- parameters(model)
  expect_s3_class(found, "data.frame")
  expect_identical(sum(found$count), summary(model)$parameters)
  conv <- model[[1]]
  conv$weights$requires_grad_(FALSE)
  expect_false("0.weights" %in% parameters(model)$name)
  expect_true("0.weights" %in% parameters(model, trained = FALSE)$name)
  relu <- nn_r2_conv(field_type(c4(), "regular"), "regular", kernel_size = 3)
  expect_identical(nrow(parameters(c(relu, relu))), 2L)
  expect_identical(nrow(parameters(nn_relu(field_type(c4(), "regular")))), 0L)
  expect_snapshot(parameters(conv_net()))
  expect_snapshot(parameters(3), error = TRUE)
})

test_that("weights are R arrays of Python's shapes, and copies", {
  skip_without_escnn()
  model <- field_type(c4(), "trivial") |> nn_to_vector(classes = 3)
  weights <- coef(model)
  expect_identical(lapply(weights, dim), list(layers.0.weight = c(3L, 1L), layers.0.bias = 3L))
  expect_identical(as.list(model), weights)
  weights[[1]][] <- 7
  expect_false(any(coef(model)[[1]] == 7))
  expect_identical(coef(nn_identity(model$in_type)), stats::setNames(list(), character()))
})

test_that("weights are set by name, also of models whose filters are expanded", {
  skip_without_escnn()
  model <- conv_net()
  x <- random_array(2, 1, 7, 7)
  module_train(model, FALSE)
  old <- coef(model)
  before <- as.array(model(x))
  expect_invisible(module_set_weights(model, list("0.weights" = 2 * old[["0.weights"]])))
  expect_equal(as.array(model(x)), 2 * before, tolerance = 1e-5)
  module_set_weights(model, old)
  expect_equal(as.array(model(x)), before, tolerance = 1e-6)
  expect_false(model$training)
})

test_that("weights that don't fit are refused, and nothing is set then", {
  skip_without_escnn()
  model <- nn_to_vector(field_type(c4(), "trivial"), classes = 3)
  old <- coef(model)
  new <- list(layers.0.bias = c(1, 2, 3), layers.0.weight = matrix(0, 2, 2))
  expect_snapshot(module_set_weights(model, new), error = TRUE)
  expect_identical(coef(model), old)
  expect_snapshot(module_set_weights(model, list(nix = 1)), error = TRUE)
  expect_snapshot(module_set_weights(model, list(1, 2)), error = TRUE)
  expect_error(module_set_weights(model, list(layers.0.bias = NA)), class = "escnn_error_argument")
})
