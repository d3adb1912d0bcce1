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

test_that("wrong callbacks are refused", {
  expect_snapshot(error = TRUE, {
    callback_early_stopping(patience = 0)
    callback_early_stopping(mode = "up")
    callback_checkpoint("no/such/folder/file")
    callback_epoch(3)
  })
  expect_snapshot(print(callback_best()))
})
