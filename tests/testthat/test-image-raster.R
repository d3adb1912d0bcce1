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
  expect_equal(unname(image_array(upwards)), as_example(x[, , 1, drop = FALSE]))
  # of several dimensions besides, as the message says
  times <- c(stars, stars, along = "time")
  expect_error(image_array(times), "[, , , , 1, drop = TRUE]", fixed = TRUE)
  expect_equal(image_array(times[, , , , 1, drop = TRUE]), as_example(x))
})
