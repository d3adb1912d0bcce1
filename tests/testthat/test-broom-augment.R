test_that("columns are those that yardstick takes: a factor, and probabilities in its order", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 2)
  rows <- augment(fitted, d$x, d$y)
  expect_named(rows, c("y", ".pred_class", ".pred_dark", ".pred_light"))
  expect_s3_class(rows$y, "factor")
  # estimate and truth of the same levels, and a column for each of them in their order
  expect_identical(levels(rows$.pred_class), levels(rows$y))
  expect_identical(names(rows)[3:4], paste0(".pred_", levels(rows$y)))
  expect_identical(rows$.pred_class, predict(fitted, d$x))
  expect_equal(as.matrix(rows[3:4]), predict(fitted, d$x, type = "prob"), ignore_attr = TRUE)
  expect_equal(rowSums(rows[3:4]), rep(1, 40), tolerance = 1e-5, ignore_attr = TRUE)
  # whatever the truth is given as
  for (y in list(as.character(d$y), as.integer(d$y), factor(d$y, c("light", "dark")))) {
    expect_identical(augment(fitted, d$x, y)$y, d$y)
  }
  light <- d$y == "light"
  some <- augment(fitted, d$x[light, , , , drop = FALSE], droplevels(d$y[light]))
  expect_identical(levels(some$y), levels(d$y))
  expect_snapshot(augment(fitted, d$x, rep(3, 40)), error = TRUE)
})

test_that("a class that is called class has a column of its own", {
  skip_without_escnn()
  d <- bright_and_dark()
  levels(d$y) <- c("class", "other one")
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  rows <- augment(fitted, d$x)
  expect_named(rows, c(".pred_class", ".pred_class_1", ".pred_other one"))
  expect_identical(rows$.pred_class, predict(fitted, d$x))
})

test_that("the table is a tibble where there are tibbles", {
  skip_without_escnn()
  skip_if_not_installed("tibble")
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  expect_s3_class(augment(fitted, d$x), "tbl_df")
})

test_that("several numbers are called as the columns of their targets", {
  skip_without_escnn()
  d <- bright_and_dark()
  vector <- field_type(c4(), "trivial") |> nn_r2_conv("irrep_1", kernel_size = 9)
  y <- matrix(rnorm(80), 40, dimnames = list(NULL, c("east", "north")))
  fitted <- fit(vector, d$x, y, epochs = 1)
  rows <- augment(fitted, d$x, y)
  expect_named(rows, c("y_east", "y_north", ".pred_east", ".pred_north"))
  expect_equal(rows$.pred_north, matrix(predict(fitted, d$x), 40)[, 2])
  expect_equal(rows$y_east, y[, "east"])
  # also after a file
  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(fitted, path)
  expect_named(augment(escnn_load(path), d$x), c(".pred_east", ".pred_north"))
  kept <- unserialize(serialize(fitted, NULL))
  expect_named(augment(kept, d$x), c(".pred_east", ".pred_north"))
})

test_that("examples that are files are named, those of a part as well", {
  skip_without_escnn()
  skip_if_not_installed("png")
  folder <- withr::local_tempdir()
  for (class in c("dark", "light")) {
    dir.create(file.path(folder, class))
    for (i in 1:3) {
      png::writePNG(matrix(runif(81), 9), file.path(folder, class, paste0(i, ".png")))
    }
  }
  data <- dataset_images(folder)
  fitted <- fit(small_network(), data, epochs = 1)
  rows <- augment(fitted, data[c(5, 1)])
  expect_identical(basename(rows$.file), c("2.png", "1.png"))
  expect_identical(basename(dirname(rows$.file)), as.character(rows$y))
  expect_false(".file" %in% names(augment(fitted, as.array(data))))
})

