test_that("pictures show every value where it is", {
  skip_without_escnn()
  x <- array(0, c(2, 1, 3, 4))
  x[2, 1, 1, 4] <- 1
  rows <- pixel_colours(x)
  expect_identical(nrow(rows), 24L)
  bright <- rows[rows$colour == "#FFFFFF", ]
  expect_identical(as.integer(bright$example), 2L)
  expect_identical(c(bright$row, bright$column), c(1L, 4L))
  rgb <- array(0, c(1, 3, 2, 2))
  rgb[1, , 2, 1] <- c(1, 0, 0.5)
  rows <- pixel_colours(rgb)
  expect_identical(rows$colour[rows$row == 2 & rows$column == 1], "#FF0080")
  solid <- array(0, c(1, 1, 3, 2, 2))
  solid[1, 1, 2, 1, 2] <- 5
  rows <- pixel_colours(solid)
  expect_identical(rows$colour[rows$row == 1 & rows$column == 2], "#FFFFFF")
})

test_that("examples carry their labels, and plots alt text", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  plot <- plot(small_images(), n = 4)
  expect_s3_class(plot, "ggplot")
  expect_identical(
    plot$labels$alt, "4 images of the data set small, labelled a, b, b, a."
  )
  expect_fits_pages(plot(small_images(), title = long_title))
  dim <- pixel_colours(array(c(0, 1), c(1, 1, 1, 2)), limits = c(0, 2))
  expect_identical(dim$colour, c("#000000", "#808080"))
  expect_identical(plot(small_images(), title = "Mine")$labels$title, "Mine")
  x <- array(0, c(2, 1, 3, 4))
  expect_identical(unname(example_labels(dataset_arrays(x, c(1.25, 2)))), c("1.25", "2.00"))
  expect_identical(unname(example_labels(dataset_arrays(x))), c("1", "2"))
  expect_snapshot(plot(small_images(), n = 0), error = TRUE)
  expect_snapshot(plot(dataset_arrays(matrix(0, 2, 3))), error = TRUE)
})
