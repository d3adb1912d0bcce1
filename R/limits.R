#' Limits on memory and time
#'
#' What a layer, a kernel basis, a group, a representation, a network or a data
#' set will cost is estimated before it is built. What would take more than half
#' of the memory that is free, or more than half a minute to set up, is refused with
#' the numbers instead of leaving the computer without memory, or R busy for
#' hours.
#'
#' Free memory respects the limits of containers (cgroups), and of the process
#' (`ulimit -v`). What takes less than 128 MB is never refused.
#'
#' `options(escnn.memory_limit = 8e9)` allows for 8 GB at once,
#' `options(escnn.time_limit = 600)` for ten minutes; `Inf` lifts a limit, and
#' `NULL` brings the default back.
#'
#' @returns Nothing; this page describes options and an error.
#' @section Errors: `escnn_error_too_large`, which is an `escnn_error_argument`
#'   too. The condition's `needed` and `most` are the numbers, `unit` is
#'   `"bytes"` or `"seconds"`.
#' @seealso [escnn_conditions()] for the other errors.
#' @examplesIf escnn_available()
#' tryCatch(
#'   group_cyclic(1e9),
#'   escnn_error_too_large = function(e) conditionMessage(e)
#' )
#' @name escnn_limits
NULL

# Tells Python the user's limits where they have changed.
send_limits <- function(call = rlang::caller_env()) {
  limits <- list(getOption("escnn.memory_limit"), getOption("escnn.time_limit"))
  if (!identical(limits, the$limits)) {
    check_limit(limits[[1]], "escnn.memory_limit", "bytes", call)
    check_limit(limits[[2]], "escnn.time_limit", "seconds", call)
    budget <- reticulate::import("escnn_r.bridge", convert = FALSE)
    budget$set_limits(limits[[1]], limits[[2]])
    the$limits <- limits
  }
  invisible()
}

check_limit <- function(x, option, unit, call) {
  checked(
    x, is.numeric(x) && length(x) == 1L && !is.na(x) && x > 0,
    paste0("a number of ", unit, ", or `Inf`"), null = TRUE,
    arg = paste0("getOption(\"", option, "\")"), call = call
  )
}

# Refuses `what`, which starts a sentence, if it would take more memory (bytes)
# or time (seconds) than it may. For what Python doesn't build itself.
check_cost <- function(what, memory = 0, seconds = 0, arg = "x", hint = NULL,
                       call = rlang::caller_env()) {
  py_invoke(
    "escnn_r.bridge.check_cost", what, as.numeric(memory), as.numeric(seconds), arg, hint,
    .call = call
  )
  invisible()
}

check_processes <- function(workers, call = rlang::caller_env()) {
  py_invoke("escnn_r.bridge.check_processes", workers, .call = call)
  invisible()
}

abort_too_large <- function(bad, call) {
  lines <- unlist(bad$lines)
  last <- length(lines)
  cli::cli_abort(
    verbatim(lines, c("", rep("i", last - 1L))),
    class = error_class("too_large", "argument"),
    arg = bad$argument, needed = bad$needed, most = bad$most, unit = bad$unit, call = call
  )
}
