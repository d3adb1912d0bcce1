# A process that was forked from one in which Python runs: Python's and PyTorch's
# threads are missing there, and what waits for them waits for ever.

note_process <- function() {
  the$process <- the$process %||% Sys.getpid()
  invisible()
}

is_forked <- function() !is.null(the$process) && the$process != Sys.getpid()

check_fork <- function(call = rlang::caller_env()) {
  if (is_forked()) abort_fork(call)
  invisible()
}

abort_fork <- function(call) {
  cli::cli_abort(
    c(
      "Python can't be used in a forked process: its threads are missing here, and this call would
       never end.",
      x = "{.fn parallel::mclapply} and {.code future::plan(\"multicore\")} fork R after Python has
           started.",
      i = "Use R processes of their own: {.code future::plan(\"multisession\")}, {.fn callr::r}, or
           {.fn parallel::makeCluster} with {.fn parallel::parLapply}.",
      i = "A fitted model can be sent to them; a module goes by {.fn escnn_save} and
           {.fn escnn_load}.",
      i = "To train one model in several processes: {.code fit(workers = 2)}."
    ),
    class = error_class("fork"),
    call = call
  )
}
