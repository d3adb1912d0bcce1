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
