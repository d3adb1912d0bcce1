test_that("predictions stand beside truths, and wrong ones are framed", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  predicted <- predict(fitted, d$x)
  truth <- predicted
  truth[2] <- setdiff(levels(truth), as.character(truth[2]))
  plot <- plot(dataset_arrays(d$x, truth, name = "lights"), fitted, n = 4)
  text <- as.character(predicted[1:4])
  text[2] <- paste0(text[2], " (is ", truth[2], ")")
  expect_identical(
    plot$labels$alt, paste0(
      "4 images of the data set lights, with what is predicted: ", toString(text),
      ". 3 of 4 are right."
    )
  )
  expect_fits_pages(plot)
  built <- ggplot2::ggplot_build(plot)
  expect_identical(as.integer(built$data[[2]]$PANEL), 2L)
  expect_length(plot(dataset_arrays(d$x, predicted), fitted)$layers, 1)
  unknown <- plot(dataset_arrays(d$x), fitted, n = 2)
  expect_match(unknown$labels$alt, paste0("predicted: ", toString(predicted[1:2])))
})

test_that("numbers and labels stand beside theirs", {
  found <- cbind(red = c(TRUE, FALSE), big = c(TRUE, FALSE))
  truth <- cbind(big = c(TRUE, TRUE), red = c(TRUE, FALSE))
  labels <- prediction_labels(truth, found)
  expect_identical(labels$text, c("red, big", "none (is big)"))
  expect_identical(labels$right, c(TRUE, FALSE))
  labels <- prediction_labels(c(1, 2.5), c(1.25, 2))
  expect_identical(labels$text, c("1.25 (is 1.0)", "2.00 (is 2.5)"))
  expect_identical(labels$right, c(NA, NA))
})

test_that("classes of pixels lie over the picture, truth above prediction", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  x <- random_array(3, 1, 5, 6)
  y <- structure(factor(ifelse(x[, 1, , ] > 0, "cell", "back")), dim = c(3L, 5L, 6L))
  data <- dataset_arrays(x, y, name = "cells")
  alone <- plot(data)
  expect_match(alone$labels$alt, "\\(truth\\): cell; back is left uncoloured")
  tiles <- ggplot2::ggplot_build(alone)$data[[2]]
  expect_identical(nrow(tiles), sum(y == "cell"))
  maps <- field_type(c4(), "trivial") |> nn_r2_conv(c(trivial = 2), kernel_size = 1)
  fitted <- fit(maps, x, y, epochs = 1)
  both <- plot(data, fitted)
  share <- 100 * mean(predict(fitted, x) == as.integer(y))
  share <- format(share, digits = 3)
  expect_identical(both$labels$subtitle, paste0(share, " % of the pixels agree"))
  expect_identical(nrow(both$data), 2L * 3L * 30L)
  found <- both$data[both$data$what == "prediction", ]
  at <- cbind(as.integer(found$example), found$row, found$column)
  expect_identical(as.integer(found$class), predict(fitted, x)[at])
  # classes are told by name, whatever order the data set has them in
  swapped <- dataset_arrays(x, structure(factor(y, c("cell", "back")), dim = dim(y)))
  expect_identical(plot(swapped, fitted)$labels$subtitle, both$labels$subtitle)
  expect_no_error(plot(dataset_arrays(x), fitted))
})

test_that("plot() takes a fit, or a number of examples", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  expect_match(plot(small_images(), 2)$labels$alt, "^2 images")
  expect_snapshot(plot(small_images(), "fit"), error = TRUE)
  fields <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 1)
  x <- random_array(4, 1, 5, 5)
  fitted <- fit(fields, x, x, epochs = 1)
  expect_snapshot(plot(dataset_arrays(x, x), fitted), error = TRUE)
  instead <- plot(predict(fitted_module(fitted), as.array(dataset_arrays(x)), type = "tensor"))
  expect_s3_class(instead, "ggplot")
})
