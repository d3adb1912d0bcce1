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

test_that("layers may have learning rates of their own", {
  skip_without_escnn()
  expect_snapshot({
    optim_adam(lr = c(0.001, "5" = 0.01))
  })
  expect_snapshot(error = TRUE, {
    optim_adam(lr = c(0.001, 0.01))
    optim_sgd(lr = c(a = 0.1, b = 1))
    optim_adam(lr = c(0.1, a = -1))
    optim_adam(lr = c(a = 0.1))
    optim_adam(lr = c(0.1, a = 1, a = 2))
  })
  d <- bright_and_dark()
  model <- small_network()
  fitted <- fit(model, d$x, d$y, epochs = 1, optimizer = optim_adam(lr = c(0.01, "1" = 0)))
  expect_identical(coef(fitted)[["0.weights"]], escnn_weights(model)[["0.weights"]])
  expect_false(identical(coef(fitted)[["3.weights"]], escnn_weights(model)[["3.weights"]]))
  expect_error(
    fit(model, d$x, d$y, optimizer = optim_adam(lr = c(0.01, head = 0))),
    "head", class = "escnn_error_argument"
  )
  # positions count from 1, so 0 is none, and 3 has nothing to train
  for (position in c("0", "3")) {
    expect_error(
      fit(model, d$x, d$y, optimizer = optim_adam(lr = c(0.01, setNames(1, position)))),
      paste0("\"", position, "\""), class = "escnn_error_argument"
    )
  }
})

test_that("gradients add up over batches", {
  skip_without_escnn()
  d <- bright_and_dark()
  model <- small_network()[-2]
  train <- function(...) coef(fit(model, d$x, d$y, epochs = 1, optimizer = "sgd", seed = 1, ...))
  expect_equal(
    train(batch_size = 10, accumulate = 2), train(batch_size = 20), tolerance = 1e-5
  )
  expect_error(train(accumulate = 0), class = "escnn_error_argument")
})
