#' Train in several processes
#'
#' `escnn_launch()` runs an R script in several processes, on one machine or on
#' many, which train together: every [fit()] in the script joins them.
#' `escnn_is_main()` tells the one that shall save and print from the others.
#'
#' Both `escnn_launch()` and `fit(workers = )` train on PyTorch's distributed
#' engine, with gloo on CPUs and NCCL on GPUs, of which each process takes one.
#' `fit(workers = )` is for one machine and sends model and data to processes
#' that it starts. With `escnn_launch()` every process runs the whole script, so
#' that data may come from functions, losses may be functions and modules may be
#' [your own][escnn_module()]; draw random data after `set.seed()`, so that all
#' processes have the same. `workers` of `fit()` counts for nothing then.
#'
#' `batch_size` is that of the whole: each process takes its part of the same
#' batches as one process has, in the same order. Gradients are weighted by the
#' number of examples that each has, batch norms take their statistics over all
#' processes, dropout and augmentation draw what one process draws (on CPUs; on
#' GPUs dropout draws other numbers). So losses are those of one process but for
#' rounding, below 1e-5. One case shows more of it: where a bias comes just
#' before a batch norm its gradient is nothing but rounding, which Adam makes
#' into steps. Training doesn't notice, but running statistics lag behind, and
#' validation losses can differ in the fourth digit; `precision = "float64"`
#' has none of this. A loss that is a function must be a mean over examples.
#'
#' Callbacks, progress and checkpoints are the first process's business. When a
#' process ends, all do, with an error that names the checkpoint, if there is
#' one: any number of processes can go on from it. They end with the R session
#' that has started them, too. A process that hears nothing from the others for half an hour
#' gives up; the environment variable `ESCNN_WORKER_TIMEOUT` is that time in
#' seconds.
#'
#' @param script Path of an R script.
#' @param ... Strings for the script, which finds them by `commandArgs(TRUE)`.
#' @param nodes Number of machines. Call `escnn_launch()` on each of them, with
#'   its `node_rank` and the same `address` and `port`.
#' @param workers Number of processes on each machine.
#' @param node_rank Number of this machine, from 0 to `nodes - 1`.
#' @param address Name or IP address of machine 0. `NULL` for this machine
#'   alone.
#' @param port Port on machine 0 where the processes meet; `NULL` for a free one
#'   on one machine, 29500 on several.
#' @param quiet Whether to keep back what the first process says. The others'
#'   output is always kept back, and shown when one fails.
#' @returns `escnn_launch()` gives what the first process of this machine
#'   printed, as lines, invisibly. `escnn_is_main()` gives `TRUE` in the first
#'   process of a launch and outside of any, else `FALSE`.
#' @section Errors: `escnn_error_argument` when the script isn't there or
#'   numbers don't fit together; `escnn_error_worker` when a process fails or is
#'   ended, with what it said. No process is left.
#' @source Python: `torch.distributed.run`,
#'   `torch.nn.parallel.DistributedDataParallel`. Li et al. (2020), PyTorch
#'   Distributed, <https://arxiv.org/abs/2006.15704>.
#' @family training
#' @examplesIf escnn_available()
#' escnn_is_main()
#' \dontrun{
#' # in train.R, after fitted <- fit(...):
#' #   if (escnn_is_main()) saveRDS(fitted, "fitted.rds")
#' escnn_launch("train.R", workers = 4)
#' # on two machines
#' escnn_launch("train.R", nodes = 2, workers = 4, node_rank = 0, address = "10.0.0.1")
#' escnn_launch("train.R", nodes = 2, workers = 4, node_rank = 1, address = "10.0.0.1")
#' }
#' @export
escnn_launch <- function(script, ..., nodes = 1, workers = 2, node_rank = 0, address = NULL,
                         port = NULL, quiet = FALSE) {
  check_string(script)
  if (!file.exists(script) || dir.exists(script)) {
    abort_arg("script", script, "the path of an R script that exists")
  }
  args <- check_script_args(...)
  nodes <- check_whole(nodes, min = 1, max = 10000)
  workers <- check_whole(workers, min = 1)
  node_rank <- check_whole(node_rank, min = 0, max = nodes - 1)
  check_string(address, null = TRUE)
  if (nodes > 1 && is.null(address)) {
    abort_arg("address", address, "the address of machine 0 when there are several machines")
  }
  port <- check_whole(port, min = 1, max = 65535, null = TRUE)
  check_flag(quiet)
  if (is_launched()) {
    cli::cli_abort(
      "{.fn escnn_launch} can't be called in a script that was launched by it.",
      class = error_class("argument")
    )
  }
  # it starts Python, so all else has been checked
  check_processes(workers)
  folder <- tempfile("escnn-launch-")
  dir.create(folder, mode = "0700")
  on.exit(unlink(folder, recursive = TRUE))
  job <- py_invoke(
    "escnn_r.training.launch_job", nodes, workers, node_rank, address, port, folder,
    as.list(c(
      file.path(R.home("bin"), "Rscript"), normalizePath(script), args
    ))
  )
  run_launched(job, folder, workers, quiet, first = node_rank == 0)
}

