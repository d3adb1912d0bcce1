#' Freeze layers, and estimate batch statistics anew
#'
#' `module_freeze()` fixes layers, so that [fit()] trains the others only: for
#' example all but the last layers of a network that was trained on other data.
#' `module_unfreeze()` undoes it. `module_recalibrate()` estimates the running
#' statistics of batch normalisations anew from data, which helps when a network
#' is used on data that differ from those of training.
#'
#' A frozen layer is in evaluation mode, and stays in it while the rest is
#' trained. It keeps its weights and running statistics, and `print()` of the
#' model counts its parameters as frozen.
#'
#' [fit()] estimates running statistics anew by itself, before it evaluates
#' validation data and at the end.
#'
#' @param x A module. For `module_recalibrate()` also a fitted model.
#' @param layers Positions (from 1) or names of layers of a sequence; `NULL` for all.
#' @param newdata Inputs: an array, a geometric tensor, a list of point clouds or
#'   a data set, as for [fit()]. A few hundred examples are enough.
#' @param batch_size Number of examples at a time.
#' @param ... Not used.
#' @returns `module_freeze()` and `module_unfreeze()` change `x` and give it back
#'   invisibly, in training mode. `module_recalibrate()` does so with a module, which
#'   keeps its mode; of a fitted model, which stays as it is, it gives one with the
#'   new statistics.
#' @section Errors: `escnn_error_argument` when there are no such layers, when the
#'   module has no batch normalisation with running statistics, or when `newdata`
#'   doesn't fit its input type.
#' @source Of this package. Recalibration is what `torch.optim.swa_utils.update_bn`
#'   does for averaged weights.
#' @seealso [fit()], [optim_adam()] for a learning rate of its own for each layer
#' @family modules
#' @examplesIf escnn_available()
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 3) |>
#'   nn_inner_batch_norm() |>
#'   nn_group_pooling()
#' module_freeze(model, 1)
#' model
#' module_unfreeze(model)
#' module_recalibrate(model, array(rnorm(50 * 81), c(50, 1, 9, 9)))
#' @export
module_freeze <- function(x, layers = NULL) {
  check_object(x, "escnn_module", hint = freezing_hint(x))
  py_invoke("escnn_r.nn.freeze_layers", x, check_layers(layers, x))
  invisible(x)
}

#' @rdname module_freeze
#' @export
module_unfreeze <- function(x, layers = NULL) {
  check_object(x, "escnn_module", hint = freezing_hint(x))
  py_invoke("escnn_r.nn.unfreeze_layers", x, check_layers(layers, x))
  invisible(x)
}

#' @rdname module_freeze
#' @export
module_recalibrate <- function(x, newdata, batch_size = 256, ...) {
  check_dots(...)
  checked(x, inherits(x, c("escnn_module", "escnn_fit")), "a module or a fitted model")
  if (inherits(x, "escnn_module")) {
    check_alive(x)
    recalibrated(x, newdata, batch_size)
    return(invisible(x))
  }
  module <- fitted_module(x)
  recalibrated(module, newdata, batch_size, x)
  best <- x$about$best
  fitted_module(x) <- module
  x$about$best <- best
  x
}

freezing_hint <- function(x) {
  if (inherits(x, "escnn_fit")) {
    "`fitted_module()` gives its module: freeze layers of that, and train it by `fit()`."
  }
}

recalibrated <- function(module, newdata, batch_size, fit = NULL, call = rlang::caller_env()) {
  batch_size <- check_whole(batch_size, min = 1, call = call)
  # in other units than those of training, too
  if (!missing(newdata)) {
    newdata <- in_trained_channels(newdata, trained_channels(fit), "newdata", call)
  }
  data <- prediction_data(newdata, module, call)
  py_invoke("escnn_r.bridge.check_examples", data, "newdata", .call = call)
  py_invoke("escnn_r.training.recalibrate", module, data, batch_size, .call = call)
}

check_layers <- function(layers, x, call = rlang::caller_env()) {
  if (is.null(layers)) {
    return(NULL)
  }
  chosen <- check_index(layers, length(x), names(x), "layers", "layers", call = call)
  if (length(chosen) == 0) {
    abort_arg("layers", layers, "positions or names of one layer or more", call = call)
  }
  as.list(chosen - 1L)
}
