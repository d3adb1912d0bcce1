# Checkpoints, by which a training goes on after a crash. What is in them is
# Python's business (escnn_r/training/checkpoints.py); where they lie is the user's.

#' @rdname callbacks
#' @export
callback_checkpoint <- function(path, every = NULL) {
  new_callback(
    "checkpoint", checkpoint = check_path(path), every = check_whole(every, min = 1, null = TRUE)
  )
}

warn_unsaved <- function(unsaved, path) {
  if (is.null(unsaved)) {
    return(invisible())
  }
  cli::cli_warn(
    c(
      "{unsaved$failures} checkpoint{?s} could not be written to {.path {path}}.",
      verbatim(unsaved$reason, "x"),
      i = if (unsaved$last) {
        "The file is out of date: epochs from {unsaved$epoch} on are not in it."
      } else {
        "The last one was written: the file is complete."
      },
      i = "Training went on; the fitted model has all of it."
    ),
    class = warning_class("checkpoint")
  )
}
