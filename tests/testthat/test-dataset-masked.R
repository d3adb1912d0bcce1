test_that("missing inputs are filled and marked by one more channel", {
  skip_without_escnn()
  x <- random_array(4, 2, 5, 6) + 3
  gaps <- x
  gaps[1, 1, 1:2, ] <- NA
  gaps[1, 2, 2:3, ] <- NaN
  y <- c(1, NA, 3, 4)
  data <- dataset_masked(gaps, y, fill = c(7, 8))
  values <- as.array(data)
  expect_identical(dim(values), c(4L, 3L, 5L, 6L))
  expect_equal(values[1, 1, 1:2, ], matrix(7, 2, 6))
  expect_equal(values[1, 2, 2:3, ], matrix(8, 2, 6))
  expect_equal(values[, 1:2, , ][!is.na(gaps)], x[!is.na(gaps)], tolerance = 1e-6)
  expect_identical(values[1, 3, , ], 1 - outer(1:5 %in% 1:3, rep(1, 6)))
  expect_true(all(values[2:4, 3, , ] == 1))
  expect_identical(dataset_labels(data), y)
  expect_snapshot(data)
})

test_that("new inputs are filled as those of training were", {
  skip_without_escnn()
  x <- random_array(4, 2, 9, 9) + 3
  x[1:2, 1, 1, ] <- NA
  data <- dataset_masked(x, factor(c("a", "b", "a", "b")), fill = "mean")
  new <- array(NA_real_, c(1, 2, 9, 9))
  for (like in list(data, data[2:3])) {
    filled <- as.array(dataset_masked(new, fill = like))
    expect_equal(filled[1, 1, 1, 1], mean(x[, 1, , ], na.rm = TRUE), tolerance = 1e-6)
    expect_equal(filled[1, 2, 1, 1], mean(x[, 2, , ]), tolerance = 1e-6)
    expect_true(all(filled[1, 3, , ] == 0))
  }
  model <- field_type(c4(), trivial = 3) |>
    nn_r2_conv(c(regular = 2), kernel_size = 9) |>
    nn_group_pooling()
  fitted <- fit(model, data, epochs = 1)
  expect_length(predict(fitted, dataset_masked(new, fill = data)), 1)
  expect_equal(as.array(dataset_masked(matrix(c(1L, NA, 3L, 4L), 2))), cbind(1:0, 3:4, 1:0))
  volumes <- array(c(NA, 1), c(2, 1, 2, 2, 2))
  expect_identical(dim(dataset_masked(volumes)), c(2L, 2L, 2L, 2L, 2L))
})

test_that("what cannot be filled is told", {
  skip_without_escnn()
  x <- array(0, c(2, 2, 3, 3))
  nothing <- x
  nothing[, 2, , ] <- NA
  plain <- dataset_arrays(x)
  expect_snapshot(error = TRUE, {
    dataset_masked()
    dataset_masked(array(0, c(2, 3, 3)))
    dataset_masked(x, fill = 1:3)
    dataset_masked(x, fill = NA_real_)
    dataset_masked(nothing, fill = "mean")
    dataset_masked(x, fill = plain)
    dataset_arrays(nothing)
  })
})
