test_that("names that say something are told from those that only count", {
  expect_identical(telling_names(c("u", "v")), c("u", "v"))
  expect_identical(telling_names(c("x1", "x2")), c("x1", "x2"))
  for (names in list(NULL, c("V1", "V2"), c("lyr.1", "lyr.2"), "Band_1", "layer", c("", ""))) {
    expect_null(telling_names(names))
  }
  for (names in list(c("u", ""), c("u", NA))) {
    expect_warning(expect_null(telling_names(names)), class = "escnn_warning_channels")
  }
  expect_null(channel_order(c("u", "v"), c("u", "u"), "newdata", "training", NULL))
  expect_null(channel_order("dem", "elevation", "newdata", "training", NULL))
  expect_null(channel_order(NULL, c("u", "v"), "newdata", "training", NULL))
})

test_that("columns and channels are taken by their names", {
  skip_without_escnn()
  x <- withr::with_seed(1, matrix(rnorm(60), 20, dimnames = list(NULL, c("a", "b", "c"))))
  y <- 3 * x[, "a"] - x[, "b"]
  group <- gspace_no_base_space(group_cyclic(2))
  model <- field_type(group, trivial = 3) |> nn_linear(c(trivial = 1))
  fitted <- fit(model, x, y, epochs = 1, seed = 1)
  expected <- predict(fitted, x)
  other <- cbind(z = 0, x[, c("c", "a", "b")])
  expect_message(found <- predict(fitted, other), class = "escnn_message_channels")
  expect_identical(found, expected)
  expect_no_message(expect_identical(predict(fitted, unname(x)), expected))
  suppressMessages({
    expect_equal(evaluate(fitted, other, y), evaluate(fitted, x, y))
    expect_equal(
      evaluate(fitted, dataset_arrays(other, y)), evaluate(fitted, dataset_arrays(x, y))
    )
    expect_identical(augment(fitted, other)$.pred, augment(fitted, x)$.pred)
    again <- fit(fitted, x, y, validation = list(other, y), epochs = 1, seed = 1)
  })
  expect_equal(
    again$history$valid_loss,
    fit(fitted, x, y, validation = list(x, y), epochs = 1, seed = 1)$history$valid_loss
  )
  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(fitted, path)
  suppressMessages(expect_equal(predict(escnn_load(path), other), expected))
  expect_snapshot(error = TRUE, {
    predict(fitted, x[, c("a", "b", "b")])
    predict(fitted, `colnames<-`(x, c("a", "b", "d")))
    evaluate(fitted, `colnames<-`(x, c("a", "b", "d")), y)
  })
  expect_snapshot(invisible(predict(fitted, other)))
})

test_that("pages show what the network says of the channels that it was trained on", {
  skip_without_escnn()
  x <- random_array(6, 2, 9, 9)
  dimnames(x) <- list(NULL, c("red", "near"), NULL, NULL)
  y <- factor(rep(c("a", "b"), 3))
  model <- field_type(c4(), trivial = 2) |>
    nn_r2_conv(c(regular = 2), kernel_size = 9) |>
    nn_group_pooling()
  fitted <- fit(model, x, y, epochs = 1, seed = 1)
  turned <- x[, 2:1, , ]
  page <- function(images, ...) page_data(local_page(fitted, images, ...))
  expect_message(found <- page(turned), class = "escnn_message_channels")
  expect_identical(found$pictures, page(x)$pictures)
  # cousins: data sets, other channels, and a second network of another order
  expect_message(
    found <- page(dataset_arrays(turned, y)), class = "escnn_message_channels"
  )
  expect_identical(found$pictures, page(x)$pictures)
  expect_error(page(`dimnames<-`(x, list(NULL, c("a", "b"), NULL, NULL))), "channels of training")
  other <- fit(model, turned, y, epochs = 1, seed = 1)
  expect_error(
    page(x, compare = other), 'in their order: "red", "near", not one of "near", "red"',
    class = "escnn_error_argument"
  )
})

test_that("data sets keep the names of channels", {
  skip_without_escnn()
  x <- random_array(6, 2, 16, 16)
  dimnames(x) <- list(NULL, c("red", "near"), NULL, NULL)
  turned <- x[, 2:1, , ]
  data <- dataset_arrays(x, 1:6 / 6)
  path <- file.path(withr::local_tempdir(), "set")
  sets <- list(
    data, data[2:5], rotate_images(data, 90), dataset_split(data, 0.5, seed = 1)$train,
    escnn_unpack(escnn_pack(data)), dataset_write(data, path), dataset_tiles(data, 8),
    dataset_tiles(x, 8), dataset_crop(x, 8, seed = 1)
  )
  for (each in sets) expect_identical(channel_names(each), c("red", "near"))
  gaps <- replace(x, 1, NA)
  expect_identical(channel_names(dataset_masked(gaps)), c("red", "near", "mask"))
  model <- field_type(c4(), trivial = 2) |>
    nn_r2_conv(c(regular = 1), kernel_size = 15) |>
    nn_inner_batch_norm() |>
    nn_group_pooling() |>
    nn_to_vector(classes = 1)
  fitted <- fit(model, data, epochs = 1, seed = 1)
  expected <- predict(fitted, unname(x))
  suppressMessages({
    expect_equal(predict(fitted, turned), expected)
    expect_equal(predict(fitted, dataset_arrays(turned)), expected)
    expect_equal(predict(fitted, dataset_arrays(turned)[3:4]), expected[3:4])
    # cousins: explanations, pages and statistics
    maps <- function(x) explain_prediction(fitted, x[1:2, , , ], method = "gradient")$maps
    expect_equal(maps(turned), maps(x))
    page <- function(x) {
      readLines(explore(fitted, x, file = withr::local_tempfile(fileext = ".html")))
    }
    expect_identical(page(turned), page(x))
    again <- function(x) predict(module_recalibrate(fitted, x), x)
    expect_equal(again(turned), again(x))
    # images of a list, whose channels come last
    each <- lapply(1:6, function(i) aperm(turned[i, , , ], c(2, 3, 1)))
    expect_equal(predict(fitted, each), expected)
    each[[2]] <- each[[2]][, , 2:1]
    expect_equal(unname(image_array(each)), unname(turned))
  })
})

