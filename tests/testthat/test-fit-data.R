test_that("batches come from an R function", {
  skip_without_escnn()
  d <- bright_and_dark()
  asked <- list()
  yielded <- function(epoch, batch) {
    asked[[length(asked) + 1]] <<- c(epoch, batch)
    if (batch > 2) {
      return(NULL)
    }
    rows <- seq_len(20) + 20 * (batch - 1)
    list(d$x[rows, , , , drop = FALSE], d$y[rows])
  }
  fitted <- fit(small_network(), yielded, epochs = 2)
  expect_identical(nrow(fitted$history), 2L)
  expect_identical(fitted$levels, c("dark", "light"))
  expect_identical(asked[-1], Map(c, rep(1:2, each = 3), rep(1:3, 2)) |> unname())
})

test_that("segmentations may have named classes, and come from data sets", {
  skip_without_escnn()
  x <- random_array(6, 1, 9, 9)
  bright <- array(x[, 1, , ] > 0, c(6, 9, 9))
  named <- factor(ifelse(bright, "bright", "dark"), c("dark", "bright"))
  dim(named) <- dim(bright)
  model <- net_unet(classes = 2, width = 1, depth = 1)
  fitted <- fit(
    model, x, named, epochs = 1, metrics = "iou_by_class", validation = list(x, named)
  )
  expect_identical(fitted$levels, c("dark", "bright"))
  expect_true(all(c("valid_iou_dark", "valid_iou_bright") %in% names(fitted$history)))
  expect_named(evaluate(fitted, x, named), c("loss", "iou_dark", "iou_bright"))
  from_data <- fit(model, dataset_arrays(x, named), epochs = 1)
  expect_equal(from_data$history$loss, fitted$history$loss, tolerance = 1e-6)
  logical <- fit(model, dataset_arrays(x, bright), epochs = 1)
  expect_identical(logical$levels, c("FALSE", "TRUE"))
  expect_equal(logical$history$loss, fitted$history$loss, tolerance = 1e-6)
})

test_that("wrong data are told before anything is trained", {
  skip_without_escnn()
  d <- bright_and_dark(6)
  model <- small_network()
  expect_snapshot(error = TRUE, {
    fit(model)
    fit(model, d$x)
    fit(model, d$x, d$y[1:3])
    fit(model, d$x[, 1, , ], d$y)
    fit(model, d$x, as.character(d$y))
    fit(model, d$x, rep(NA_integer_, 6))
    fit(model, d$x, 0:5)
    fit(model, d$x, factor(1:6))
    fit(model, d$x, rnorm(6))
    fit(model, d$x, d$y, validation = "some")
  })
})

test_that("arrays, geometric tensors and data sets are the same examples", {
  skip_without_escnn()
  d <- bright_and_dark(12)
  model <- small_network()
  trained <- function(...) escnn_weights(fit(model, ..., epochs = 1, seed = 1))
  expected <- trained(d$x, d$y)
  tensor <- geometric_tensor(d$x, model$in_type)
  data <- dataset_arrays(d$x, d$y)
  expect_identical(trained(tensor, d$y), expected)
  expect_identical(trained(data), expected)
  other <- geometric_tensor(random_array(12, 4, 9, 9), field_type(c4(), "regular"))
  expect_snapshot(error = TRUE, {
    fit(model, other, d$y)
    fit(model, data, d$y)
  })
  expect_error(fit(model, revive(tensor), d$y), class = "escnn_error_dead_pointer")
})

test_that("what a function of batches gives is checked, and may be numbers", {
  skip_without_escnn()
  d <- bright_and_dark(6)
  one <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 9)
  numbers <- function(epoch, batch) if (batch == 1) list(d$x, as.numeric(d$y))
  fitted <- fit(one, numbers, epochs = 1)
  expect_null(fitted$levels)
  straight <- fit(one, d$x, as.numeric(d$y), epochs = 1)
  expect_equal(fitted$history$loss, straight$history$loss, tolerance = 1e-5)
  expect_snapshot(fit(one, function(epoch, batch) d$x), error = TRUE)
})

test_that("validation is a list, a data set, or a share that is held out", {
  skip_without_escnn()
  d <- bright_and_dark(20)
  held <- bright_and_dark(8)
  model <- small_network()
  history <- function(...) {
    found <- fit(model, d$x, d$y, epochs = 1, seed = 1, ...)$history
    found[names(found) != "seconds"]
  }
  expected <- history(validation = held)
  expect_identical(history(validation = dataset_arrays(held$x, held$y)), expected)
  reversed <- factor(held$y, rev(levels(held$y)))
  expect_identical(history(validation = dataset_arrays(held$x, reversed)), expected)
  expect_identical(expected$loss, history()$loss)
  # classes by their names, in whichever order their levels are
  expect_identical(history(validation = list(held$x, reversed)), expected)
  expect_identical(history(validation = list(held$x, as.character(held$y))), expected)
  expect_false(identical(history(validation = 0.25)$loss, expected$loss))
  expect_snapshot(error = TRUE, {
    fit(model, d$x, d$y, validation = 2)
    fit(model, d$x, d$y, validation = 0.01)
    fit(model, d$x, d$y, validation = list(held$x))
    fit(model, d$x, d$y, validation = list(held$x, rep("grey", 8)))
    fit(model, d$x, d$y, validation = list(held$x, rnorm(8)))
    fit(model, d$x, d$y, validation = dataset_arrays(held$x, rnorm(8)))
  })
})

test_that("a share that is held out has each class in proportion", {
  skip_without_escnn()
  x <- random_array(60, 1, 9, 9)
  y <- factor(rep(c("a", "b"), c(50, 10)))
  rare <- function(x, y, seed) {
    count <- function(truth, estimate) sum(truth == "b")
    fit(
      small_network(), x, y, epochs = 1, validation = 0.2, metrics = list(n = count), seed = seed
    )$history$valid_n
  }
  expect_identical(vapply(1:4, function(seed) rare(x, y, seed), 0), rep(2, 4))
  # cousins: a data set, targets of which some are missing
  expect_identical(vapply(1:3, function(seed) rare(dataset_arrays(x, y), NULL, seed), 0), rep(2, 3))
  y[1:10] <- NA
  expect_identical(vapply(1:3, function(seed) rare(x, y, seed), 0), rep(2, 3))
})
