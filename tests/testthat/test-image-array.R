as_example <- function(x) aperm(array(x, c(dim(x), 1L)), c(4, 3, 1, 2))

test_that("arrays of png, jpeg and tiff become one example, top line first", {
  x <- small_picture()
  expect_identical(image_array(x), as_example(x))
  expect_identical(image_array(x)[1, 2, 1, ], x[1, , 2])
  expect_identical(image_array(volcano)[1, 1, , ], unname(volcano + 0))
  expect_identical(dim(image_array(x > 0.5)), c(1L, 3L, 4L, 3L))
  for (package in c("png", "jpeg", "tiff")) {
    skip_if_not_installed(package)
    path <- withr::local_tempfile()
    getExportedValue(package, paste0("write", toupper(substr(package, 1, 4))))(x, path)
    read <- getExportedValue(package, paste0("read", toupper(substr(package, 1, 4))))(path)
    expect_identical(image_array(read), as_example(read))
    if (package != "jpeg") expect_equal(image_array(read), as_example(x), tolerance = 1e-6)
  }
})

test_that("colours, raster images and native rasters are as they are shown", {
  x <- small_picture()
  expect_equal(image_array(grDevices::as.raster(x)), as_example(x))
  expect_equal(image_array(as.matrix(grDevices::as.raster(x))), as_example(x))
  grey <- grDevices::as.raster(x[, , 1])
  expect_equal(image_array(grey), as_example(x[, , 1, drop = FALSE]))
  expect_equal(dim(image_array(list(grey, grDevices::as.raster(x)))), c(2L, 3L, 4L, 3L))
  see <- image_array(matrix(c("#FF000080", "transparent"), 1), alpha = TRUE)
  expect_equal(see[1, , 1, 1], c(1, 0, 0, 128 / 255))
  expect_equal(see[1, 4, 1, 2], 0)
  skip_if_not_installed("png")
  path <- withr::local_tempfile()
  shown <- array(c(x, x[, , 2]), c(4, 3, 4))
  png::writePNG(shown, path)
  native <- png::readPNG(path, native = TRUE)
  expect_equal(image_array(native), as_example(x))
  expect_equal(image_array(native, alpha = TRUE), as_example(shown))
})

test_that("images of magick are frames of examples", {
  skip_if_not_installed("magick")
  x <- small_picture()
  one <- magick::image_read(grDevices::as.raster(x))
  expect_equal(image_array(one), as_example(x), tolerance = 1e-6)
  expect_identical(dim(image_array(c(one, magick::image_flip(one)))), c(2L, 3L, 4L, 3L))
  expect_equal(image_array(magick::image_flip(one))[1, 1, , ], x[4:1, , 1], tolerance = 1e-6)
  expect_equal(image_array(magick::image_data(one)), as_example(x), tolerance = 1e-6)
})

test_that("images of EBImage and imager have their width first", {
  x <- small_picture()
  turned <- aperm(x, c(2, 1, 3))
  expect_equal(image_array(ebimage(turned, TRUE)), as_example(x))
  frames <- image_array(ebimage(turned, FALSE))
  expect_identical(dim(frames), c(3L, 1L, 4L, 3L))
  expect_equal(frames[2, 1, , ], x[, , 2])
  expect_equal(image_array(ebimage(turned[, , 1], FALSE)), as_example(x[, , 1, drop = FALSE]))
  expect_equal(image_array(cimg(array(turned, c(3, 4, 1, 3)))), as_example(x))
  both <- structure(
    list(cimg(array(turned, c(3, 4, 1, 3))), cimg(array(1 - turned, c(3, 4, 1, 3)))),
    class = c("imlist", "list")
  )
  expect_equal(image_array(both)[2, , , ], 1 - as_example(x)[1, , , ])
  expect_snapshot(image_array(cimg(array(0, c(3, 4, 5, 1)))), error = TRUE)
})

test_that("an S4 class is dispatched on as well", {
  x <- small_picture()
  where <- new.env()
  methods::setClass("Image", slots = c(colormode = "integer"), contains = "array", where = where)
  withr::defer(methods::removeClass("Image", where = where))
  image <- methods::new(
    methods::getClass("Image", where = where), aperm(x, c(2, 1, 3)), colormode = 2L
  )
  expect_equal(image_array(image), as_example(x))
})

