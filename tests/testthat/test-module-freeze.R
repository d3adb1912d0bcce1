frozen_model <- function() {
  field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    nn_r2_conv(c(regular = 2), kernel_size = 7) |>
    nn_group_pooling() |>
    nn_to_vector(classes = 2)
}

statistics <- function(model) {
  tensor_to_array(model[[2]]$state_dict()[["batch_norm_[4].running_mean"]])
}

test_that("frozen layers keep weights and statistics, the others are trained", {
  skip_without_escnn()
  withr::with_seed(1, model <- frozen_model())
  model <- module_freeze(model, 1:2)
  expect_true(model$training)
  expect_output(print(model), "frozen")
  before <- escnn_weights(model)
  x <- withr::with_seed(2, random_array(20, 1, 9, 9)) * 3
  # its statistics are still those of a new layer
  expect_warning(
    fitted <- fit(model, x, factor(rep(1:2, 10)), epochs = 2, seed = 1),
    "don't fit", class = "escnn_warning_statistics"
  )
  after <- coef(fitted)
  same <- vapply(names(after), function(n) identical(before[[n]], after[[n]]), NA)
  expect_true(all(same[grepl("^[01][.]", names(same))]))
  expect_false(any(same[grepl("^(3|5).*weight", names(same))]))
  expect_identical(statistics(fitted_module(fitted)), statistics(model))
  # and goes on so, also from another session's file
  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(fitted, path)
  again <- suppressWarnings(
    fit(escnn_load(path), x, factor(rep(1:2, 10)), epochs = 1, seed = 1),
    classes = "escnn_warning_statistics"
  )
  expect_identical(coef(again)[["0.weights"]], before[["0.weights"]])
  expect_identical(coef(again)[["1.batch_norm_[4].weight"]], before[["1.batch_norm_[4].weight"]])
})

test_that("layers thaw, and names and wrong layers are understood", {
  skip_without_escnn()
  model <- frozen_model()
  names(model) <- c("first", "", "", "", "", "")
  module_freeze(model)
  expect_identical(sum(parameters(model)$trained), 0L)
  module_unfreeze(model, "first")
  expect_identical(unique(parameters(model)$trained[1:2]), TRUE)
  module_unfreeze(model)
  expect_true(all(parameters(model)$trained))
  expect_error(module_freeze(model, 9), class = "escnn_error_argument")
  expect_error(module_freeze(model, "last"), class = "escnn_error_argument")
  expect_error(module_freeze(1), class = "escnn_error_argument")
  fitted <- structure(list(), class = "escnn_fit")
  expect_error(module_freeze(fitted, 1), "fitted_module", class = "escnn_error_argument")
  masked <- nn_mask_module(field_type(c4(), "trivial"), 9)
  module_unfreeze(masked)
  expect_false(masked$mask$requires_grad)
})

test_that("running statistics become those of the data", {
  skip_without_escnn()
  model <- frozen_model()
  x <- random_array(60, 1, 9, 9) + 4
  weights <- escnn_weights(model[[1]])
  module_recalibrate(model, x, batch_size = 25)
  first <- as.array(model[[1]](geometric_tensor(x, model$in_type)))
  by_field <- apply(array(first, c(60, 4, 2, 7, 7)), 3, mean)
  expect_equal(as.vector(statistics(model)), by_field, tolerance = 1e-5)
  expect_identical(escnn_weights(model[[1]]), weights)
  fitted <- fit(frozen_model(), x, factor(rep(1:2, 30)), epochs = 1)
  moved <- module_recalibrate(fitted, x + 10)
  expect_false(identical(predict(fitted, x, "response"), predict(moved, x, "response")))
  expect_s3_class(moved, "escnn_fit")
  # those of frozen layers as well, which stay frozen
  module_freeze(model, 1:2)
  module_recalibrate(model, x + 10)
  expect_gt(max(abs(as.vector(statistics(model)) - by_field)), 0.1)
  expect_silent(fit(model, x + 10, factor(rep(1:2, 30)), epochs = 1, verbose = FALSE))
  expect_false(model[[2]]$training)
  expect_error(module_recalibrate(nn_relu(model$in_type), x), "`x`", class = "escnn_error_argument")
  expect_error(module_recalibrate(), "`x`", class = "escnn_error_argument")
  expect_error(module_recalibrate(volcano, x), "`x`", class = "escnn_error_argument")
  expect_error(module_recalibrate(model, x[, , 1, ]), class = "escnn_error_argument")
  expect_error(module_recalibrate(model, x[0, , , , drop = FALSE]), class = "escnn_error_argument")
})
