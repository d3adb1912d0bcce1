#' Predict with a fitted model
#'
#' Applies a model to new data, batch by batch, in evaluation mode.
#'
#' @param object A fitted model, or any module.
#' @param newdata Inputs: an array, a geometric tensor, a list of point clouds,
#'   of matrices or of other images of one size, or a data set, as for [fit()]; or a raster, an
#'   image or a volume of another package, see [predict_image].
#' @param type `"class"` (default of models of classes or labels), `"prob"`, or
#'   `"response"`: the outputs as they are (default of models of numbers).
#'   Modules have `"response"` and `"tensor"`, a geometric tensor. Models that give
#'   one number for each point cloud, its energy, have `"forces"`, too: the
#'   negative gradient of it by the coordinates, so that forces conserve energy.
#' @param batch_size Number of examples at a time; changes memory and speed,
#'   not results.
#' @param ... For rasters and other images, and for arrays in tiles: `tile`,
#'   `overlap`, `na` and `filename`, see [predict_image].
#' @returns For `"class"` a factor, an integer array of classes from 1 for
#'   segmentation, of dim `c(n, height, width)`, or a logical matrix with a
#'   column for each label; for `"prob"` a matrix with a named column for each
#'   class or label, or such an array with pixels behind; for `"response"` a
#'   vector or an array, examples first. A model of the points of clouds gives a
#'   list with an entry for each cloud, and so does `"forces"`: matrices with a
#'   row for each point.
#' @section Names of channels:
#' Where the channels of training had names (the columns of a matrix, the second extent of an
#' array with [dimnames()], the layers of a raster, the columns of the features of points), those of
#' `newdata` are matched by name, and a message of class `escnn_message_channels` says so. Channels
#' that aren't there are an error. Names that packages make up, such as `V1` and `lyr.1`, don't
#' count, and if only some channels have names, none does: a warning of class
#' `escnn_warning_channels` says so.
#' @section Warnings:
#' A fit keeps the smallest and largest value of each channel of its training images. Where
#' those of `newdata` lie far from them, as 0 to 255 does from 0 to 1, a warning of class
#' `escnn_warning_range` says so.
#' @section Errors: `escnn_error_argument` when `newdata` doesn't fit the
#'   model's input type.
#' @source The loop is this package's own.
#' @family training
#' @examplesIf escnn_available()
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 9) |>
#'   nn_group_pooling()
#' predict(model, array(rnorm(2 * 81), c(2, 1, 9, 9)))
#' @name predict_module
NULL

#' @rdname predict_module
#' @export
predict.escnn_fit <- function(object, newdata, type = NULL, batch_size = 256, ...) {
  if (is_image_call(newdata, ...names())) {
    return(predict_image(object, newdata, type, batch_size, ..., call = environment()))
  }
  check_dots(...)
  check_fit(object)
  predict_by_fit(object, newdata, type, batch_size)
}

# For whichever function asks; `call` is that function's.
predict_by_fit <- function(object, newdata, type = NULL, batch_size = 256,
                           call = rlang::caller_env()) {
  kind <- fit_kind(object)
  if (kind == "energies" || identical(type, "forces")) {
    return(predict_energies(kept_module(object), newdata, type, batch_size, object, call))
  }
  if (isTRUE(object$plan$points)) {
    return(predict_points(object, newdata, type, batch_size, call))
  }
  classes <- kind == "classes"
  types <- if (kind == "numbers") "response" else c("class", "prob", "response")
  type <- check_choice(type %||% types[[1]], types, arg = "type", call = call)
  levels <- if (kind != "numbers") length(object$levels)
  output <- module_outputs(
    kept_module(object), newdata, type, batch_size, classes, kind == "labels", levels, object,
    call
  )
  if (kind == "labels") {
    return(matrix(output, ncol = length(object$levels), dimnames = list(NULL, object$levels)))
  }
  if (type == "class") {
    output <- output + 1L
    return(if (length(dim(output)) > 1L) output else factor(object$levels[output], object$levels))
  }
  if (type == "prob") {
    dimnames(output) <- c(list(NULL, object$levels), vector("list", length(dim(output)) - 2L))
  }
  flat <- length(dim(output)) == 1L || (!classes && identical(dim(output)[-1], 1L))
  if (flat) as.vector(output) else output
}

#' @rdname predict_module
#' @export
predict.escnn_module <- function(object, newdata, type = "response", batch_size = 256, ...) {
  if (is_image_call(newdata, ...names())) {
    return(predict_image(object, newdata, type, batch_size, ..., call = environment()))
  }
  check_dots(...)
  check_alive(object)
  type <- check_choice(type, c("response", "tensor", "forces"))
  if (type == "forces") {
    return(predict_energies(object, newdata, type, batch_size))
  }
  output <- module_outputs(object, newdata, type, batch_size, FALSE)
  if (type == "tensor") make_tensor(output, object$out_type) else output
}

module_outputs <- function(module, newdata, type, batch_size, classes, labels = FALSE,
                           levels = NULL, fit = NULL, call = rlang::caller_env()) {
  batch_size <- check_whole(batch_size, min = 1, call = call)
  data <- prediction_data(newdata, module, call, fit = fit)
  output <- py_invoke(
    "escnn_r.exporting.predict", module, data, type, batch_size, classes,
    labels, levels, .doing = "The model cannot be applied", .call = call
  )
  if (type == "tensor") output else tensor_to_array(output)
}

# `fit` is the fitted model that predicts, where there is one.
prediction_data <- function(newdata, module, call, arg = "newdata", fit = NULL) {
  if (missing(newdata)) abort_missing(arg, call)
  if (inherits(newdata, "escnn_dataset")) {
    check_alive(newdata, arg = arg, call = call)
    newdata <- in_trained_channels(newdata, trained_channels(fit), arg, call)
    warn_range(fit, newdata, arg, call)
    return(in_trained_types(newdata, point_types_of_fit(fit), arg, call))
  }
  newdata <- listed_images(newdata, module, call, arg)
  newdata <- in_trained_channels(newdata, trained_channels(fit), arg, call)
  if (is_plain_list(newdata)) {
    data <- cloud_data(newdata, NULL, call = call, arg = arg)
    return(in_trained_types(data, point_types_of_fit(fit), arg, call))
  }
  data <- py_invoke(
    "escnn_r.training.example_arrays", read_values(newdata, module, call, arg), NULL, FALSE,
    .call = call
  )
  warn_range(fit, data, arg, call)
  data
}
