# The one way from R into Python. `py_invoke()` calls, converts the answer, and
# re-raises failures once, as conditions of the package's own classes.

# State of the session: what has been imported, what has been warned about.
the <- new.env(parent = emptyenv())

# The Python half of the package, imported at the first need.
python_side <- function(call = NULL) {
  check_fork(call)
  if (is.null(the$bridge)) {
    # starting Python may draw from R's generator
    without_drawing(load_python_side(call))
  }
  the$bridge
}

load_python_side <- function(call) {
  use_escnn_python(call)
  if (rlang::is_interactive() && !isTRUE(getOption("knitr.in.progress"))) {
    cli::cli_progress_step("Starting Python and loading escnn")
  }
  attach_path()
  check_origins(call)
  attach_python_side()
  without_working_folder({
    bridge <- reticulate::import("escnn_r.bridge", convert = FALSE)
    outcome <- reticulate::py_to_r(bridge$invoke("escnn_r.compat.load"))
  })
  error <- outcome$error
  if (!is.null(error)) {
    cli::cli_abort(
      c(
        "Python's escnn cannot be loaded: {error$message}",
        i = "{.run escnn::escnn_sitrep()} says what is wrong;
             {.run escnn::install_escnn(reinstall = TRUE)} builds the environment again."
      ),
      class = error_class("python_setup"),
      call = call
    )
  }
  note_process()
  apply_threads(bridge)
  the$bridge <- bridge
  invisible()
}

# Puts escnn_r on Python's path and arms its import hooks. Light enough to run
# whenever Python starts, so that raw `reticulate::import("escnn")` works too.
attach_python_side <- function() {
  attach_path()
  without_working_folder({
    importing <- reticulate::import("escnn_r.compat", convert = FALSE)
    importing$prepare()
  })
  calm_openmp()
  invisible()
}

python_side_dir <- function() system.file("python", package = "escnn")

attach_path <- function() {
  path <- python_side_dir()
  if (ascii_locale()) path <- text_to_python(path)
  sys <- reticulate::import("sys", convert = FALSE)
  if (!path %in% reticulate::py_to_r(sys$path)) {
    sys$path$append(path)
  }
  working_folder_last()
}

# Calls `target`, a dotted path or a Python callable. Arguments are passed on
# as they are: whole numbers must be integers by now, tuples must be tuples.
# Returns plain data as R values, anything else as a handle.
# With `.seed`, random numbers come from it, see `py_draw()`.
py_invoke <- function(target, ..., .doing = NULL, .seed = NULL, .call = rlang::caller_env()) {
  # checks in the arguments come before Python starts
  args <- list(target, ...)
  bytes <- ascii_locale()
  if (bytes) args <- text_to_python(args)
  bridge <- python_side(.call)
  send_limits(.call)
  the$callback <- NULL
  door <- if (is.null(.seed)) bridge$invoke else bridge$draw
  answer <- tryCatch(
    call_by_symbols(door, c(if (!is.null(.seed)) list(.seed), args)), error = identity
  )
  if (inherits(answer, "error")) {
    abort_conversion(answer, args[-1], .call)
  }
  outcome <- reticulate::py_to_r(answer)
  if (!is.null(.seed)) the$drew <- outcome$drew
  warn_python(outcome$warnings)
  if (!is.null(outcome$error)) {
    # what failed may be an R function that Python has called
    failed <- the$callback
    if (!is.null(failed)) {
      the$callback <- NULL
      abort_callback(failed, .call)
    }
    abort_python(outcome$error, .doing, .call)
  }
  if (bytes) text_from_python(outcome$value) else outcome$value
}

# Like do.call(), but with variables in the call: reticulate 1.46 copies arrays
# that are values in it, or promises that have been forced.
call_by_symbols <- function(f, args) {
  variables <- paste0("arg", seq_along(args))
  symbols <- rlang::set_names(lapply(variables, as.name), names(args))
  eval(as.call(c(f, symbols)), list2env(rlang::set_names(args, variables), parent = baseenv()))
}

`%||%` <- function(x, y) if (is.null(x)) y else x
