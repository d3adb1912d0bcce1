# Functions that people give, and whose failures are theirs: errors say which
# function it was, with what went wrong in it as the parent.

# For Python to call: an error is kept while Python unwinds, and `py_invoke()`
# raises it.
named_function <- function(fun, arg) {
  if (!is_r_function(fun)) {
    return(fun)
  }
  force(arg)
  function(...) note_failure(fun(...), arg = arg)
}

note_failure <- function(code, ...) {
  tryCatch(code, error = function(e) {
    if (is.null(the$callback)) {
      the$callback <- list(..., error = e)
    }
    stop(e)
  })
}

# For R to call.
call_given <- function(fun, ..., .arg, .call = rlang::caller_env()) {
  force(.call)
  withCallingHandlers(
    fun(...),
    error = function(e) abort_callback(list(arg = .arg, error = e), .call)
  )
}

abort_callback <- function(failed, call) {
  cli::cli_abort(
    if (!is.null(failed$metric)) {
      "The metric {.field {failed$metric}} that you gave in {.arg {failed$arg}} failed."
    } else if (is.null(failed$part)) {
      "The function that you gave as {.arg {failed$arg}} failed."
    } else {
      "{.fn {failed$part}} of the module {.val {failed$name}} failed."
    },
    class = error_class("callback"),
    parent = failed$error,
    arg = failed$arg,
    call = call
  )
}
