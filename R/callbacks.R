#' Callbacks
#'
#' What [fit()] does between epochs. `callback_early_stopping()` ends training
#' when a number no longer improves, `callback_best()` gives back the weights
#' of the best epoch, and `print()` and [glance()] of the fit say which it was.
#' `callback_checkpoint()` writes what is needed to go on after a crash,
#' `callback_plateau()` lowers the learning rate when a number no longer
#' improves, `callback_csv()` logs to a file, `callback_tensorboard()` to
#' TensorBoard by PyTorch's own writer (`install_escnn(extras = "tensorboard")`
#' installs what that needs), `callback_epoch()` calls a function of yours.
#'
#' Nothing that was trained is lost to a log or a disk. Whether a checkpoint can
#' be written is tried before training starts. When it can't be any more, the
#' one before stays whole, training goes on, and a warning of class
#' `escnn_warning_checkpoint` says so at the end. A log that can't be written is
#' a warning of class `escnn_warning_log`, once. An error in a function of yours
#' ends training; the condition has the model so far as `fitted`.
#'
#' A training that is resumed goes on with what callbacks had seen, and with the
#' weights of the best epoch.
#'
#' @param monitor The column of the history that is watched, for example
#'   `"valid_loss"` or `"valid_accuracy"`.
#' @param patience Number of epochs without improvement that are waited.
#' @param min_delta Smallest change that counts as an improvement.
#' @param mode `"auto"`, `"min"` or `"max"`: whether small or large is good.
#'   `"auto"` takes losses, errors and seconds to be good when small; of metrics of
#'   your own it goes by the name, and says what it took.
#' @param factor What the learning rate is multiplied by.
#' @param path File, or folder for TensorBoard.
#' @param every For checkpoints: also write within epochs, after so many
#'   batches; `NULL` for after each epoch only.
#' @param fun A function of `record`, a list with the epoch's numbers, and
#'   `model`, the module in training. It may return `FALSE` to end training, or
#'   a number to scale the learning rate by.
#' @param ... Not used.
#' @returns A list to put among `callbacks` of [fit()].
#' @section Errors: `escnn_error_argument` for arguments of another kind, and
#'   while training when `monitor` isn't among the history's columns;
#'   `escnn_error_missing_package` when training starts with a
#'   `callback_tensorboard()` and TensorBoard is not installed.
#' @source Modelled on what luz and keras3 offer.
#' @family training
#' @examples
#' callback_early_stopping(patience = 3)
#' @name callbacks
#' @order 1
NULL

#' @rdname callbacks
#' @order 2
#' @export
callback_early_stopping <- function(monitor = "valid_loss", patience = 5, min_delta = 0,
                                    mode = "auto") {
  watch <- check_watch(monitor, patience, min_delta, mode)
  ended <- function(memory, context) {
    if (memory$waited < patience) {
      return(NULL)
    }
    context$reason <- paste0("stopped early, no better ", monitor)
    FALSE
  }
  new_callback(
    "early stopping",
    at_start = function(memory, context) {
      begin_watch(memory, watch, context)
      ended(memory, context)
    },
    at_epoch = function(memory, context, record) {
      see_epoch(memory, watch, record)
      ended(memory, context)
    }
  )
}

#' @rdname callbacks
#' @order 3
#' @export
callback_plateau <- function(monitor = "valid_loss", factor = 0.1, patience = 3, min_delta = 0,
                             mode = "auto") {
  watch <- check_watch(monitor, patience, min_delta, mode)
  check_number(factor, min = 0, max = 1)
  lowered <- function(memory, context, record) {
    see_epoch(memory, watch, record)
    if (memory$waited < patience) {
      return(NULL)
    }
    memory$waited <- 0
    factor
  }
  new_callback(
    "plateau",
    at_start = function(memory, context) begin_watch(memory, watch, context, lowered),
    at_epoch = lowered
  )
}

#' @rdname callbacks
#' @order 4
#' @export
callback_best <- function(monitor = "valid_loss", mode = "auto") {
  watch <- check_watch(monitor, 1, 0, mode)
  new_callback(
    "best weights",
    at_start = function(memory, context) begin_watch(memory, watch, context),
    # the trainer holds them, so that they are in its checkpoints
    at_epoch = function(memory, context, record) {
      if (see_epoch(memory, watch, record)) {
        py_invoke("escnn_r.training.keep_best", context$trainer, monitor)
      }
      NULL
    },
    at_end = function(memory, context) {
      if (py_invoke("escnn_r.training.restore_best", context$trainer, monitor)) {
        context$best <- list(epoch = memory$best_epoch, monitor = monitor)
      }
    }
  )
}

#' @rdname callbacks
#' @export
callback_epoch <- function(fun) {
  check_function(fun)
  new_callback("function", at_epoch = function(memory, context, record) {
    call_given(fun, record, context$model, .arg = "fun", .call = quote(callback_epoch()))
  })
}

# A callback has settings, and functions of its memory of this run and of the
# run's context (see `new_context()`): `at_start()`, `at_epoch()`, which also gets
# the epoch's numbers, and `at_end()`. It keeps nothing from one run to the next.
new_callback <- function(name, ...) {
  structure(list(name = name, ...), class = "escnn_callback")
}

#' @export
print.escnn_callback <- function(x, ...) {
  writeLines(paste0("<callback> ", x$name))
  invisible(x)
}

check_callbacks <- function(callbacks, call = rlang::caller_env()) {
  if (inherits(callbacks, "escnn_callback") || is.function(callbacks)) {
    callbacks <- list(callbacks)
  }
  is_callback <- function(each) inherits(each, "escnn_callback") || is_r_function(each)
  checked(
    callbacks, is_plain_list(callbacks) && all(vapply(callbacks, is_callback, NA)),
    "a list of callbacks",
    lapply(callbacks, function(each) if (is.function(each)) callback_epoch(each) else each),
    "For example `list(callback_early_stopping())`.", arg = "callbacks", call = call
  )
}
