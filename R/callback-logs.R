# Callbacks that write what happens in each epoch to a log.

#' @rdname callbacks
#' @export
callback_csv <- function(path) {
  path <- check_path(path)
  write <- function(memory, rows, append) {
    log_quietly(memory, path, {
      lines <- utils::capture.output(utils::write.table(
        rows, append = append, col.names = !append, row.names = FALSE, sep = ","
      ))
      py_invoke("escnn_r.training.write_log", path, as.list(lines), append)
    })
  }
  new_callback(
    "csv",
    # of a training that goes on, what was logged after its checkpoint is done again
    at_start = function(memory, context) write(memory, history_frame(context$history), FALSE),
    at_epoch = function(memory, context, record) {
      write(memory, as.data.frame(record), append = record$epoch > 1)
    }
  )
}

#' @rdname callbacks
#' @export
callback_tensorboard <- function(path) {
  path <- check_path(path)
  new_callback(
    "tensorboard",
    at_start = function(memory, context) check_tensorboard(),
    at_epoch = function(memory, context, record) {
      log_quietly(memory, path, {
        memory$board <- memory$board %||% py_invoke("escnn_r.training.open_board", path)
        py_invoke("escnn_r.training.add_scalars", memory$board, record)
      })
    },
    at_end = function(memory, context) {
      if (!is.null(memory$board)) py_invoke("escnn_r.training.close_board", memory$board)
    }
  )
}

check_tensorboard <- function(call = quote(callback_tensorboard())) {
  if (!py_invoke("escnn_r.training.tensorboard_available")) {
    cli::cli_abort(
      c(
        "TensorBoard's files need the Python package tensorboard, which is not installed.",
        i = "{.run escnn::install_escnn(extras = \"tensorboard\")} installs it; then restart R."
      ),
      class = error_class("missing_package"), call = call
    )
  }
}

# One warning is enough for a log that cannot be written, and training goes on.
log_quietly <- function(memory, path, code) {
  tryCatch(code, error = function(e) {
    if (is.null(memory$unlogged)) {
      memory$unlogged <- TRUE
      cli::cli_warn(
        c(
          "The log {.path {path}} could not be written; training goes on without it.",
          verbatim(conditionMessage(e), "x")
        ),
        class = warning_class("log")
      )
    }
  })
  NULL
}
