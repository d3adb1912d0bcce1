# That `evaluate()` turns inputs as `turn` does, and by nothing else.
expect_turned <- function(model, x, turn, angle = 90) {
  y <- rep(0, 6)
  fitted <- fit(model, x, y, epochs = 1)
  found <- evaluate(fitted, x, y, angles = c(0, angle))
  expect_equal(found$loss[[1]], evaluate(fitted, x, y)$loss, tolerance = 1e-5)
  expect_equal(found$loss[[2]], evaluate(fitted, turn(x), y)$loss, tolerance = 1e-5)
}

test_that("metrics are measured, also on rotated copies", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 2, metrics = "accuracy")
  found <- evaluate(fitted, d$x, d$y, angles = c(0, 90, 180))
  expect_named(found, c("angle", "loss", "accuracy"))
  expect_equal(found$loss, rep(found$loss[[1]], 3), tolerance = 1e-5)
  expect_identical(found$accuracy[[1]], mean(predict(fitted, d$x) == d$y))
  expect_snapshot(evaluate(fitted, d$x, d$y, metrics = "rmse"), error = TRUE)
})

test_that("images and volumes are turned counter-clockwise about their centre", {
  skip_without_escnn()
  flat <- field_type(gspace_trivial_on_r2(), "trivial") |>
    nn_plain_conv(c(trivial = 1), kernel_size = 5)
  expect_turned(flat, random_array(6, 1, 5, 5), function(x) {
    aperm(x, c(1, 2, 4, 3))[, , 5:1, , drop = FALSE]
  })
  deep <- field_type(gspace_trivial_on_r3(), "trivial") |>
    nn_plain_conv(c(trivial = 1), kernel_size = 5)
  expect_turned(deep, random_array(6, 1, 5, 5, 5), function(x) {
    aperm(x, c(1, 2, 3, 5, 4))[, , , 5:1, , drop = FALSE]
  })
})

test_that("clouds are turned about the third axis", {
  skip_without_points()
  x <- turned_shapes(2)$x
  model <- field_type(gspace_trivial_on_r3(), "trivial") |>
    nn_r3_point_conv(c(trivial = 1), k = 4, width = 1, n_rings = 2, frequencies_cutoff = 1) |>
    nn_point_pooling()
  turn <- rbind(c(cos(0.7), -sin(0.7), 0), c(sin(0.7), cos(0.7), 0), c(0, 0, 1))
  expect_turned(model, x, angle = 0.7 * 180 / pi, function(x) {
    lapply(x, function(each) each %*% t(turn))
  })
})

test_that("pixels from outside have no class, and look like the border of their image", {
  skip_without_escnn()
  net <- field_type(c4(), "trivial") |> nn_r2_conv(c(trivial = 2), kernel_size = 1)
  x <- array(0, c(2, 1, 9, 9))
  second <- array(2L, c(2, 9, 9))
  fitted <- fit(net, x, second, epochs = 1, metrics = "accuracy")
  # of one image, the same class is found at each pixel
  found <- evaluate(fitted, x, second, angles = c(0, 45))$accuracy
  expect_true(found[[1]] %in% 0:1)
  expect_identical(found[[2]], found[[1]])
  # cousins: fields of numbers, and classes of bright images
  one <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 1)
  numbers <- fit(one, x, x + 1, epochs = 1)
  expect_warning(
    found <- evaluate(numbers, x + 3, x + 9, metrics = c("rmse", "mae"), angles = c(0, 45)),
    "lie far from those in training"
  )
  expect_equal(found$rmse[[2]], found$rmse[[1]], tolerance = 1e-5)
  expect_equal(found$mae[[2]], found$mae[[1]], tolerance = 1e-5)
  bright <- fit(small_network(), x + 1, factor(1:2), epochs = 1)
  found <- evaluate(bright, x + 1, factor(1:2), metrics = "loss", angles = c(0, 45))$loss
  expect_equal(found[[2]], found[[1]], tolerance = 1e-5)
  black <- evaluate(bright, x + 1, factor(1:2), "loss", angles = 45, fill = 0)$loss
  expect_gt(abs(black - found[[1]]), 1e-5)
  expect_equal(evaluate(bright, x + 1, factor(1:2), "loss", angles = 45, fill = 1)$loss, found[[1]])
  expect_error(evaluate(bright, x, factor(1:2), angles = 45, fill = "edge"),
               class = "escnn_error_argument")
  expect_error(evaluate(bright, x, factor(1:2), angles = 45, fill = 1:3), "each of the 1 channels",
               class = "escnn_error_argument")
})

