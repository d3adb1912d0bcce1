kappa <- function(truth, estimate) {
  counts <- table(truth, estimate) / length(truth)
  chance <- sum(rowSums(counts) * colSums(counts))
  (sum(diag(counts)) - chance) / (1 - chance)
}

metric_fit <- function(d = bright_and_dark(20), ...) {
  fit(
    small_network(nlevels(d$y)), d$x, d$y, epochs = 2, batch_size = 8,
    validation = list(d$x, d$y), ...
  )
}

test_that("metrics are those of R's formulas", {
  skip_without_escnn()
  d <- bright_and_dark(40)
  fitted <- metric_fit(d)
  p <- predict(fitted, d$x, type = "prob")
  y <- d$y == "light"
  said <- predict(fitted, d$x) == "light"
  scores <- evaluate(
    fitted, d$x, d$y,
    metrics = c("f1", "sensitivity", "specificity", "log_loss", "brier", "dice", "auc")
  )
  f1 <- function(y, said) 2 * sum(y & said) / (sum(y) + sum(said))
  expect_equal(scores$f1, f1(y, said))
  expect_equal(scores$dice, mean(c(f1(y, said), f1(!y, !said))))
  expect_equal(scores$sensitivity, mean(said[y]))
  expect_equal(scores$specificity, mean(!said[!y]))
  expect_equal(scores$log_loss, -mean(log(ifelse(y, p[, 2], p[, 1]))), tolerance = 1e-5)
  expect_equal(scores$brier, mean((p[, 2] - y)^2), tolerance = 1e-5)
  expect_equal(scores$auc, mean(outer(p[y, 2], p[!y, 2], ">")), tolerance = 1e-5)
  labels <- cbind(a = y, b = !y, c = d$x[, 1, 5, 5] > 0)
  of_labels <- fit(small_network(3), d$x, labels, epochs = 1)
  p <- predict(of_labels, d$x, type = "prob")
  scores <- evaluate(
    of_labels, d$x, labels, metrics = c("f1", "sensitivity", "specificity", "log_loss", "brier")
  )
  expect_equal(scores$brier, mean((p - labels)^2), tolerance = 1e-5)
  expect_equal(scores$log_loss, -mean(log(ifelse(labels, p, 1 - p))), tolerance = 1e-5)
  by_label <- function(score) mean(vapply(1:3, function(i) score(labels[, i], p[, i] > 0.5), 1))
  expect_equal(scores$f1, by_label(f1))
  expect_equal(scores$sensitivity, by_label(function(y, said) mean(said[y])))
  expect_equal(scores$specificity, by_label(function(y, said) mean(!said[!y])))
  numbers <- fit(nn_to_vector(small_network(), 1), d$x, y + 5, epochs = 1)
  expect_equal(
    evaluate(numbers, d$x, y + 5, metrics = "r2")$r2,
    1 - sum((predict(numbers, d$x) - y - 5)^2) / sum((y - mean(y))^2), tolerance = 1e-5
  )
})

test_that("functions are metrics of each epoch, and may be watched", {
  skip_without_escnn()
  d <- bright_and_dark(20)
  expect_message(
    fitted <- metric_fit(
      d, metrics = list("accuracy", kappa = kappa), callbacks = callback_best("valid_kappa")
    ),
    class = "escnn_message_mode"
  )
  expect_true(all(c("valid_accuracy", "valid_kappa") %in% names(fitted$history)))
  scores <- evaluate(fitted, d$x, d$y)
  expect_equal(scores$kappa, kappa(d$y, predict(fitted, d$x)))
  seen <- NULL
  look <- function(truth, estimate, prob, weights) {
    seen <<- list(truth, estimate, prob, weights)
    0
  }
  expect_silent(metric_fit(
    d, metrics = list(look = look), callbacks = callback_early_stopping("valid_look", mode = "max")
  ))
  expect_identical(seen[[1]], d$y)
  expect_identical(dimnames(seen[[3]]), list(NULL, levels(d$y)))
  expect_null(seen[[4]])
  evaluate(fitted, d$x, d$y, metrics = list(look = look), weights = 1:20)
  expect_equal(seen[[4]] / seen[[4]][[1]], as.numeric(1:20), tolerance = 1e-6)
  expect_equal(seen[[3]], predict(fitted, d$x, type = "prob"), tolerance = 1e-6)
  gaps <- d$y
  gaps[2:4] <- NA
  evaluate(fitted, d$x, gaps, metrics = list(look = look))
  expect_identical(seen[[1]], d$y[-(2:4)])
})

