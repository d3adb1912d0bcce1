kernel_cells <- function(value) {
  steps <- seq(-3, 3, length.out = 25)
  grid <- expand.grid(x = steps, y = steps)
  data.frame(grid, value = value(sqrt(grid$x^2 + grid$y^2), atan2(grid$y, grid$x)))
}

test_that("kernels are told by their place, waves and direction", {
  blob <- kernel_cells(function(r, angle) exp(-r^2))
  expect_identical(one_kernel_text(blob), "positive in the middle")
  ring <- kernel_cells(function(r, angle) -exp(-4 * (r - 2)^2))
  expect_identical(one_kernel_text(ring), "a ring that is negative 2 pixels from the middle")
  wave <- kernel_cells(function(r, angle) exp(-4 * (r - 2)^2) * cos(angle - pi / 2))
  expect_identical(
    one_kernel_text(wave), "1 wave around, 2 pixels from the middle, positive towards 90 degrees"
  )
  waves <- kernel_cells(function(r, angle) exp(-4 * (r - 2)^2) * cos(3 * angle))
  expect_match(one_kernel_text(waves), "^3 waves .* towards 0 degrees and every 120 degrees on$")
  expect_identical(one_kernel_text(kernel_cells(function(r, angle) 0 * r)), "zero all over")
  slices <- rbind(cbind(blob, z = 0), transform(cbind(ring, z = 1), value = 3 * value))
  expect_match(one_kernel_text(slices), "negative 2 pixels from the middle in the slice at z = 1$")
})

test_that("panels beyond the eighth are counted", {
  one <- kernel_cells(function(r, angle) exp(-r^2))
  cells <- do.call(rbind, lapply(1:10, function(i) cbind(one, panel = paste("element", i))))
  cells$panel <- factor(cells$panel, paste("element", 1:10))
  expect_match(kernel_image_text(cells), "^element 1: positive in the middle; .*; and 2 more\\.$")
})
