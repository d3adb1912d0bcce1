# Training in several processes: workers that fit() starts on this machine, or
# the processes that escnn_launch() has started, of which this one is one.

# `show` says that somebody looks at the model between epochs; where nobody does,
# its weights stay in the workers.
new_trainer <- function(model, train, validation, plan, workers, show, call) {
  if (workers > 1 && !is_launched()) {
    return(py_invoke(
      "escnn_r.saving.trainer_in_workers", model, train, validation, plan, workers,
      tempfile("escnn-workers-"), show, .call = call
    ))
  }
  py_invoke("escnn_r.training.make_trainer", model, train, validation, plan, .call = call)
}

check_workers <- function(workers, plan, call = rlang::caller_env()) {
  check_whole(workers, min = 1, call = call)
  check_processes(workers, call)
  if (workers > plan$batch_size) {
    abort_arg(
      "workers", workers, paste0("no more than `batch_size`, ", plan$batch_size),
      "Each worker takes its part of every batch.", call = call
    )
  }
  as.integer(workers)
}

# One of several processes ended before the training did: a worker of `fit()`, or a
# process that escnn_launch() has started.
abort_worker <- function(failed, checkpoint, call, launched = FALSE) {
  kind <- if (launched) "process" else "worker"
  of <- if (launched) paste(" of", failed$of) else ""
  who <- if (is.null(failed$worker)) paste("a", kind) else paste0(kind, " ", failed$worker, of)
  how <- if (is.null(failed$signal)) "failed" else paste0("was ended by signal ", failed$signal)
  resumable <- !is.null(checkpoint) && file.exists(checkpoint)
  epochs <- failed$epoch
  cli::cli_abort(
    c(
      if (launched) {
        "The launched script ended: {who} {how}."
      } else {
        "Training in {failed$of} workers ended: {who} {how}, after {epochs} finished epoch{?s}."
      },
      verbatim(strsplit(failed$said, "\n", fixed = TRUE)[[1]], if (launched) " " else "x"),
      i = if (grepl("SIGKILL", failed$signal %||% "")) {
        "The system does that when memory runs out: take fewer workers or a smaller batch."
      },
      i = if (resumable && launched) {
        "Go on from the checkpoint: {.code fit(..., resume = \"{checkpoint}\")} in the script, or
         {.code resume = TRUE}, in as many processes as you like."
      } else if (resumable) {
        "Go on from the checkpoint: {.code fit(..., resume = \"{checkpoint}\")}, in as many workers
         as you like."
      } else if (launched) {
        "With {.fn callback_checkpoint} in the script, training can go on after such a failure."
      } else {
        "Nothing was kept. With {.fn callback_checkpoint} training could go on after such a
         failure."
      }
    ),
    class = error_class("worker"), worker = failed$worker,
    checkpoint = if (resumable) checkpoint, call = call
  )
}
