test_that("a loss that is a function is told at saving, and no other takes its place", {
  skip_without_escnn()
  d <- bright_and_dark()
  path <- withr::local_tempfile(fileext = ".escnn")
  called <- 0
  half <- function(output, target) {
    called <<- called + 1
    torch$nn$functional$cross_entropy(output, target)$mul(0.5)
  }
  fitted <- fit(small_network(), d$x, d$y, epochs = 1, loss = half, metrics = "accuracy")
  expect_snapshot(escnn_save(fitted, path), transform = function(lines) {
    sub(path, "model.escnn", lines, fixed = TRUE)
  })
  loaded <- suppressWarnings(escnn_load(path))
  expect_no_warning(escnn_save(loaded, path))
  loaded <- escnn_load(path)
  expect_snapshot({
    found <- evaluate(loaded, d$x, d$y)
    evaluate(loaded, d$x, d$y, metrics = c("loss", "auc"))
  }, error = TRUE)
  expect_named(found, c("loss", "accuracy"))
  expect_identical(found$loss, NA_real_)
  expect_identical(evaluate(loaded, d$x, d$y, loss = half), evaluate(fitted, d$x, d$y))
  whole <- evaluate(loaded, d$x, d$y, loss = "cross_entropy")$loss
  expect_equal(whole, 2 * evaluate(fitted, d$x, d$y)$loss, tolerance = 1e-6)
  # nor does training go on with another one
  error <- expect_error(fit(loaded, d$x, d$y, epochs = 1), class = "escnn_error_argument")
  expect_identical(error$arg, "loss")
  expect_s3_class(fit(loaded, d$x, d$y, epochs = 1, loss = half), "escnn_fit")
  called <- 0
  expect_named(evaluate(fitted, d$x, d$y, metrics = "auc"), "auc")
  expect_identical(called, 0)
  expect_named(evaluate(fitted, d$x, d$y, metrics = c("auc", "loss")), c("loss", "auc"))
})

test_that("dead Python objects in a loss are recognised, wherever they are", {
  skip_without_escnn()
  d <- bright_and_dark()
  losses <- list(
    torch$nn$functional$cross_entropy,
    local({
      criterion <- torch$nn$CrossEntropyLoss()
      function(output, target) criterion(output, target)
    }),
    local({
      parts <- list(torch$nn$CrossEntropyLoss())
      inner <- function(output, target) parts[[1]](output, target)
      function(output, target) inner(output, target)
    })
  )
  for (loss in losses) {
    expect_null(dead_object(loss))
    fitted <- fit(small_network(), d$x, d$y, epochs = 1, loss = loss)
    again <- revive(fitted)
    expect_named(evaluate(again, d$x, d$y, metrics = "auc"), "auc")
    expect_warning(found <- evaluate(again, d$x, d$y), class = "escnn_warning_loss")
    expect_identical(found$loss, NA_real_)
    expect_error(
      evaluate(again, d$x, d$y, metrics = "loss"), "another R session",
      class = "escnn_error_argument"
    )
    expect_error(
      evaluate(again, d$x, d$y, loss = again$plan$loss), class = "escnn_error_argument"
    )
  }
  survives <- function(output, target) torch$nn$functional$cross_entropy(output, target)
  fitted <- fit(small_network(), d$x, d$y, epochs = 1, loss = survives)
  expect_identical(evaluate(revive(fitted), d$x, d$y), evaluate(fitted, d$x, d$y))
})
