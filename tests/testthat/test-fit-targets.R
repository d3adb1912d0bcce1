# Two labels that an image may have at once: bright on the whole, and bright in the middle.
labelled <- function(n = 60) {
  bright <- rep(c(FALSE, TRUE), length.out = n)
  middle <- rep(c(FALSE, FALSE, TRUE), length.out = n)
  x <- random_array(n, 1, 9, 9) + bright
  x[middle, , 4:6, 4:6] <- x[middle, , 4:6, 4:6] + 3
  list(x = x, y = cbind(bright = bright, middle = middle))
}

test_that("several labels an example are learnt, each by itself", {
  skip_without_escnn()
  d <- labelled()
  fitted <- fit(
    small_network(), d$x, d$y, epochs = 15, metrics = c("accuracy", "auc"),
    validation = list(d$x, d$y), optimizer = optim_adam(lr = 0.05)
  )
  prob <- predict(fitted, d$x, type = "prob")
  found <- predict(fitted, d$x)
  logits <- predict(fitted, d$x, type = "response")
  expect_identical(dimnames(found), list(NULL, c("bright", "middle")))
  expect_identical(found, prob > 0.5)
  expect_equal(prob, stats::plogis(logits), tolerance = 1e-6)
  last <- fitted$history[15, ]
  expect_equal(last$valid_accuracy, mean(found == d$y))
  expect_gt(last$valid_accuracy, 0.8)
  losses <- -ifelse(d$y, log(prob), log(1 - prob))
  expect_equal(last$valid_loss, mean(losses), tolerance = 1e-5)
  area <- function(score, is) mean(outer(score[is], score[!is], ">"))
  expect_equal(last$valid_auc, mean(c(
    area(prob[, 1], d$y[, 1]), area(prob[, 2], d$y[, 2])
  )))
  expect_equal(evaluate(fitted, d$x, d$y)$auc, last$valid_auc)
  expect_snapshot(print(fitted), transform = function(lines) {
    # how many lines the numbers take depends on their digits
    lines <- lines[!grepl("^ +[0-9.]+", lines)]
    sub("[0-9.]+ (s|min) on", "<time> on", sub("last: .*", "last: <numbers>", lines))
  })
  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(fitted, path)
  expect_identical(predict(escnn_load(path), d$x), found)
})

test_that("labels may be 0 and 1 under names, or come with a data set", {
  skip_without_escnn()
  d <- labelled(12)
  model <- small_network()
  one <- fit(model, d$x, d$y, epochs = 1, seed = 1)
  double <- fit(model, d$x, d$y + 0, epochs = 1, seed = 1)
  expect_identical(escnn_weights(double), escnn_weights(one))
  data <- dataset_arrays(d$x, d$y)
  expect_identical(dataset_labels(data), d$y)
  expect_identical(escnn_weights(fit(model, data, epochs = 1, seed = 1)), escnn_weights(one))
  expect_identical(fit(model, data, epochs = 1)$levels, c("bright", "middle"))
  # without names they are two numbers
  expect_null(fit(model, d$x, unname(d$y + 0), epochs = 1)$levels)
})

test_that("a logical image is a segmentation of two classes", {
  skip_without_escnn()
  d <- labelled(8)
  net <- field_type(c4(), "trivial") |> nn_r2_conv(c(trivial = 2), kernel_size = 3, padding = 1)
  fitted <- fit(net, d$x, d$x[, 1, , ] > 0, epochs = 1)
  expect_identical(fitted$levels, c("FALSE", "TRUE"))
})

test_that("targets turn along with augmented inputs", {
  skip_without_escnn()
  x <- random_array(16, 1, 9, 9)
  # what an equivariant network gives can be learnt to any precision, turned or not
  teacher <- field_type(c4(), "trivial") |>
    nn_r2_conv(c(irrep_1 = 1), kernel_size = 3, padding = 1, bias = FALSE)
  fields <- teacher(geometric_tensor(x, teacher$in_type))
  for (way in c("exact", "all")) {
    fitted <- fit(teacher, x, fields, epochs = 1, augment = way, optimizer = optim_sgd(lr = 0))
    expect_lt(fitted$history$loss, 1e-10)
  }
  numbers <- fit(teacher, x, as.array(fields), epochs = 1, augment = "all",
                 optimizer = optim_sgd(lr = 0))
  expect_lt(numbers$history$loss, 1e-10)
  vector <- field_type(c4(), "trivial") |> nn_r2_conv(c(irrep_1 = 1), kernel_size = 9)
  y <- predict(vector, x)
  fitted <- fit(vector, x, matrix(y, 16), epochs = 1, augment = "all",
                optimizer = optim_sgd(lr = 0))
  expect_lt(fitted$history$loss, 1e-8)
})