test_that("a segmentation has a row for each pixel, on request", {
  skip_without_escnn()
  x <- random_array(4, 1, 5, 6)
  y <- structure(factor(x[, 1, , ] > 0), dim = c(4L, 5L, 6L))
  maps <- field_type(c4(), "trivial") |> nn_r2_conv(c(trivial = 2), kernel_size = 1)
  fitted <- fit(maps, x, y, epochs = 1)
  rows <- augment(fitted, dataset_arrays(x, y), pixels = TRUE)
  expect_named(
    rows, c(".example", ".row", ".column", "y", ".pred_class", ".pred_FALSE", ".pred_TRUE")
  )
  expect_identical(nrow(rows), 120L)
  # one example after another, read row by row
  expect_identical(order(rows$.example, rows$.row, rows$.column), 1:120)
  expect_identical(rows$.column[1:7], c(1:6, 1L))
  expect_identical(rows$.row[c(1, 6, 7)], c(1L, 1L, 2L))
  at <- cbind(rows$.example, rows$.row, rows$.column)
  expect_identical(as.integer(rows$.pred_class), predict(fitted, x)[at])
  expect_identical(rows$y == "TRUE", (x[, 1, , ] > 0)[at])
  expect_equal(rows$.pred_TRUE, predict(fitted, x, type = "prob")[, 2, , ][at])
  volume <- random_array(2, 1, 3, 4, 5)
  deep <- field_type(gspace_octa_on_r3(), "trivial") |> nn_r3_conv("trivial", kernel_size = 1)
  fitted <- fit(deep, volume, volume, epochs = 1)
  rows <- augment(fitted, volume, volume, pixels = TRUE)
  at <- cbind(rows$.example, rows$.slice, rows$.row, rows$.column)
  expect_identical(do.call(order, as.data.frame(at)), 1:120)
  expect_equal(rows$y, volume[, 1, , , ][at], tolerance = 1e-6)
  expect_equal(rows$.pred, predict(fitted, volume)[, 1, , , ][at])
  one <- fit(small_network(), random_array(4, 1, 9, 9), factor(c(1, 2, 1, 2)), epochs = 1)
  expect_snapshot(augment(one, random_array(4, 1, 9, 9), pixels = TRUE), error = TRUE)
})

test_that("each number that is predicted has a column", {
  skip_without_escnn()
  x <- random_array(6, 1, 5, 5)
  one <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 5)
  fitted <- fit(one, x, as.numeric(1:6), epochs = 1)
  expect_equal(as.list(augment(fitted, x)), list(.pred = predict(fitted, x)))
  expect_identical(augment(fitted, x, 1:6)$y, 1:6)
  vector <- field_type(c4(), "trivial") |> nn_r2_conv("irrep_1", kernel_size = 5)
  fitted <- fit(vector, x, matrix(0, 6, 2), epochs = 1)
  rows <- augment(fitted, x)
  expect_named(rows, c(".pred_1", ".pred_2"))
  expect_equal(as.matrix(rows), matrix(predict(fitted, x), 6), ignore_attr = TRUE)
})

test_that("each label that is predicted has a column, and classes of pixels have none", {
  skip_without_escnn()
  d <- bright_and_dark()
  labels <- cbind(bright = d$y == "light", dark = d$y == "dark")
  fitted <- fit(small_network(), d$x, labels, epochs = 1)
  rows <- augment(fitted, d$x)
  expect_named(
    rows, c(".pred_bright", ".pred_dark", ".pred_class_bright", ".pred_class_dark")
  )
  expect_equal(as.matrix(rows[1:2]), predict(fitted, d$x, type = "prob"), ignore_attr = TRUE)
  expect_identical(rows$.pred_class_bright == "TRUE", unname(predict(fitted, d$x)[, "bright"]))
  expect_identical(levels(rows$.pred_class_dark), c("TRUE", "FALSE"))
  expect_identical(augment(fitted, d$x, labels)$y_bright == "TRUE", d$y == "light")
  swapped <- augment(fitted, d$x, labels[, 2:1])
  expect_identical(swapped$y_bright == "TRUE", d$y == "light")
  maps <- field_type(c4(), "trivial") |> nn_r2_conv(c(trivial = 2), kernel_size = 1)
  fitted <- fit(maps, d$x, d$x[, 1, , ] > 0, epochs = 1)
  expect_snapshot(augment(fitted, d$x), error = TRUE)
})

test_that("a data set's targets are in the table, as those of its arrays are", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  expect_equal(augment(fitted, dataset_arrays(d$x, d$y)), augment(fitted, d$x, d$y))
  expect_named(augment(fitted, dataset_arrays(d$x)), c(".pred_class", ".pred_dark", ".pred_light"))
  labels <- cbind(bright = d$y == "light", dark = d$y == "dark")
  several <- fit(small_network(), d$x, labels, epochs = 1)
  expect_equal(augment(several, dataset_arrays(d$x, labels)), augment(several, d$x, labels))
  one <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 9)
  numbers <- fit(one, d$x, as.numeric(1:40), epochs = 1)
  expect_equal(
    augment(numbers, dataset_arrays(d$x, as.numeric(1:40))), augment(numbers, d$x, as.numeric(1:40))
  )
  expect_snapshot(augment(fitted, d$x, d$y[1:20]), error = TRUE)
})

test_that("no examples give no rows", {
  skip_without_escnn()
  d <- bright_and_dark()
  none <- d$x[0, , , , drop = FALSE]
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  rows <- augment(fitted, none)
  expect_identical(dim(rows), c(0L, 3L))
  expect_identical(levels(rows$.pred_class), levels(d$y))
  vector <- field_type(c4(), "trivial") |> nn_r2_conv("irrep_1", kernel_size = 9)
  fitted <- fit(vector, d$x, matrix(0, 40, 2), epochs = 1)
  expect_named(augment(fitted, none), c(".pred_1", ".pred_2"))
})
