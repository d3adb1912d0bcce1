test_that("data sets look like R", {
  skip_without_escnn()
  data <- small_images()
  expect_s3_class(data, "escnn_dataset")
  expect_identical(length(data), 6L)
  expect_identical(dim(data), c(6L, 1L, 5L, 5L))
  expect_identical(levels(data), c("a", "b"))
  expect_identical(names(data), c("a", "b"))
  expect_identical(dataset_labels(data), factor(rep(c("a", "b", "b"), 2)))
  expect_equal(as.array(data), random_array(6, 1, 5, 5), tolerance = 1e-6)
  expect_snapshot(data)
  expect_snapshot(str(data))
  expect_identical(describe(data), "a data set")
})

test_that("examples are picked from 1", {
  skip_without_escnn()
  data <- small_images()
  x <- random_array(6, 1, 5, 5)
  y <- dataset_labels(data)
  for (i in list(c(5, 2), -1, c(TRUE, FALSE), 3L)) {
    part <- data[i]
    expect_equal(as.array(part), x[seq_len(6)[i], , , , drop = FALSE], tolerance = 1e-6)
    expect_identical(dataset_labels(part), y[i])
  }
  expect_identical(length(data[]), 6L)
  expect_equal(as.array(data[4:6][2]), x[5, , , , drop = FALSE], tolerance = 1e-6)
  expect_identical(length(utils::head(data, 2)), 2L)
  expect_identical(length(utils::head(data)), 6L)
  expect_identical(length(utils::head(data, 0)), 0L)
  expect_identical(length(utils::head(data, -1)), length(data) - 1L)
  expect_snapshot(error = TRUE, {
    data[7]
    data[0.5]
    data["a"]
    dataset_labels(1)
  })
})

test_that("labels are what they were", {
  skip_without_escnn()
  x <- array(0, c(3, 1, 4, 4))
  expect_null(dataset_labels(dataset_arrays(x)))
  expect_identical(dataset_labels(dataset_arrays(x, c(0.5, 2, -1))), c(0.5, 2, -1))
  expect_identical(dataset_labels(dataset_arrays(x, c(2L, 1L, 3L))), factor(c(2, 1, 3)))
  expect_identical(dataset_labels(dataset_arrays(x, c(TRUE, FALSE, TRUE))),
                   factor(c(TRUE, FALSE, TRUE)))
  y <- matrix(c(1, 2, 3, 4, 5, 6), 3)
  expect_identical(dataset_labels(dataset_arrays(x, y)), y)
  masks <- array(rep(1:2, 24), c(3, 4, 4))
  expect_identical(dataset_labels(dataset_arrays(x, masks)), masks)
  expect_snapshot(dataset_arrays(x, y))
  expect_snapshot(dataset_arrays(x))
})

test_that("sets from another session say so", {
  skip_without_escnn()
  dead <- revive(small_images())
  expect_snapshot(dead)
  for (use in list(length, dim, names, levels)) {
    expect_error(use(dead), class = "escnn_error_dead_pointer")
  }
  expect_error(dead[1], class = "escnn_error_dead_pointer")
  expect_error(dataset_labels(dead), class = "escnn_error_dead_pointer")
})

test_that("what is too much for an array is not made", {
  skip_without_escnn()
  frame <- dataset_arrays(array(0L, c(1, 1, 250, 250)))
  many <- py_invoke("escnn_r.datasets.subset_dataset", frame, array(rep(0L, 5000)))
  expect_snapshot(as.array(many), error = TRUE)
  expect_equal(dim(as.array(many[1:2])), c(2, 1, 250, 250))
})
