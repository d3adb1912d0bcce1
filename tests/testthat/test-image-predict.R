# A U-Net of two channels and a fit of it, made once.
small_unet <- local({
  kept <- NULL
  function() {
    if (is.null(kept)) {
      unet <- withr::with_seed(1, net_unet(2, channels = 2, width = 2, depth = 2))
      x <- random_array(2, 2, 24, 20)
      y <- structure(factor(x[, 1, , ] > 0, labels = c("water", "land")), dim = c(2, 24, 20))
      kept <<- list(unet = unet, fit = fit(unet, x, y, epochs = 1, seed = 1))
    }
    kept
  }
})

test_that("tiles give what one pass gives, for even and odd sizes", {
  skip_without_escnn()
  unet <- small_unet()$unet
  for (extent in list(c(150, 131), c(149, 132), c(152, 97))) {
    x <- random_array(1, 2, extent[[1]], extent[[2]])
    one <- predict(unet, x)
    expect_equal(predict(unet, x, tile = 112), one, tolerance = 1e-5)
  }
  # without the window's place, images of even size are stretched otherwise
  part <- predict(unet, x[, , , 1:96, drop = FALSE])
  expect_gt(max(abs(part - one[, , , 1:96, drop = FALSE])[, , , 1:40]), 1e-3)
  expect_warning(
    rough <- predict(unet, x, tile = 80, overlap = 4), "may show seams",
    class = "escnn_warning_overlap"
  )
  expect_gt(max(abs(rough - one)), 1e-4)
})

test_that("a SpatRaster gives one of the same grid, with the levels", {
  skip_without_escnn()
  skip_if_not_installed("terra")
  models <- small_unet()
  x <- random_array(1, 2, 150, 131)
  raster <- terra::rast(
    aperm(x[1, , , ], c(2, 3, 1)), extent = c(100, 231, 10, 160), crs = "epsg:32633"
  )
  classes <- predict(models$fit, raster, tile = 112)
  expect_true(terra::compareGeom(classes, raster[[1]]))
  expect_identical(terra::levels(classes)[[1]]$class, c("water", "land"))
  codes <- terra::as.matrix(classes, wide = TRUE)
  expect_gt(mean(codes == predict(models$fit, x)[1, , ]), 0.9999)
  prob <- predict(models$fit, raster, type = "prob", tile = 112)
  expect_identical(names(prob), c("water", "land"))
  expected <- unname(predict(models$fit, x, type = "prob"))
  expect_equal(unname(image_array(prob)), expected, tolerance = 1e-5)
  scores <- predict(models$unet, raster)
  expect_equal(unname(image_array(scores)), predict(models$unet, x), tolerance = 1e-5)
  path <- withr::local_tempfile(fileext = ".tif")
  written <- predict(models$fit, raster, filename = path)
  expect_true(file.exists(path))
  expect_identical(terra::values(written)[, 1], terra::values(classes)[, 1])
  expect_error(
    predict(models$fit, raster, filename = path), "unlink", class = "escnn_error_argument"
  )
})

test_that("missing cells are refused, or filled and missing again", {
  skip_without_escnn()
  skip_if_not_installed("terra")
  raster <- terra::rast(aperm(random_array(1, 2, 30, 31)[1, , , ], c(2, 3, 1)))
  raster[[2]][3:4, 5] <- NA
  filled <- predict(small_unet()$fit, raster, na = 0)
  expect_identical(which(is.na(terra::values(filled))), which(is.na(terra::values(raster[[2]]))))
  classes <- terra::rast(matrix(1:4, 2))
  levels(classes) <- data.frame(value = 1:4, class = letters[1:4])
  expect_snapshot(error = TRUE, {
    predict(small_unet()$fit, raster)
    predict(small_unet()$fit, raster[[1]])
    predict(small_unet()$fit, c(classes, classes))
    predict(small_unet()$fit, raster, tiles = 3)
    predict(small_unet()$fit, raster, na = 0, filename = "nowhere/x.tif")
    predict(small_unet()$unet, raster, type = "prob")
    predict(small_unet()$unet, random_array(1, 2, 200, 20), tile = 64)
  })
})

test_that("stars give stars, whichever line comes first", {
  skip_without_escnn()
  skip_if_not_installed("stars")
  models <- small_unet()
  x <- random_array(1, 2, 30, 21)
  cells <- list(a = t(x[1, 1, , ]), b = t(x[1, 2, , ]))
  place <- stars::st_dimensions(x = 0:20, y = 29:0, .raster = c("x", "y"))
  down <- stars::st_as_stars(cells, dimensions = place)
  found <- predict(models$fit, down, type = "prob")
  expect_s3_class(found, "stars")
  expect_identical(names(found), c("water", "land"))
  expected <- unname(predict(models$fit, x, type = "prob"))
  expect_equal(unname(image_array(found)), expected, tolerance = 1e-5)
  place <- stars::st_dimensions(x = 0:20, y = 0:29, .raster = c("x", "y"))
  upwards <- stars::st_as_stars(lapply(cells, function(m) m[, 30:1]), dimensions = place)
  found <- predict(models$fit, upwards, type = "prob")
  expect_equal(found$water, t(expected[1, 1, 30:1, ]), tolerance = 1e-5, ignore_attr = TRUE)
  expect_identical(stars::st_dimensions(found), stars::st_dimensions(upwards))
  classes <- predict(models$fit, down)
  expect_identical(levels(classes$class), c("water", "land"))
})

test_that("other images give what their arrays give", {
  skip_without_escnn()
  image <- cimg(array(small_picture()[, , 1:2], c(4, 3, 1, 2)))
  model <- small_unet()$fit
  expect_identical(predict(model, image), predict(model, image_array(image)))
  whole <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 3)
  skip_if_not_installed("terra")
  expect_snapshot(predict(whole, terra::rast(volcano)), error = TRUE)
})
