test_that("training ends early, the best weights come back, the rate falls", {
  skip_without_escnn()
  d <- bright_and_dark()
  # a loss that cannot fall
  flat <- function(output, target) torch$mul(output, 0)$sum()
  fitted <- fit(
    small_network(), d$x, d$y, epochs = 9, loss = flat,
    callbacks = callback_early_stopping("loss", patience = 2)
  )
  expect_identical(nrow(fitted$history), 3L)
  expect_match(fitted$about$stopped, "stopped early")
  fitted <- fit(
    small_network(), d$x, d$y, epochs = 6, loss = flat,
    callbacks = callback_plateau("loss", factor = 0.5, patience = 2)
  )
  expect_equal(fitted$history$lr, 1e-3 * c(1, 1, 1, 0.5, 0.5, 0.25))
  best <- fit(
    small_network(), d$x, d$y, epochs = 4, optimizer = optim_sgd(lr = 0.5),
    validation = 0.3, callbacks = callback_best("valid_loss"), seed = 0
  )
  classes <- array(as.integer(d$y) - 1L, 40)
  rest <- py_invoke("escnn_r.training.example_arrays", d$x, classes, TRUE)
  held <- py_invoke("escnn_r.training.split_examples", rest, 0.3, 0L)[[2]]
  index <- as.integer(held$index) + 1L
  found <- evaluate(best, d$x[index, , , , drop = FALSE], d$y[index])
  expect_equal(found$loss, min(best$history$valid_loss), tolerance = 1e-5)
})

test_that("logs are written", {
  skip_without_escnn()
  d <- bright_and_dark()
  csv <- withr::local_tempfile(fileext = ".csv")
  fitted <- fit(small_network(), d$x, d$y, epochs = 2, callbacks = callback_csv(csv))
  expect_equal(utils::read.csv(csv)$loss, fitted$history$loss)
})

test_that("TensorBoard finds one file of a training", {
  skip_without_escnn()
  skip_if_not(has_tensorboard(), "needs install_escnn(extras = \"tensorboard\")")
  d <- bright_and_dark()
  board <- withr::local_tempfile()
  fitted <- fit(small_network(), d$x, d$y, epochs = 2, callbacks = callback_tensorboard(board))
  expect_identical(nrow(fitted$history), 2L)
  expect_length(list.files(board, "tfevents"), 1)
})

test_that("that TensorBoard is missing is told before training", {
  skip_without_escnn()
  skip_if(has_tensorboard(), "TensorBoard is installed")
  d <- bright_and_dark()
  trained <- FALSE
  note <- function(record, model) trained <<- TRUE
  board <- callback_tensorboard(withr::local_tempfile())
  expect_snapshot(
    fit(small_network(), d$x, d$y, epochs = 1, callbacks = list(note, board)), error = TRUE
  )
  expect_error(
    fit(small_network(), d$x, d$y, epochs = 1, callbacks = board),
    class = "escnn_error_missing_package"
  )
  expect_false(trained)
})

test_that("callbacks keep nothing from one training to the next", {
  skip_without_escnn()
  d <- bright_and_dark()
  flat <- function(output, target) torch$mul(output, 0)$sum()
  stopping <- callback_early_stopping("loss", patience = 2)
  for (i in 1:2) {
    fitted <- fit(small_network(), d$x, d$y, epochs = 9, loss = flat, callbacks = stopping)
    expect_identical(nrow(fitted$history), 3L)
  }
  settings <- as.list(environment(stopping$at_epoch)$watch)
  expect_false(any(c("best", "waited") %in% names(settings)))
})

test_that("by what a watch is small or large Python says", {
  skip_without_escnn()
  small <- function(monitor, mode = "auto") {
    memory <- new.env()
    begin_watch(memory, check_watch(monitor, 1, 0, mode), list())
    memory$small
  }
  expect_true(small("valid_loss"))
  expect_true(small("rmse"))
  expect_false(small("valid_accuracy"))
  expect_false(small("loss", "max"))
})

test_that("functions see the record and the model, and their errors come through", {
  skip_without_escnn()
  d <- bright_and_dark()
  seen <- list()
  note <- function(record, model) {
    seen[[record$epoch]] <<- class(model)[[1]]
    if (record$epoch == 2) FALSE
  }
  fitted <- fit(small_network(), d$x, d$y, epochs = 5, callbacks = list(note))
  expect_identical(seen, list("escnn_module", "escnn_module"))
  expect_identical(nrow(fitted$history), 2L)
  fail <- function(record, model) stop("my own error")
  expect_error(fit(small_network(), d$x, d$y, epochs = 5, callbacks = fail), "my own error")
  expect_snapshot(
    fit(small_network(), d$x, d$y, epochs = 1, callbacks = callback_early_stopping()),
    error = TRUE
  )
})

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

test_that("wrong callbacks are refused", {
  expect_snapshot(error = TRUE, {
    callback_early_stopping(patience = 0)
    callback_early_stopping(mode = "up")
    callback_checkpoint("no/such/folder/file")
    callback_epoch(3)
  })
  expect_snapshot(print(callback_best()))
})