test_that("layers and bands are taken by their names", {
  skip_without_escnn()
  skip_if_not_installed("terra")
  map <- terra::rast(array(withr::with_seed(1, runif(800)), c(20, 20, 2)))
  names(map) <- c("red", "near")
  model <- field_type(c4(), trivial = 2) |> nn_r2_conv(c(trivial = 1), kernel_size = 3, padding = 1)
  x <- image_array(map)
  expect_identical(dimnames(x)[[2]], c("red", "near"))
  fitted <- fit(model, x, array(x[, 1, , ], c(1, 1, 20, 20)), epochs = 1, seed = 1)
  expected <- terra::values(predict(fitted, map))
  more <- c(map[["near"]], map[["red"]] * 0, map[["red"]])
  names(more) <- c("near", "blue", "red")
  expect_message(found <- predict(fitted, more, tile = 32), class = "escnn_message_channels")
  expect_equal(terra::values(found), expected, tolerance = 1e-5)
  expect_error(predict(fitted, more[["near"]]), class = "escnn_error_argument")
  plain <- map
  names(plain) <- c("lyr.1", "lyr.2")
  expect_no_message(expect_equal(terra::values(predict(fitted, plain)), expected))
  skip_if_not_installed("stars")
  cells <- lapply(stats::setNames(nm = names(more)), function(name) {
    t(terra::as.matrix(more[[name]], wide = TRUE))
  })
  place <- stars::st_dimensions(x = 0:20, y = 20:0, .raster = c("x", "y"))
  attributes <- stars::st_as_stars(cells, dimensions = place)
  suppressMessages(found <- predict(fitted, attributes))
  expect_equal(as.vector(found[[1]]), as.vector(expected), tolerance = 1e-5)
  suppressMessages(found <- predict(fitted, merge(attributes, name = "band")))
  expect_equal(as.vector(found[[1]]), as.vector(expected), tolerance = 1e-5)
})

test_that("features of points are taken by their names", {
  skip_without_points()
  clouds <- withr::with_seed(1, lapply(1:6, function(i) {
    features <- matrix(rnorm(10), 5, dimnames = list(NULL, c("mass", "charge")))
    list(coords = matrix(rnorm(15), 5), x = features)
  }))
  swapped <- lapply(clouds, function(cloud) {
    cloud$x <- cloud$x[, c("charge", "mass")]
    cloud
  })
  model <- net_point_cloud(2, channels = 2, radius = 2, width = 4, depth = 1)
  y <- factor(rep(c("a", "b"), 3))
  fitted <- fit(model, clouds, y, epochs = 1, seed = 1)
  expected <- predict(fitted, clouds, type = "prob")
  expect_message(
    expect_identical(predict(fitted, swapped, type = "prob"), expected),
    class = "escnn_message_channels"
  )
  suppressMessages(expect_equal(evaluate(fitted, swapped, y), evaluate(fitted, clouds, y)))
  # cousins: clouds that differ among themselves, and features that weren't there in training
  mixed <- c(clouds[1:3], swapped[4:6])
  expect_message(again <- fit(model, mixed, y, epochs = 1, seed = 1), "of the first cloud")
  expect_identical(coef(again), coef(fitted))
  colnames(swapped[[4]]$x) <- c("charge", "size")
  expect_error(predict(fitted, swapped), '"size"', class = "escnn_error_argument")
})

test_that("checks and animations take channels by their names", {
  skip_without_escnn()
  x <- random_array(6, 2, 9, 9)
  dimnames(x) <- list(NULL, c("red", "near"), NULL, NULL)
  model <- field_type(c4(), trivial = 2) |> nn_r2_conv(c(regular = 2), kernel_size = 3)
  fitted <- fit(model |> nn_group_pooling() |> nn_to_vector(2), x, factor(rep(1:2, 3)), epochs = 1)
  swapped <- x[1:2, 2:1, , ]
  expect_message(checked <- check_equivariance(fitted, swapped), class = "escnn_message_channels")
  expect_equal(as.data.frame(checked), as.data.frame(check_equivariance(fitted, x[1:2, , , ])))
  maps <- fit(model, x, random_array(6, 8, 7, 7), epochs = 1)
  skip_if_not_installed("magick")
  skip_if_not_installed("ggplot2")
  file <- withr::local_tempfile(fileext = ".gif")
  image <- x[1, 2:1, , ]
  expect_message(animate(image, file, maps), class = "escnn_message_channels")
})

test_that("names of some channels only are no names, which is said once", {
  skip_without_escnn()
  x <- matrix(rnorm(60), 20, dimnames = list(NULL, c("a", NA, "c")))
  model <- field_type(gspace_no_base_space(group_cyclic(2)), trivial = 3) |>
    nn_linear(c(trivial = 1))
  expect_snapshot(fitted <- fit(model, x, rnorm(20), epochs = 1, verbose = FALSE))
  expect_null(trained_channels(fitted))
  named <- `colnames<-`(x, c("a", "b", "c"))
  fitted <- fit(model, named, rnorm(20), epochs = 1)
  expect_warning(predict(fitted, x), "Channel 2 has no name", class = "escnn_warning_channels")
})
