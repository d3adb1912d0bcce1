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

abort_worker <- function(failed, checkpoint, call) {
  who <- if (is.null(failed$worker)) "a worker" else paste("worker", failed$worker)
  how <- if (is.null(failed$signal)) "failed" else paste0("was ended by signal ", failed$signal)
  there <- !is.null(checkpoint) && file.exists(checkpoint)
  said <- failed$said
  epochs <- failed$epoch
  cli::cli_abort(
    c(
      "Training in {failed$of} workers ended: {who} {how}, after {epochs} finished epoch{?s}.",
      x = if (nzchar(said)) "{said}",
      i = if (is.null(failed$signal)) NULL else if (grepl("SIGKILL", failed$signal)) {
        "A system does so when memory runs out: take fewer workers or a smaller batch."
      },
      i = if (there) {
        "Go on from the checkpoint: {.code fit(..., resume = \"{checkpoint}\")}, in as many workers
         as you like."
      } else {
        "Nothing was kept. With {.fn callback_checkpoint} training can go on after such an end."
      }
    ),
    class = error_class("worker"),
    worker = failed$worker, checkpoint = if (there) checkpoint, call = call
  )
}