test_that("rasters have their layers as channels", {
  skip_if_not_installed("terra")
  x <- array(stats::runif(5 * 7 * 2), c(5, 7, 2))
  raster <- terra::rast(x)
  expect_equal(image_array(raster), as_example(x))
  expect_equal(dim(image_array(list(raster, raster))), c(2L, 2L, 5L, 7L))
  raster[2, 3] <- NA
  expect_identical(which(is.na(image_array(raster, na = NA))), which(is.na(as_example(x)) |
    as_example(x) %in% x[2, 3, ]))
  expect_equal(image_array(raster, na = -1)[1, , 2, 3], c(-1, -1))
  classes <- terra::rast(matrix(1:4, 2))
  levels(classes) <- data.frame(value = 1:4, class = letters[1:4])
  expect_snapshot(error = TRUE, {
    image_array(raster)
    image_array(classes)
  })
  skip_if_not_installed("stars")
  stars <- stars::st_as_stars(terra::rast(x, crs = "epsg:32633"))
  expect_equal(image_array(stars), as_example(x))
  upwards <- stars::st_as_stars(
    list(a = t(x[5:1, , 1])),
    dimensions = stars::st_dimensions(x = 0:6, y = 0:4, .raster = c("x", "y"))
  )
  expect_equal(image_array(upwards), as_example(x[, , 1, drop = FALSE]))
  # of several dimensions besides, as the message says
  times <- c(stars, stars, along = "time")
  expect_error(image_array(times), "[, , , , 1, drop = TRUE]", fixed = TRUE)
  expect_equal(image_array(times[, , , , 1, drop = TRUE]), as_example(x))
})

test_that("lists are batches, of images of one size and as many channels", {
  x <- small_picture()
  expect_equal(image_array(list(x, 1 - x))[2, , , ], 1 - as_example(x)[1, , , ])
  grey <- image_array(list(x, x[, , 1]), colour = FALSE)
  expect_identical(dim(grey), c(2L, 1L, 4L, 3L))
  expect_equal(grey[1, 1, , ], 0.299 * x[, , 1] + 0.587 * x[, , 2] + 0.114 * x[, , 3])
  expect_identical(dim(image_array(list(x, x[, , 1]), colour = TRUE)), c(2L, 3L, 4L, 3L))
  expect_snapshot(error = TRUE, {
    image_array(list(x, x[, , 1]))
    image_array(list(x, x[1:3, , ]))
    image_array(list())
    image_array(list(x, list(x, "a.png")))
    image_array(aperm(array(0, c(8, 9, 3)), c(3, 1, 2)))
    image_array(array(0, c(1, 2, 3, 4)))
    image_array(matrix(c("red", "nocolour"), 1))
    image_array(data.frame(a = 1))
    image_array(ggplot2::ggplot)
    image_array(x, na = "0")
    image_array(x, sise = 3)
    image_array()
  })
})

test_that("images are brought to a size", {
  skip_without_escnn()
  flat <- array(0.25, c(6, 8, 1))
  both <- image_array(list(flat, flat[1:3, 1:4, 1]), size = c(h = 5, w = 3))
  expect_equal(both, array(0.25, c(2, 1, 5, 3)))
  ramp <- image_array(matrix(rep(1:8, each = 2), 2), size = c(1, 4))
  expect_equal(ramp[1, 1, 1, 2:3], c(3.5, 5.5), tolerance = 0.1)
})

test_that("where arrays are wanted, other images are pointed here", {
  skip_without_escnn()
  model <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 3)
  image <- cimg(array(0, c(3, 4, 1, 1)))
  expect_snapshot(error = TRUE, {
    fit(model, image, 1)
    dataset_arrays(image)
    model(image)
  })
})

test_that("what is wrong in a list is named, and an image has pixels", {
  empty <- matrix(0, 0, 3)
  for (wrong in list("x", empty, matrix("no colour"), array(0, c(3, 9, 9)))) {
    expect_error(
      image_array(list(volcano, wrong)), "x[[2]]", fixed = TRUE, class = "escnn_error_argument"
    )
  }
  expect_error(image_array(empty), "pixels", class = "escnn_error_argument")
})