test_that("numbers don't depend on batches, nor on how targets are given", {
  skip_without_escnn()
  d <- bright_and_dark(20)
  fitted <- fit(small_network(), d$x, d$y, epochs = 1, metrics = "accuracy")
  expected <- evaluate(fitted, d$x, d$y)
  expect_named(expected, c("loss", "accuracy"))
  expect_equal(evaluate(fitted, d$x, d$y, batch_size = 7), expected, tolerance = 1e-6)
  expect_identical(evaluate(fitted, d$x, as.character(d$y)), expected)
  expect_identical(evaluate(fitted, d$x, factor(d$y, rev(levels(d$y)))), expected)
  expect_identical(evaluate(fitted, dataset_arrays(d$x, d$y)), expected)
  reversed <- factor(d$y, rev(levels(d$y)))
  expect_identical(evaluate(fitted, dataset_arrays(d$x, reversed)), expected)
  batches <- function(epoch, batch) if (batch == 1) list(d$x, reversed)
  expect_identical(evaluate(fitted, batches), expected)
  expect_named(
    evaluate(fitted, d$x, d$y, metrics = c("auc", "balanced_accuracy")),
    c("loss", "auc", "balanced_accuracy")
  )
})

test_that("labels are found by their names", {
  skip_without_escnn()
  x <- random_array(8, 1, 9, 9)
  y <- cbind(a = rep(0:1, 4), b = rep(0:1, each = 4), c = rep(c(1, 0, 0, 1), 2))
  model <- field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 3), kernel_size = 9) |>
    nn_group_pooling()
  fitted <- fit(model, x, y, epochs = 1)
  expected <- evaluate(fitted, x, y)
  expect_identical(evaluate(fitted, x, y[, c("c", "a", "b")]), expected)
  expect_identical(evaluate(fitted, dataset_arrays(x, y[, 3:1])), expected)
  expect_snapshot(error = TRUE, {
    evaluate(fitted, x, y[, 1:2])
    evaluate(fitted, dataset_arrays(x, y[, 1:2]))
  })
})

test_that("what cannot be measured is told", {
  skip_without_escnn()
  d <- bright_and_dark(6)
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  expect_snapshot(error = TRUE, {
    evaluate(fitted, d$x)
    evaluate(fitted)
    evaluate(fitted, d$x, rep("grey", 6))
    evaluate(fitted, d$x, rnorm(6))
    evaluate(fitted, dataset_arrays(d$x, factor(c("grey", rep("dark", 5)))))
    evaluate(fitted, dataset_arrays(d$x, rnorm(6)))
    evaluate(fitted, d$x, d$y, angles = "right")
    evaluate(fitted, d$x, d$y, angles = numeric())
    evaluate(fitted, d$x, d$y, angles = NA_real_)
    evaluate(fitted, d$x, d$y, batch_size = 0)
  })
})

