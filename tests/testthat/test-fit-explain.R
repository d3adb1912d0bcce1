quarter <- function(x) {
  axes <- seq_along(dim(x))
  last <- utils::tail(axes, 2)
  turned <- aperm(x, c(setdiff(axes, last), rev(last)))
  upside <- rev(seq_len(dim(turned)[[last[[1]]]]))
  if (length(axes) == 3L) turned[, upside, , drop = FALSE] else turned[, , upside, , drop = FALSE]
}

largest_difference <- function(a, b) max(abs(a - b)) / max(abs(a))

fit_pictures <- function(height = 9, width = 9) {
  d <- bright_and_dark()
  x <- random_array(40, 1, height, width)
  fit(explained_network(), x, d$y, epochs = 2)
}

explained_network <- function() {
  field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_group_pooling() |>
    nn_to_vector(classes = 2)
}

methods_of_explaining <- c("gradient", "integrated_gradients", "occlusion")

test_that("maps turn along with the input, exactly for quarter turns", {
  skip_without_escnn()
  fitted <- fit_pictures()
  for (size in list(c(9, 9), c(8, 11), c(10, 10))) {
    x <- random_array(3, 1, size[[1]], size[[2]])
    for (method in methods_of_explaining) {
      upright <- explain_prediction(fitted, x, method)
      turned <- explain_prediction(fitted, quarter(x), method)
      expect_identical(dim(upright), c(3L, as.integer(size)))
      expect_lt(largest_difference(quarter(as.array(upright)), as.array(turned)), 1e-4)
      expect_identical(turned$output, upright$output)
    }
    one <- explain_prediction(fitted, x, "occlusion", window = 4, stride = 3)
    turned <- explain_prediction(fitted, quarter(x), "occlusion", window = 4, stride = 3)
    expect_lt(largest_difference(quarter(as.array(one)), as.array(turned)), 1e-4)
  }
})

test_that("what is explained is the class that the model gives, or the one asked for", {
  skip_without_escnn()
  fitted <- fit_pictures()
  x <- random_array(6, 1, 9, 9)
  expect_identical(explain_prediction(fitted, x)$output, predict(fitted, x))
  score <- predict(fitted, x, type = "response")
  for (k in 1:2) {
    class <- fitted$levels[[k]]
    asked <- explain_prediction(fitted, x, class = class)
    expect_equal(asked$score, score[, k], tolerance = 1e-5)
    expect_identical(asked, explain_prediction(fitted, x, class = k))
    expect_identical(asked, explain_prediction(fitted, x, class = factor(class)))
  }
  expect_equal(
    explain_prediction(fitted, x, batch_size = 4)$maps, explain_prediction(fitted, x)$maps,
    tolerance = 1e-5
  )
  expect_identical(
    explain_prediction(fitted, dataset_arrays(x))$maps, explain_prediction(fitted, x)$maps
  )
})

test_that("each method measures what it says", {
  skip_without_escnn()
  x <- random_array(2, 1, 5, 5)
  linear <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 5, bias = FALSE)
  weights <- module_filter(linear)$filter[1, 1, , ]
  value <- vapply(1:2, function(i) sum(weights * x[i, 1, , ]), 0)
  slope <- explain_prediction(linear, x)
  expect_equal(slope$maps[1, , ], abs(weights), tolerance = 1e-5)
  expect_equal(slope$score, value, tolerance = 1e-5)
  parts <- explain_prediction(linear, x, "integrated_gradients", steps = 3)
  expect_equal(parts$maps[2, , ], weights * x[2, 1, , ], tolerance = 1e-5)
  above <- explain_prediction(linear, x, "integrated_gradients", baseline = 1)
  expect_equal(apply(above$maps, 1, sum), value - sum(weights), tolerance = 1e-4)
  covered <- explain_prediction(linear, x, "occlusion", window = 1, stride = 1)
  expect_equal(covered$maps, parts$maps, tolerance = 1e-4)
})

