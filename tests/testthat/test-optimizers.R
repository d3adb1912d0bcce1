test_that("optimizers are plain lists with checked settings", {
  expect_snapshot({
    optim_adam(lr = 0.01)
    optim_sgd(momentum = 0.9)
  })
  expect_snapshot(error = TRUE, {
    optim_adam(lr = -1)
    optim_adam(betas = 0.9)
  })
  expect_identical(optim_rmsprop()$name, "rmsprop")
  expect_identical(optim_adamw()$options$weight_decay, 0.01)
})

test_that("settings reach Python's optimizer", {
  skip_without_escnn()
  d <- bright_and_dark()
  # with no gradient, what is left of a step is the decay of the weights
  flat <- function(output, target) torch$mul(output, 0)$sum()
  model <- small_network()
  fitted <- fit(
    model, d$x, d$y, epochs = 2, loss = flat,
    optimizer = optim_sgd(lr = 0.1, weight_decay = 0.5)
  )
  expect_equal(fitted$history$lr, c(0.1, 0.1))
  weights <- function(x) escnn_weights(x)[["0.weights"]]
  expect_equal(weights(fitted), weights(model) * (1 - 0.1 * 0.5)^2, tolerance = 1e-6)
})