#' @rdname escnn_launch
#' @export
escnn_is_main <- function() !is_launched() || identical(Sys.getenv("RANK"), "0")

# Whether PyTorch's launcher has started this process as one of several.
is_launched <- function() {
  nzchar(Sys.getenv("TORCHELASTIC_RUN_ID")) && !Sys.getenv("WORLD_SIZE") %in% c("", "1")
}

check_script_args <- function(..., call = rlang::caller_env()) {
  args <- list(...)
  if (length(args) && any(nzchar(rlang::names2(args)))) {
    check_dots(..., .known = names(formals(escnn_launch)), .call = call)
  }
  ok <- vapply(args, function(x) is.character(x) || is.numeric(x), NA)
  if (!all(ok)) {
    abort_arg("...", args[!ok][[1]], "strings or numbers for the script", call = call)
  }
  as.character(unlist(args))
}

# The launcher's process. Interrupts, errors and the end of this R end it and
# all below it.
run_launched <- function(job, folder, workers, quiet, first = TRUE, call = rlang::caller_env()) {
  lines <- character()
  errors <- file.path(folder, "launcher.txt")
  process <- start_process(
    job$command[[1]], unlist(job$command[-1]), stdout = "|", stderr = errors,
    env = do.call(clean_python_env, c(
      job$environment, list(
        R_LIBS = paste(.libPaths(), collapse = .Platform$path.sep),
        ESCNN_PYTHON = job$command[[1]], ESCNN_LAUNCH_FOLDER = folder
      )
    )),
    cleanup_tree = TRUE, supervise = TRUE
  )
  on.exit({
    if (process$is_alive()) process$signal(15L)
    process$wait(3000)
    process$kill_tree()
  })
  messages <- follow_messages(folder)
  on.exit(messages$close(), add = TRUE)
  repeat {
    process$poll_io(200)
    new <- process$read_output_lines()
    if (!quiet) {
      writeLines(new)
      if (first) writeLines(messages$new(), stderr())
    }
    lines <- c(lines, new)
    if (!process$is_alive() && !process$is_incomplete_output()) break
  }
  if (!identical(process$get_exit_status(), 0L)) {
    failed <- py_invoke("escnn_r.training.launch_diagnosis", folder, workers)
    abort_worker(failed, noted_checkpoint(folder), call, launched = TRUE)
  }
  invisible(lines)
}

# Messages of the first process go to a file, where they are found when it
# fails; what is new in there is to be shown, progress for one.
follow_messages <- function(folder) {
  stream <- NULL
  list(
    new = function() {
      if (is.null(stream)) {
        path <- Sys.glob(file.path(folder, "*", "attempt_0", "0", "stderr.log"))
        if (length(path) == 0) {
          return(character())
        }
        stream <<- file(path[[1]], "r", blocking = FALSE)
      }
      readLines(stream, warn = FALSE)
    },
    close = function() if (!is.null(stream)) close(stream)
  )
}

# In a launched script training notes where its checkpoint is, for whoever has
# launched the script and may have to tell.
note_checkpoint <- function(path) {
  folder <- Sys.getenv("ESCNN_LAUNCH_FOLDER")
  if (is_launched() && nzchar(folder) && !is.null(path)) {
    path <- file.path(normalizePath(dirname(path)), basename(path))
    try(writeLines(path, file.path(folder, "checkpoint")), silent = TRUE)
  }
}

noted_checkpoint <- function(folder) {
  note <- file.path(folder, "checkpoint")
  path <- if (file.exists(note)) readLines(note, 1L, warn = FALSE)
  if (length(path) && file.exists(path)) path
}