test_that("segmentations turn along, at other angles to the nearest pixel", {
  skip_without_escnn()
  # one pixel decides: the class is whether it is positive
  x <- random_array(12, 1, 9, 9)
  y <- array(as.integer(x[, 1, , ] > 0) + 1L, c(12, 9, 9))
  net <- function(gspace) {
    field_type(gspace, "trivial") |> nn_r2_conv(c(trivial = 2), kernel_size = 1)
  }
  last_loss <- function(gspace, way) {
    optimizer <- optim_adam(lr = 0.3)
    fitted <- fit(net(gspace), x, y, epochs = 40, augment = way, optimizer = optimizer)
    # which elements are drawn differs from epoch to epoch
    mean(tail(fitted$history$loss, 10))
  }
  expect_lt(last_loss(c4(), NULL), 0.14)
  expect_lt(last_loss(c4(), "exact"), 0.14)
  # between pixels the sign of a mean is not that of the nearest one
  eighths <- last_loss(gspace_rot2d_on_r2(n = 8), "all")
  expect_true(eighths > 0.14 && eighths < 0.6)
  fitted <- fit(net(gspace_rot2d_on_r2(n = 8)), x, y, epochs = 1, metrics = "iou")
  scores <- evaluate(fitted, x, y, angles = c(0, 90, 180))
  expect_equal(scores$iou, rep(scores$iou[[1]], 3))
})

test_that("targets that cannot be are told", {
  skip_without_escnn()
  d <- labelled(6)
  model <- small_network()
  nothing <- d$y
  nothing[] <- NA
  fields <- geometric_tensor(array(0, c(6, 2, 1, 1)), field_type(c4(), "irrep_1"))
  restricted <- field_type(gspace_rot2d_on_r2(n = 8), "trivial") |>
    nn_restriction(4) |>
    nn_r2_conv(c(irrep_1 = 1), kernel_size = 9)
  expect_snapshot(error = TRUE, {
    fit(model, d$x, fields)
    fit(model, d$x, nothing)
    fit(model, d$x, unname(cbind(d$y, d$y)))
    fit(model, d$x, cbind(d$y, d$y))
    fit(model, d$x, d$y, metrics = "balanced_accuracy")
    fit(model, d$x, d$y, validation = list(d$x, factor(1:6)))
    fit(restricted, d$x, matrix(0, 6, 2), augment = "all")
  })
})

test_that("classes are known by their names, and one column of them is a vector", {
  skip_without_escnn()
  d <- bright_and_dark(8)
  model <- small_network()
  fitted <- fit(model, d$x, d$y, epochs = 1)
  # FALSE is not the first class
  for (wrong in list(rep(c(TRUE, FALSE), 4), rep(FALSE, 8), rep(c("TRUE", "FALSE"), 4))) {
    expect_error(evaluate(fitted, d$x, wrong), "classes that were trained", class = "escnn_error")
    expect_error(fit(fitted, d$x, wrong), "classes that were trained", class = "escnn_error")
  }
  several <- fit(model, d$x, rep(c(TRUE, FALSE), 4), epochs = 1)
  expect_identical(nrow(evaluate(several, d$x, rep(FALSE, 8))), 1L)
  for (y in list(d$y, as.integer(d$y), data.frame(y = as.integer(d$y)))) {
    column <- if (is.data.frame(y)) y else structure(y, dim = c(8L, 1L))
    expect_s3_class(fit(model, d$x, column, epochs = 1), "escnn_fit")
  }
  for (y in list(factor(rep("a", 8)), rep(1L, 8), factor(rep("b", 8), levels = "b"))) {
    expect_error(fit(model, d$x, y, epochs = 1), "two classes or more", class = "escnn_error")
  }
})

test_that("targets that no training could reach are refused", {
  skip_without_escnn()
  d <- bright_and_dark(4)
  for (bad in list(Inf, -Inf)) {
    y <- c(1, bad, 0, 0)
    expect_error(fit(small_network(1), d$x, y), "at \\[2\\] is", class = "escnn_error_argument")
    expect_error(dataset_arrays(d$x, y), "at \\[2\\] is", class = "escnn_error_argument")
  }
  many <- c(1L, 2L, 2000000000L, 1L)
  expect_error(fit(small_network(), d$x, many), "largest is 2000000000", class = "escnn_error")
  expect_error(dataset_arrays(d$x, many), "largest is 2000000000", class = "escnn_error_argument")
})

test_that("fits of earlier versions say what they predict", {
  expect_identical(fit_kind(list(plan = list(targets = "labels"), levels = "a")), "labels")
  expect_identical(fit_kind(list(plan = list(labels = 2L), levels = c("a", "b"))), "labels")
  expect_identical(fit_kind(list(plan = list(classes = 2L), levels = c("a", "b"))), "classes")
  expect_identical(fit_kind(list(plan = list(), levels = NULL)), "numbers")
})
