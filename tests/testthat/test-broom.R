test_that("tables tell the history and the fit", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 2, validation = 0.2, metrics = "accuracy")
  long <- tidy(fitted)
  expect_named(long, c("epoch", "data", "metric", "value", "held"))
  expect_identical(long$held, long$epoch == 2L)
  expect_identical(long$value[long$data == "train"], fitted$history$loss)
  expect_identical(nrow(glance(fitted)), 1L)
})

test_that("the history is long, and one row tells how the fit ended", {
  skip_without_escnn()
  d <- bright_and_dark()
  model <- small_network()
  fitted <- fit(model, d$x, d$y, epochs = 3, validation = 0.2, metrics = "accuracy")
  long <- tidy(fitted)
  expect_identical(long$epoch, rep(1:3, 3))
  expect_identical(unique(long[c("data", "metric")]), data.frame(
    data = c("train", "valid", "valid"), metric = c("loss", "loss", "accuracy"),
    row.names = c(1L, 4L, 7L)
  ))
  accuracy <- long$value[long$data == "valid" & long$metric == "accuracy"]
  expect_identical(accuracy, fitted$history$valid_accuracy)
  row <- glance(fitted)
  expect_identical(row$epochs, 3L)
  expect_equal(row$parameters, module_parameters(model))
  expect_gte(row$total_seconds, sum(fitted$history$seconds))
  expect_identical(row$device, "cpu")
  last <- c("loss", "valid_loss", "valid_accuracy")
  expect_equal(row[last], fitted$history[3, last], ignore_attr = TRUE)
})

test_that("tables tell which epoch's weights a fit holds, and its numbers", {
  skip_without_escnn()
  d <- bright_and_dark()
  best <- list(callback_best("loss", mode = "max"))
  fitted <- fit(small_network(), d$x, d$y, epochs = 4, validation = 0.2, callbacks = best)
  epoch <- which.max(fitted$history$loss)
  expect_lt(epoch, 4)
  row <- glance(fitted)
  expect_identical(row$epochs, 4L)
  expect_identical(row$held_epoch, as.integer(epoch))
  expect_equal(row[c("loss", "valid_loss")], fitted$history[epoch, c("loss", "valid_loss")],
               ignore_attr = TRUE)
  long <- tidy(fitted)
  expect_identical(unique(long$epoch[long$held]), as.integer(epoch))
})
