test_that("parts are written and read as they were", {
  skip_without_escnn()
  x <- random_array(7, 1, 4, 5)
  y <- factor(rep_len(c("b", "a", "c"), 7), c("a", "b", "c"))
  rows <- list(1:3, 4:7)
  path <- withr::local_tempfile()
  data <- dataset_write(path = path, function(i) {
    if (i <= 2) list(x[rows[[i]], , , , drop = FALSE], y[rows[[i]]])
  })
  expect_identical(dim(data), c(7L, 1L, 4L, 5L))
  expect_equal(as.array(data), x, tolerance = 1e-6)
  expect_identical(dataset_labels(data), y)
  again <- dataset_read(path)
  expect_equal(as.array(again[c(6, 2)]), x[c(6, 2), , , , drop = FALSE], tolerance = 1e-6)
  expect_output(print(again), "read: from files, batch by batch")
})

test_that("arrays, bytes and other data sets are written", {
  skip_without_escnn()
  bytes <- array(as.raw(0:119), c(6, 1, 4, 5))
  path <- withr::local_tempfile()
  data <- dataset_write(bytes, path, y = 1:6 + 0, scale = 1 / 255, name = "grey")
  expect_equal(as.array(data), array(0:119 / 255, c(6, 1, 4, 5)), tolerance = 1e-6)
  expect_lt(file.size(file.path(path, "values.npy")), 400)
  expect_identical(dataset_labels(data), 1:6 + 0)
  expect_output(print(data), "grey")
  other <- dataset_write(data[2:6], withr::local_tempfile())
  expect_equal(as.array(other), as.array(data[2:6]))
  expect_output(print(other), "grey")
  writer <- py_invoke("escnn_r.datasets.DatasetWriter", withr::local_tempfile(), FALSE)
  write_dataset(data, writer, rlang::current_env(), most = 40)
  expect_identical(writer$count, 6L)
  py_invoke(writer$abandon)
})

test_that("models are trained from a folder as from memory", {
  skip_without_escnn()
  x <- random_array(12, 1, 7, 7)
  y <- factor(rep(c("a", "b"), 6))
  stored <- dataset_write(x, withr::local_tempfile(), y)
  losses <- lapply(list(stored, dataset_arrays(x, y)), function(data) {
    set.seed(1)
    model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
      nn_r2_conv("regular", kernel_size = 7) |>
      nn_group_pooling() |>
      nn_to_vector(classes = 2)
    fit(model, data, epochs = 2, batch_size = 5, seed = 1)$history$loss
  })
  expect_identical(losses[[1]], losses[[2]])
})

test_that("nothing is left of what could not be finished", {
  skip_without_escnn()
  folder <- withr::local_tempdir()
  path <- file.path(folder, "set")
  expect_error(dataset_write(function(i) if (i == 3) stop("no more") else array(0, c(2, 3)), path),
               "no more")
  expect_identical(list.files(folder, all.files = TRUE, no.. = TRUE), character())
  dataset_write(array(1, c(2, 3)), path)
  expect_error(
    dataset_write(function(i) array(0, c(2, 2 + i)), path, overwrite = TRUE),
    class = "escnn_error_argument"
  )
  expect_equal(as.array(dataset_read(path)), array(1, c(2, 3)))
  expect_identical(dim(dataset_write(array(1, c(4, 3)), path, overwrite = TRUE)), c(4L, 3L))
  expect_identical(list.files(folder, all.files = TRUE, no.. = TRUE), "set")
})

test_that("what doesn't fit is told", {
  skip_without_escnn()
  withr::local_dir(withr::local_tempdir())
  dataset_write(array(1, c(2, 3)), "there")
  dir.create("other")
  x <- array(0, c(2, 1, 4, 4))
  expect_snapshot(error = TRUE, {
    dataset_write(x, "there")
    dataset_write(x, "other", overwrite = TRUE)
    dataset_write(x, file.path("missing", "set"))
    dataset_write(function(i) list(x, 1:2, 3), "new")
    dataset_write(function(i) NULL, "new")
    dataset_write(function(i) x, "new", y = 1:2)
    dataset_write(function(i) list(x, factor(c("a", letters[i + 1]))), "new")
    dataset_write(function(i) list(x[, , , seq_len(5 - i), drop = FALSE]), "new")
    dataset_read("missing")
    dataset_read("other")
  })
  expect_identical(sort(list.files(all.files = TRUE, no.. = TRUE)), c("other", "there"))
})

test_that("a data set without examples is neither written nor drawn", {
  skip_without_escnn()
  data <- dataset_arrays(random_array(3, 1, 4, 4), factor(c("a", "b", "a")))
  for (none in list(data[0], data[integer()], data[-(1:3)])) {
    path <- withr::local_tempfile()
    expect_error(dataset_write(none, path), "one example", class = "escnn_error_argument")
    expect_false(dir.exists(path))
    expect_error(plot(none), "one example", class = "escnn_error_argument")
    expect_identical(levels(none), c("a", "b"))
  }
})

test_that("what is left out is named", {
  for (call in expression(dataset_write(), dataset_read(), dataset_masked())) {
    error <- rlang::catch_cnd(eval(call), "error")
    expect_s3_class(error, "escnn_error_argument")
    expect_match(conditionMessage(error), "must be given")
  }
})
