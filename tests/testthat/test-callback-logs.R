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
