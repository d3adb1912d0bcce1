test_that("a checkpoint is gone on from as if nothing had happened", {
  skip_without_escnn()
  d <- bright_and_dark()
  path <- withr::local_tempfile(fileext = ".checkpoint")
  model <- small_network()
  train <- function(...) fit(model, d$x, d$y, epochs = 4, batch_size = 8, seed = 0, ...)
  straight <- train()
  stop_at_2 <- function(record, model) if (record$epoch == 2) FALSE
  train(callbacks = list(callback_checkpoint(path, every = 2), stop_at_2), resume = TRUE)
  resumed <- train(callbacks = callback_checkpoint(path), resume = TRUE)
  expect_identical(escnn_weights(resumed), escnn_weights(straight))
  expect_identical(resumed$history$loss, straight$history$loss)
  expect_snapshot(
    fit(model, d$x, d$y, epochs = 4, resume = path),
    error = TRUE
  )
})

test_that("a checkpoint is of these targets and weights alone", {
  skip_without_escnn()
  d <- bright_and_dark()
  path <- withr::local_tempfile(fileext = ".checkpoint")
  model <- small_network()
  train <- function(..., y = d$y) {
    fit(model, d$x, y, epochs = 3, batch_size = 8, seed = 0, ..., callbacks = list(
      callback_checkpoint(path), function(record, model) if (record$epoch == 1) FALSE
    ))
  }
  each <- seq_along(d$y)
  train(weights = each)
  expect_no_error(train(weights = each, resume = TRUE))
  expect_snapshot(error = TRUE, {
    train(resume = TRUE)
    train(resume = TRUE, weights = rev(each))
    train(resume = TRUE, weights = "balanced")
    train(resume = TRUE, weights = each, y = rev(d$y))
  })
  train(weights = c(light = 1, dark = 2))
  expect_no_error(train(weights = c(dark = 2, light = 1), resume = TRUE))
  expect_error(
    train(weights = c(dark = 3, light = 1), resume = TRUE), "weights of targets",
    class = "escnn_error_argument"
  )
})
