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