test_that("the positive class is the fit's second level, whatever levels other data have", {
  skip_without_escnn()
  d <- bright_and_dark(40)
  names <- c("sick", "well")
  y <- factor(names[as.integer(d$y)], names)
  measures <- c("sensitivity", "specificity", "f1", "auc")
  fitted <- fit(
    small_network(), d$x, y, epochs = 3, optimizer = optim_adam(lr = 0.05), metrics = measures,
    validation = list(d$x, y)
  )
  # not all of them are right, so that both classes differ
  y[1:7] <- "well"
  wanted <- evaluate(fitted, d$x, y, metrics = measures)
  is_well <- stats::predict(fitted, d$x, type = "class")[y == "well"] == "well"
  expect_equal(wanted$sensitivity, mean(is_well))
  other <- factor(as.character(y), rev(names))
  expect_identical(evaluate(fitted, d$x, other, metrics = measures), wanted)
  # cousins: by name, more levels than there are, and a data set
  expect_identical(evaluate(fitted, d$x, as.character(y), metrics = measures), wanted)
  expect_identical(evaluate(fitted, dataset_arrays(d$x, other), metrics = measures), wanted)
  net <- small_network()
  history <- function(truth) {
    again <- fit(
      net, d$x, y, epochs = 1, metrics = measures, validation = list(d$x, truth), seed = 1
    )
    again$history[paste0("valid_", measures)]
  }
  expect_identical(history(other), history(y))
  expect_identical(attr(wanted, "positive"), "well")
  expect_output(print(wanted), 'The positive class of .* is "well"')
  expect_output(print(fitted), 'the positive class is "well"')
  expect_null(attr(evaluate(fitted, d$x, y, metrics = "accuracy"), "positive"))
})

test_that("metrics at a threshold are those of decisions above it", {
  skip_without_escnn()
  d <- bright_and_dark(30)
  fitted <- fit(small_network(), d$x, d$y, epochs = 1, seed = 1)
  prob <- predict(fitted, d$x, type = "prob")[, 2]
  cuts <- unname(stats::quantile(prob, c(0.2, 0.8)))
  hits <- function(truth, estimate) mean(truth == estimate)
  own <- list("sensitivity", "specificity", "accuracy", "auc", "brier", hits = hits)
  found <- evaluate(fitted, d$x, d$y, metrics = own, threshold = cuts)
  expect_identical(found$threshold, cuts)
  light <- d$y == "light"
  expect_equal(found$sensitivity, vapply(cuts, function(cut) mean(prob[light] > cut), 1))
  expect_equal(found$specificity, vapply(cuts, function(cut) mean(prob[!light] <= cut), 1))
  expect_equal(found$accuracy, vapply(cuts, function(cut) mean((prob > cut) == light), 1))
  expect_equal(found$hits, found$accuracy)
  plain <- evaluate(fitted, d$x, d$y, metrics = own)
  expect_equal(found$auc, rep(plain$auc, 2))
  expect_equal(found$brier, rep(plain$brier, 2))
  half <- evaluate(fitted, d$x, d$y, metrics = own, threshold = 0.5)
  expect_equal(unlist(half)[names(plain)], unlist(plain))
  both <- evaluate(fitted, d$x, d$y, metrics = "accuracy", threshold = cuts, angles = c(0, 90))
  expect_identical(both$angle, c(0, 0, 90, 90))
  expect_s3_class(plot(
    evaluate(fitted, d$x, d$y, metrics = "accuracy", threshold = 0.3, angles = c(0, 90))
  ), "ggplot")
  # cousins: labels, and pixels
  labels <- cbind(light = light, dark = !light)
  of_labels <- fit(small_network(), d$x, labels, epochs = 1, seed = 1)
  each <- predict(of_labels, d$x, type = "prob")
  cut <- stats::median(each)
  expect_equal(
    evaluate(of_labels, d$x, labels, metrics = "accuracy", threshold = cut)$accuracy,
    mean((each > cut) == labels)
  )
  net <- field_type(c4(), "trivial") |> nn_r2_conv(c(trivial = 2), kernel_size = 3, padding = 1)
  maps <- array(d$x[, 1, , ] > 0.5, c(30, 9, 9))
  pixels <- fit(net, d$x, maps, epochs = 1, seed = 1)
  of_pixels <- predict(pixels, d$x, type = "prob")[, 2, , ]
  cut <- stats::median(of_pixels)
  expect_equal(
    evaluate(pixels, d$x, maps, metrics = "sensitivity", threshold = cut)$sensitivity,
    mean(of_pixels[maps] > cut), tolerance = 1e-3
  )
  three <- fit(small_network(3), d$x, factor(rep(1:3, 10)), epochs = 1, seed = 1)
  expect_snapshot(error = TRUE, {
    evaluate(fitted, d$x, d$y, threshold = 1)
    evaluate(three, d$x, factor(rep(1:3, 10)), threshold = 0.3)
  })
})
