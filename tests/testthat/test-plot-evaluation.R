scores <- function(accuracy) {
  structure(
    data.frame(angle = c(0, 90, 180, 270), loss = 1:4, accuracy = accuracy),
    class = c("escnn_evaluation", "data.frame")
  )
}

test_that("scores are curves over angles, a line for each model", {
  skip_if_not_installed("ggplot2")
  one <- scores(rep(0.5, 4))
  drawn <- expect_fits_pages(plot(one, title = long_title))
  expect_identical(nrow(drawn$data), 8L)
  expect_match(alt_text(one), paste0(
    "at 4 angles: loss is between 1 \\(at 0 degrees\\) and 4 \\(at 270 degrees\\); ",
    "accuracy is 0.5 at all angles"
  ))
  two <- plot(one, conventional = scores(c(1, 0.2, 0.3, 0.1)), metrics = "accuracy")
  expect_identical(levels(two$data$model), c("equivariant", "conventional"))
  lines <- ggplot2::layer_data(two, 1)
  expect_length(unique(lines$linetype), 2)
  expect_length(unique(lines$colour), 2)
  expect_match(alt_text(two), "accuracy of conventional is between 0.1")
  expect_snapshot(plot(one, metrics = "recall"), error = TRUE)
  expect_snapshot(plot(one, other = 3), error = TRUE)
  expect_snapshot(plot(one[2:3]), error = TRUE)
})

test_that("several thresholds have a line each", {
  skip_if_not_installed("ggplot2")
  cuts <- c(0.25, 0.5)
  at <- function(cut) cbind(scores(cut + 0:3 / 10), threshold = cut)
  both <- do.call(rbind, lapply(cuts, at))
  class(both) <- c("escnn_evaluation", "data.frame")
  drawn <- expect_fits_pages(plot(both))
  expect_identical(levels(drawn$data$model), c("threshold 0.25", "threshold 0.5"))
  expect_match(alt_text(both), "accuracy of threshold 0.25 is between 0.25 \\(at 0 degrees")
  # cousins: one threshold, and those of two models
  expect_identical(levels(plot(both[1:4, ])$data$model), "equivariant")
  two <- plot(both, conventional = both[5:8, ])
  expect_identical(
    levels(two$data$model),
    c("equivariant, threshold 0.25", "equivariant, threshold 0.5", "conventional")
  )
  many <- do.call(rbind, lapply(1:9 / 10, at))
  class(many) <- class(both)
  expect_no_warning(ggplot2::ggplot_build(plot(many)))
})

test_that("evaluate() gives what plot() draws, and a data frame", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  table <- evaluate(fitted, d$x, d$y, "accuracy", angles = c(0, 90))
  expect_s3_class(table, "data.frame")
  expect_s3_class(plot(table), "ggplot")
  expect_false(inherits(evaluate(fitted, d$x, d$y), "escnn_evaluation"))
})
