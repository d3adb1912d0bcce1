#' Callbacks
#'
#' What [fit()] does between epochs. `callback_early_stopping()` ends training
#' when a number no longer improves, `callback_best()` gives back the weights
#' of the best epoch, and `print()` and [glance()] of the fit say which it was.
#' `callback_checkpoint()` writes what is needed to go on after a crash,
#' `callback_plateau()` lowers the learning rate when a number no longer
#' improves, `callback_csv()` logs to a file, `callback_tensorboard()` to
#' TensorBoard, `callback_epoch()` calls a function of yours.
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
#'   `"auto"` takes losses and errors to be good when small.
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
#'   while training when `monitor` isn't among the history's columns.
#' @source Modelled on what luz and keras3 offer.
#' @family training
#' @examples
#' callback_early_stopping(patience = 3)
#' @name callbacks
NULL

#' @rdname callbacks
#' @export
callback_early_stopping <- function(monitor = "valid_loss", patience = 5, min_delta = 0,
                                    mode = "auto") {
  watch <- new_watch(monitor, patience, min_delta, mode)
  tell <- function(waited, state) {
    if (waited >= patience) {
      state$reason <- paste0("stopped early, no better ", monitor)
      FALSE
    }
  }
  new_callback(
    "early stopping",
    at_start = function(history, state) tell(watch$replay(history), state),
    at_epoch = function(record, model, state) tell(watch$see(record)$waited, state)
  )
}

#' @rdname callbacks
#' @export
callback_plateau <- function(monitor = "valid_loss", factor = 0.1, patience = 3, min_delta = 0,
                             mode = "auto") {
  watch <- new_watch(monitor, patience, min_delta, mode)
  check_number(factor, min = 0, max = 1)
  new_callback(
    "plateau",
    at_start = function(history, state) {
      watch$replay(history, forgives = TRUE)
      NULL
    },
    at_epoch = function(record, model, state) {
      if (watch$see(record)$waited >= patience) {
        watch$forgive()
        factor
      }
    }
  )
}

#' @rdname callbacks
#' @export
callback_best <- function(monitor = "valid_loss", mode = "auto") {
  watch <- new_watch(monitor, 1, 0, mode)
  new_callback(
    "best weights",
    at_start = function(history, state) {
      watch$replay(history)
      NULL
    },
    # the trainer holds them, so that they are in its checkpoints
    at_epoch = function(record, model, state) {
      if (watch$see(record)$improved) {
        py_invoke("escnn_r.training.keep_best", state$trainer, monitor)
      }
      NULL
    },
    at_end = function(model, state) {
      if (py_invoke("escnn_r.training.restore_best", state$trainer, monitor)) {
        state$best <- list(epoch = watch$best_epoch(), monitor = monitor)
      }
    }
  )
}

#' @rdname callbacks
#' @export
callback_checkpoint <- function(path, every = NULL) {
  new_callback(
    "checkpoint", checkpoint = check_path(path), every = check_whole(every, min = 1, null = TRUE)
  )
}

#' @rdname callbacks
#' @export
callback_csv <- function(path) {
  path <- check_path(path)
  new_callback(
    "csv",
    at_start = function(history, state) {
      # of a training that goes on, what was logged after its checkpoint is done again
      write_log(state, path, history_frame(history), append = FALSE)
      NULL
    },
    at_epoch = function(record, model, state) {
      first <- record$epoch == 1
      write_log(state, path, as.data.frame(record), append = !first)
      NULL
    }
  )
}

#' @rdname callbacks
#' @export
callback_tensorboard <- function(path) {
  path <- check_path(path)
  new_callback("tensorboard", at_epoch = function(record, model, state) {
    log_quietly(state, path, {
      if (is.null(state$board)) {
        state$board <- py_invoke("escnn_r.training.open_board", path)
      }
      py_invoke("escnn_r.training.add_scalars", state$board, record)
    })
    NULL
  })
}

#' @rdname callbacks
#' @export
callback_epoch <- function(fun) {
  check_function(fun)
  new_callback("function", at_epoch = function(record, model, state) {
    call_given(fun, record, model, .arg = "fun", .call = quote(callback_epoch()))
  })
}

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
  ok <- is_plain_list(callbacks) && all(vapply(callbacks, is_callback, NA))
  if (!ok) {
    abort_arg(
      "callbacks", callbacks, "a list of callbacks",
      "For example `list(callback_early_stopping())`.", call = call
    )
  }
  lapply(callbacks, function(each) if (is.function(each)) callback_epoch(each) else each)
}

# A log that cannot be written is told once and ends no training.
log_quietly <- function(state, path, code) {
  tryCatch(code, error = function(e) {
    if (!path %in% state$unlogged) {
      state$unlogged <- c(state$unlogged, path)
      cli::cli_warn(
        c(
          "The log {.path {path}} could not be written; training goes on without it.",
          verbatim(conditionMessage(e), "x")
        ),
        class = c("escnn_warning_log", "escnn_warning")
      )
    }
  })
}

write_log <- function(state, path, rows, append) {
  log_quietly(state, path, {
    lines <- utils::capture.output(utils::write.table(
      rows, append = append, col.names = !append, row.names = FALSE, sep = ","
    ))
    py_invoke("escnn_r.training.write_log", path, as.list(lines), append)
  })
}

# A watch remembers the best value of a column and how long ago it was.
new_watch <- function(monitor, patience, min_delta, mode, call = rlang::caller_env()) {
  check_string(monitor, call = call)
  check_whole(patience, min = 1, call = call)
  check_number(min_delta, min = 0, call = call)
  check_choice(mode, c("auto", "min", "max"), call = call)
  small <- mode == "min" || (mode == "auto" && grepl("loss|rmse|mae|seconds", monitor))
  best <- Inf
  best_epoch <- NULL
  waited <- 0
  see <- function(record) {
    value <- record[[monitor]]
    if (is.null(value)) {
      abort_arg(
        "monitor", monitor, paste0("one of ", toString(encodeString(names(record), quote = "\""))),
        "Columns that start with `valid_` need `validation =` in `fit()`.", call = call
      )
    }
    value <- if (small) value else -value
    improved <- is.finite(value) && value < best - min_delta
    if (improved) {
      best <<- value
      best_epoch <<- as.integer(record$epoch)
    }
    waited <<- if (improved) 0 else waited + 1
    list(improved = improved, waited = waited)
  }
  forgive <- function() waited <<- 0
  # from nothing, to where a training that goes on has been
  replay <- function(history, forgives = FALSE) {
    best <<- Inf
    waited <<- 0
    for (record in history) {
      if (see(record)$waited >= patience && forgives) waited <<- 0
    }
    waited
  }
  list(see = see, forgive = forgive, replay = replay, best_epoch = function() best_epoch)
}
