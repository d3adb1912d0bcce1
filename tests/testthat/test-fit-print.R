test_that("a fit prints what it is", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 2, metrics = "accuracy", validation = 0.25)
  lines <- utils::capture.output(print(fitted))
  expect_identical(lines[[1]], "<fitted module> for 2 classes")
  expect_match(lines[[4]], "2 epochs of 2, .* on cpu")
  expect_match(lines[[5]], "last: .*valid_accuracy")
  expect_true(all(nchar(lines) <= 80))
  expect_output(str(revive(fitted)), "fitted module")
})

test_that("a fit says which epoch's weights it holds", {
  skip_without_escnn()
  d <- bright_and_dark()
  seen <- list()
  keep <- callback_epoch(function(record, model) {
    seen[[record$epoch]] <<- escnn_weights(model)
    NULL
  })
  best <- callback_best("loss", mode = "max")
  fitted <- fit(small_network(), d$x, d$y, epochs = 4, callbacks = list(keep, best))
  epoch <- which.max(fitted$history$loss)
  expect_lt(epoch, 4)
  expect_identical(escnn_weights(fitted), seen[[epoch]])
  for (it in list(fitted, revive(fitted))) {
    lines <- utils::capture.output(print(it))
    expect_match(lines, paste0("holds: +best epoch ", epoch, " of 4, by loss"), all = FALSE)
    number <- format(fitted$history$loss[[epoch]], digits = 4)
    expect_match(lines, paste("best: +loss", number), all = FALSE)
    expect_output(summary(it), paste("best epoch", epoch, "of 4"))
  }
  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(fitted, path)
  expect_output(print(escnn_load(path)), paste("best epoch", epoch, "of 4"))
  # epochs that were trained before a stop count
  path <- withr::local_tempfile(fileext = ".checkpoint")
  model <- small_network()
  fit(model, d$x, d$y, epochs = 2, seed = 1, callbacks = list(best, callback_checkpoint(path)))
  resumed <- fit(model, d$x, d$y, epochs = 4, seed = 1, resume = path, callbacks = list(best))
  expect_identical(resumed$about$best$epoch, which.max(resumed$history$loss))
  expect_null(fit(model, d$x, d$y, epochs = 1)$about$best)
})