test_that("segmentations, vectors, labels and volumes have maps, too", {
  skip_without_escnn()
  x <- random_array(4, 1, 7, 7)
  y <- structure(factor(x[, 1, , ] > 0), dim = c(4L, 7L, 7L))
  pixels <- field_type(c4(), "trivial") |> nn_r2_conv(c(trivial = 2), kernel_size = 3, padding = 1)
  fitted <- fit(pixels, x, y, epochs = 1)
  maps <- explain_prediction(fitted, x, class = "TRUE")
  turned <- explain_prediction(fitted, quarter(x), class = "TRUE")
  expect_lt(largest_difference(quarter(maps$maps), turned$maps), 1e-4)
  expect_snapshot(explain_prediction(fitted, x), error = TRUE)
  vector <- field_type(c4(), "trivial") |> nn_r2_conv("irrep_1", kernel_size = 7)
  maps <- explain_prediction(vector, x)
  expect_identical(unique(maps$output), "all outputs")
  turned <- explain_prediction(vector, quarter(x))
  expect_lt(largest_difference(quarter(maps$maps), turned$maps), 1e-4)
  d <- bright_and_dark()
  labels <- cbind(bright = d$y == "light", dark = d$y == "dark")
  several <- fit(small_network(), d$x, labels, epochs = 1)
  expect_identical(
    as.character(explain_prediction(several, d$x[1:2, , , , drop = FALSE], class = "dark")$output),
    c("dark", "dark")
  )
  solid <- field_type(gspace_octa_on_r3(), "trivial") |> nn_r3_conv("trivial", kernel_size = 3)
  maps <- explain_prediction(solid, random_array(1, 1, 3, 3, 3), "occlusion", window = 1)
  expect_identical(dim(maps), c(1L, 3L, 3L, 3L))
})

test_that("nothing of the model changes, and no random numbers are drawn", {
  skip_without_escnn()
  fitted <- fit_pictures()
  x <- random_array(3, 1, 9, 9)
  model <- fitted_module(fitted)
  module_train(model, TRUE)
  before <- escnn_weights(model)
  set.seed(1)
  drawn <- runif(1)
  set.seed(1)
  for (method in methods_of_explaining) explain_prediction(model, x, method)
  expect_identical(runif(1), drawn)
  expect_identical(escnn_weights(model), before)
  expect_true(model$training)
  for (each in reticulate::iterate(model$parameters())) expect_null(each$grad)
  expect_identical(
    explain_prediction(fitted, x), explain_prediction(unserialize(serialize(fitted, NULL)), x)
  )
})

test_that("an explanation is a value with maps", {
  skip_without_escnn()
  maps <- explain_prediction(fit_pictures(), random_array(5, 1, 9, 9), "occlusion", class = 2)
  expect_length(maps, 5)
  expect_identical(as.array(maps[c(4, 1)]), as.array(maps)[c(4, 1), , ])
  expect_identical(maps[2]$inputs, maps$inputs[2, , , , drop = FALSE])
  rows <- as.data.frame(maps)
  expect_named(rows, c("example", "row", "column", "value"))
  expect_identical(rows$value, as.array(maps)[cbind(rows$example, rows$row, rows$column)])
  expect_output(print(maps), "5 maps of 9 x 9, by occlusion")
  expect_output(print(maps), "light \\(5\\)")
  expect_output(str(maps), "5 maps")
  expect_output(print(maps[0]), "0 maps of 9 x 9, by occlusion$")
})

test_that("what can't be explained is refused", {
  skip_without_escnn()
  fitted <- fit_pictures()
  x <- random_array(2, 1, 9, 9)
  expect_snapshot(error = TRUE, {
    explain_prediction()
    explain_prediction(x)
    explain_prediction(fitted)
    explain_prediction(fitted, x[0, , , , drop = FALSE])
    explain_prediction(fitted, x, class = "grey")
    explain_prediction(fitted, x, class = 3)
    explain_prediction(fitted, x, "saliency")
    explain_prediction(fitted, x, window = 3)
    explain_prediction(fitted, x, "occlusion", window = 1:3)
    explain_prediction(fitted, x, "occlusion", stride = 0)
    explain_prediction(fitted, random_array(2, 3, 9, 9))
    explain_prediction(fitted, x, wndow = 3)
    explain_prediction(fitted, x)["a"]
  })
})
