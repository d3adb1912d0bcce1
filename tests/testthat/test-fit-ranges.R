test_that("images of another unit than in training are told, other light is not", {
  skip_without_escnn()
  x <- withr::with_seed(1, array(runif(40 * 121), c(40, 1, 11, 11)))
  model <- field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 11) |>
    nn_group_pooling()
  y <- factor(rep(c("a", "b"), 20))
  fitted <- fit(model, x, y, epochs = 1, seed = 1)
  told <- function(code) {
    expect_warning(code, "far from those in training", class = "escnn_warning_range")
  }
  told(predict(fitted, x * 255))
  expect_warning(predict(fitted, x * 255), "newdata / 255", class = "escnn_warning_range")
  # and names the function that the user called
  warned <- rlang::catch_cnd(augment(fitted, x * 255), "escnn_warning_range")
  expect_identical(warned$call[[1]], quote(augment))
  expect_warning(
    explain_prediction(fitted, x[1:2, , , , drop = FALSE] * 255), "x / 255",
    class = "escnn_warning_range"
  )
  told(explore(fitted, x[1:2, , , , drop = FALSE] * 255, withr::local_tempfile(fileext = ".html")))
  told(predict(fitted, dataset_arrays(x * 255, y)))
  told(evaluate(fitted, x * 255, y, metrics = "accuracy"))
  # most of it black
  told(predict(fitted, 255 * x * (x > 0.8)))
  for (other in list(x, 2 * x + 1, x / 5, 1 - x, x * 0, x - 3, x * (x > 0.95))) {
    expect_no_warning(predict(fitted, other))
  }
  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(fitted, path)
  told(predict(escnn_load(path), x * 255))
  fitted$about$inputs <- NULL
  expect_no_warning(predict(fitted, x * 255))

  # the other way round, and in maps that go tile by tile
  bytes <- fit(model, x * 255, y, epochs = 1, seed = 1)
  expect_warning(predict(bytes, x), "newdata [*] 255", class = "escnn_warning_range")
  expect_no_warning(predict(bytes, 100 + 0 * x))
  expect_no_warning(predict(bytes, 127 + x))
})

test_that("rasters of another unit are told", {
  skip_without_escnn()
  skip_if_not_installed("terra")
  x <- withr::with_seed(1, array(runif(20 * 144), c(20, 1, 12, 12)))
  model <- field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 1), kernel_size = 3, padding = 1) |>
    nn_group_pooling()
  fitted <- fit(model, x, array(x, c(20, 1, 12, 12)), epochs = 1, seed = 1)
  map <- terra::rast(matrix(withr::with_seed(1, sample(0:255, 900, TRUE)), 30))
  expect_warning(predict(fitted, map), "255|250", class = "escnn_warning_range")
  expect_no_warning(predict(fitted, map / 255))
  large <- array(runif(900) * 255, c(1, 1, 30, 30))
  expect_warning(predict(fitted, large, tile = 24), class = "escnn_warning_range")
})
