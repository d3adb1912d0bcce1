test_that("arrays and NIfTI images have x as their width and z as their depth", {
  x <- array(stats::runif(2 * 3 * 4), 2:4)
  values <- volume_array(x)
  expect_identical(dim(values), c(1L, 1L, 4L, 3L, 2L))
  expect_identical(values[1, 1, 4, 3, 2], x[2, 3, 4])
  expect_equal(volume_array(list(x, 1 - x))[2, , , , ], 1 - values[1, 1, , , ])
  expect_equal(volume_array(rnifti(x, c(2, 2, 2))), values, ignore_attr = "voxel")
  expect_identical(attr(volume_array(rnifti(x, c(2, 2, 2))), "voxel"), c(2, 2, 2))
  oro <- structure(
    x, pixdim = c(-1, 3, 3, 3, 0, 0, 0, 0), class = structure("nifti", package = "oro.nifti")
  )
  expect_equal(volume_array(oro), values, ignore_attr = "voxel")
  channels <- array(stats::runif(48), c(2:4, 2))
  expect_identical(volume_array(channels)[1, 2, 4, 3, 2], channels[2, 3, 4, 2])
  expect_identical(volume_array(cimg(channels))[1, 2, 4, 3, 2], channels[2, 3, 4, 2])
  skip_if_not_installed("Rniftilib")
  image <- rniftilib(x, c(1.5, 1.5, 1.5))
  expect_equal(volume_array(image), values, ignore_attr = "voxel", tolerance = 1e-6)
  expect_equal(attr(volume_array(image), "voxel"), c(1.5, 1.5, 1.5))
})

test_that("voxels become cubes about the same centre", {
  skip_without_escnn()
  ramp <- function(n, side) (seq_len(n) - (n + 1) / 2) * side
  x <- array(rep(ramp(5, 4), each = 6), c(2, 3, 5))
  fine <- volume_array(x, voxel = c(1, 1, 4))
  expect_identical(dim(fine), c(1L, 1L, 20L, 3L, 2L))
  expect_equal(fine[1, 1, 3:18, 1, 1], ramp(20, 1)[3:18])
  expect_identical(attr(fine, "voxel"), c(1, 1, 1))
  coarse <- volume_array(x, voxel = c(1, 1, 4), cube = 2)
  expect_identical(dim(coarse), c(1L, 1L, 10L, 2L, 1L))
  mask <- volume_array((x > 0) + 0, voxel = c(1, 1, 4), interpolate = "nearest")
  expect_setequal(mask, c(0, 1))
  expect_identical(dim(volume_array(x, voxel = 3)), c(1L, 1L, 5L, 3L, 2L))
  expect_warning(
    kept <- volume_array(x, voxel = c(1, 1, 4), cube = FALSE), class = "escnn_warning_voxels"
  )
  expect_identical(attr(kept, "voxel"), c(4, 1, 1))
})

test_that("what is no volume is told", {
  x <- array(0, 2:4)
  x[1] <- NA
  expect_identical(sum(volume_array(x, na = 0)), 0)
  expect_snapshot(error = TRUE, {
    volume_array(x)
    volume_array(volcano)
    volume_array(array(0, c(1, 1, 2, 3, 4)))
    volume_array(list(hdr = list(), img = list()))
    volume_array(array(0, 2:4), voxel = 0)
    volume_array(array(0, 2:4), cube = "large")
    volume_array(list(array(0, 2:4), array(0, c(2, 2, 2))))
    image_array(rnifti(x, 1:3))
    volume_array()
  })
})

test_that("empty volumes, wrong ones of a list and voxels out of proportion are refused", {
  x <- array(0, 2:4)
  refused <- function(expr, text) {
    expect_error(expr, text, fixed = TRUE, class = "escnn_error_argument")
  }
  refused(volume_array(x[, 0, , drop = FALSE]), "voxels")
  refused(volume_array(list(x, 1)), "x[[2]]")
  refused(volume_array(x, voxel = c(1, 1, 1e9)), "cube")
  refused(volume_array(x, cube = 1e-6), "cube")
})

test_that("NIfTI images of a model of voxels are NIfTI images again", {
  skip_without_escnn()
  skip_if_not_installed("Rniftilib")
  g <- gspace_octa_on_r3()
  model <- field_type(g, "trivial") |> nn_r3_conv(c(trivial = 2), kernel_size = 3, padding = 1)
  values <- array(stats::runif(336), 6:8)
  image <- rniftilib(values, c(1, 1, 1))
  found <- predict(model, image)
  expect_s3_class(found, "nifti")
  x <- volume_array(image)
  expect_equal(aperm(rniftilib_values(found), 4:1), predict(model, x)[1, , , , ], tolerance = 1e-6)
  y <- array(rep(1:2, 168), c(1, 8, 7, 6))
  fitted <- fit(model, x, y, epochs = 1)
  classes <- rniftilib_values(predict(fitted, image))
  expect_identical(aperm(classes, 3:1), predict(fitted, x)[1, , , ] + 0)
  stretched <- rniftilib(values, c(1, 1, 2))
  back <- predict(fitted, stretched, type = "prob")
  expect_equal(getExportedValue("Rniftilib", "$.nifti")(back, "pixdim")[1:3], c(1, 1, 2))
  expect_identical(dim(rniftilib_values(back)), c(6L, 7L, 8L, 2L))
  expect_equal(apply(rniftilib_values(back), 1:3, sum), array(1, 6:8), tolerance = 1e-6)
})
