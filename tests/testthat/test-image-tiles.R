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
