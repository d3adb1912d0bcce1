test_that("the plot of a fit has a point for each number of the history", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 2, validation = 0.2, metrics = "accuracy")
  drawn <- plot(fitted)
  expect_s3_class(drawn, "ggplot")
  expect_identical(nrow(drawn$data), 6L)
  points <- ggplot2::layer_data(drawn, 2)
  expect_setequal(points$y, unlist(fitted$history[c("loss", "valid_loss", "valid_accuracy")]))
  expect_setequal(points$x, 1:2)
  expect_identical(nlevels(points$PANEL), 2L)
  expect_fits_pages(drawn)
})

test_that("words tell where curves begin and end", {
  rows <- data.frame(
    epoch = c(1, 2, 1, 2), data = factor(rep(c("training", "validation"), each = 2)),
    metric = factor("loss"), value = c(2, 1, 1, 3)
  )
  expect_identical(history_alt(rows), paste0(
    "History of training over 2 epochs: the loss of training data falls from 2 to 1; ",
    "loss of validation data rises from 1 to 3."
  ))
  expect_match(history_alt(rows[rows$epoch == 1, ]), "1 epoch: the loss of training data is 2")
})

test_that("training and validation differ in colour, line and shape", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  d <- bright_and_dark()
  drawn <- plot(fit(small_network(), d$x, d$y, epochs = 2, validation = 0.2))
  expect_identical(levels(drawn$data$data), c("training", "validation"))
  points <- ggplot2::layer_data(drawn, 2)
  expect_length(unique(points$colour), 2)
  expect_length(unique(points$shape), 2)
  expect_length(unique(ggplot2::layer_data(drawn, 1)$linetype), 2)
  alone <- plot(fit(small_network(), d$x, d$y, epochs = 2))
  expect_identical(unique(as.character(alone$data$data)), "training")
})

test_that("epochs are whole numbers on the axis", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  d <- bright_and_dark(8)
  drawn <- plot(fit(small_network(), d$x, d$y, epochs = 3))
  expect_equal(drawn$scales$get_scales("x")$breaks(c(1, 3)), 1:3)
})
