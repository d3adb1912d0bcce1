#' How many threads compute
#'
#' `escnn_threads()` shows how many threads PyTorch takes in this session, and
#' why. `escnn_threads(2)` sets the number.
#'
#' Unless someone has set a number, at most as many threads are taken as the
#' session may use: cores of the machine, those that the system leaves to the
#' process (affinity, quotas of containers, Slurm and other schedulers), and
#' R's own limits (`options(mc.cores = )`, `MC_CORES` and the variables that
#' `parallelly::availableCores()` reads). [fit()], [predict()] and [evaluate()]
#' take fewer where more would not pay: the first batch is computed by one
#' thread and its operations are counted. That depends on the network and the
#' size of its batches, not on a clock, so that the same training gives the same
#' numbers again. Calls of modules themselves take the highest number.
#'
#' A number that someone has set is used as it is: by `escnn_threads()`, by
#' `options(escnn.threads = )`, by `torch$set_num_threads()`, or by the
#' environment variables `OMP_NUM_THREADS` or `MKL_NUM_THREADS`.
#'
#' Threads that wait for others sleep. PyTorch's would spin, which makes it
#' several times slower beside any other program that needs a processor. For
#' that, `OMP_WAIT_POLICY`, `KMP_BLOCKTIME` and `OPENBLAS_THREAD_TIMEOUT` are
#' set when Python starts, unless they are set already. Where PyTorch, or the OpenMP
#' library that it shares with another package, was loaded before this package
#' could do that, one thread computes.
#'
#' With `fit(workers = )` and [escnn_launch()] the processes share the threads.
#' So do the workers of a cluster of 'parallel' and the daemons of 'mirai', who count
#' each other where the system tells of processes (Linux), and take one thread
#' each elsewhere; future limits `mc.cores` in its workers. Other processes
#' that you start yourself, as with callr, know nothing of each other: begin each of
#' them with `escnn_threads(1)`, which does no harm in workers either.
#'
#' @param n A whole number, `"auto"` for the default, or what
#'   `escnn_threads()` gave before. Left out to see what is in use.
#' @param ... Not used.
#' @returns Without `n`, an object of class `escnn_threads`: a list with
#'   `threads`, the number, `fixed`, whether it is taken always or at most, and
#'   `reason`. With `n`, what was set before (a number or `"auto"`), invisibly.
#' @section Errors: `escnn_error_argument` for other numbers.
#' @source Python: `torch.set_num_threads()`.
#' @seealso [escnn_sitrep()]
#' @examples
#' escnn_threads()
#' old <- escnn_threads(1)
#' escnn_threads(old)
#' @export
escnn_threads <- function(n) {
  if (missing(n)) {
    return(structure(threads_in_use(), class = "escnn_threads"))
  }
  if (inherits(n, "escnn_threads")) {
    n <- if (n$fixed) n$threads else "auto"
  }
  if (!identical(n, "auto") && !is_whole(n)) {
    abort_arg("n", n, "a whole number of at least 1, or \"auto\"")
  }
  old <- the$threads %||% "auto"
  the$threads <- if (!identical(n, "auto")) check_whole(n, min = 1, max = 1024)
  if (!is.null(the$bridge)) apply_threads()
  invisible(old)
}

# What is planned, or what the running PyTorch says.
threads_in_use <- function() {
  plan <- plan_threads(thread_state())
  if (is.null(the$bridge)) {
    return(plan)
  }
  check_fork()
  now <- py_invoke("escnn_r.training.current_threads")
  if (now$own) {
    return(list(
      threads = now$threads, reason = "it was set by `torch$set_num_threads()`", fixed = TRUE
    ))
  }
  plan
}

# Once PyTorch is loaded: the plan's number of threads, unless the user has set
# another by PyTorch's own function.
apply_threads <- function(bridge = the$bridge) {
  plan <- plan_threads(thread_state())
  bridge$invoke("escnn_r.training.start_threads", plan$threads, plan$fixed)
  invisible(plan)
}

#' @export
format.escnn_threads <- function(x, ...) {
  number <- if (x$threads == 1) "1 thread" else paste(x$threads, "threads")
  if (!x$fixed && x$threads > 1) number <- paste("up to", number)
  paste0(number, ": ", x$reason)
}

#' @export
print.escnn_threads <- function(x, ...) {
  lines <- strwrap(format(x), width = cli::console_width(), exdent = 2)
  if (!x$fixed && x$threads > 1) {
    lines <- c(lines, "Networks too small to gain from more threads use one.")
  }
  cat(lines, sep = "\n")
  invisible(x)
}
