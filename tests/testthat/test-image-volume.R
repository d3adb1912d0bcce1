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