test_that("functions get labels as logical matrices, and numbers", {
  skip_without_escnn()
  d <- bright_and_dark(10)
  seen <- NULL
  look <- list(look = function(truth, estimate) {
    seen <<- list(truth, estimate)
    1
  })
  y <- cbind(a = d$y == "dark", b = d$y == "light")
  y[3, 1] <- NA
  y[4, ] <- NA
  fitted <- fit(small_network(), d$x, y, epochs = 1)
  evaluate(fitted, d$x, y, metrics = look)
  expect_identical(seen[[1]], y[-4, ])
  expect_identical(seen[[2]], predict(fitted, d$x)[-4, ])
  fitted <- fit(nn_to_vector(small_network(), 1), d$x, c(NA, 2:10) + 0, epochs = 1)
  evaluate(fitted, d$x, c(NA, 2:10) + 0, metrics = look)
  expect_identical(seen[[1]], 2:10 + 0)
  expect_equal(seen[[2]], predict(fitted, d$x)[-1], tolerance = 1e-6)
})

test_that("yardstick's metrics are called as yardstick documents them", {
  skip_without_escnn()
  d <- bright_and_dark(20)
  expect_silent(fitted <- metric_fit(
    d, metrics = list("auc", yardstick_accuracy, sharp = yardstick_sharpness),
    callbacks = callback_best("valid_sharp")
  ))
  scores <- evaluate(fitted, d$x, d$y)
  expect_named(scores, c("loss", "auc", "accuracy", "sharp"))
  right <- predict(fitted, d$x) == d$y
  expect_equal(scores$accuracy, mean(right))
  p <- predict(fitted, d$x, type = "prob")
  expect_equal(scores$sharp, mean(p[d$y == "dark", 1]), tolerance = 1e-6)
  expect_equal(
    evaluate(fitted, d$x, d$y, metrics = yardstick_accuracy, weights = 1:20)$accuracy,
    stats::weighted.mean(right, 1:20), tolerance = 1e-6
  )
  set <- evaluate(fitted, d$x, d$y, metrics = yardstick_set)
  expect_named(set, c("loss", "accuracy", "sharpness"))
  three <- metric_fit(list(x = d$x, y = factor(rep(1:3, length.out = 20))), metrics = yardstick_set)
  expect_true(all(c("valid_accuracy", "valid_sharpness") %in% names(three$history)))
  numbers <- fit(nn_to_vector(small_network(), 1), d$x, 1:20 / 20, epochs = 1)
  found <- evaluate(numbers, d$x, 1:20 / 20, metrics = list("rmse", yardstick_rmse))
  expect_equal(found$rmse_y, found$rmse, tolerance = 1e-6)
  expect_true(own_smaller("valid_y", list(y = yardstick_rmse)))
  expect_false(own_smaller("valid_sharpness", list(yardstick_set)))
})

test_that("a file keeps no metrics that are functions, and says so", {
  skip_without_escnn()
  d <- bright_and_dark(8)
  fitted <- metric_fit(d, metrics = list("accuracy", kappa = kappa))
  path <- withr::local_tempfile()
  expect_warning(escnn_save(fitted, path), class = "escnn_warning_metrics")
  again <- escnn_load(path)
  expect_warning(scores <- evaluate(again, d$x, d$y), class = "escnn_warning_metrics")
  expect_named(scores, c("loss", "accuracy"))
  expect_named(evaluate(again, d$x, d$y, metrics = list(kappa = kappa)), c("loss", "kappa"))
  rds <- withr::local_tempfile()
  saveRDS(fitted, rds)
  restored <- readRDS(rds)
  restored$pointer <- new.env()
  expect_named(evaluate(restored, d$x, d$y), c("loss", "accuracy", "kappa"))
})

test_that("functions of workers' metrics stay in the session", {
  skip_without_escnn()
  skip_on_cran()
  d <- bright_and_dark(17)
  train <- function(...) {
    withr::with_seed(1, metric_fit(
      d, metrics = list("auc", kappa = kappa), weights = seq_len(17) + 0, seed = 1,
      precision = "float64", optimizer = optim_sgd(lr = 0.01), ...
    ))$history
  }
  columns <- c("loss", "valid_loss", "valid_auc", "valid_kappa")
  expect_equal(train(workers = 2)[columns], train()[columns], tolerance = 1e-8)
})

test_that("wrong metrics are told, and whose fault it is", {
  skip_without_escnn()
  d <- bright_and_dark(8)
  expect_snapshot(error = TRUE, {
    metric_fit(d, metrics = list("accuracy", kappa))
    metric_fit(d, metrics = list(a = kappa, a = kappa))
    metric_fit(d, metrics = list("accuracy", 3))
    metric_fit(d, metrics = list(kappa = function(truth, estimate) stop("not today")))
    metric_fit(d, metrics = list(kappa = function(truth, estimate) truth))
    metric_fit(d, metrics = list("accuracy", accuracy = kappa))
    evaluate(metric_fit(d), d$x, d$y, metrics = list(kappa = kappa), weights = 1:8)
  })
})

test_that("a metric without estimate is told so", {
  skip_without_escnn()
  x <- random_array(8, 1, 5, 5)
  model <- field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 5) |>
    nn_group_pooling()
  expect_error(
    fit(model, x, factor(rep(1:2, 4)), epochs = 1, validation = 0.5,
        metrics = list(own = function(truth, prob) 1)),
    "no argument `estimate`", class = "escnn_error_callback"
  )
})
