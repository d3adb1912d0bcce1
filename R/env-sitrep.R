#' Is the Python environment there, and what is in it?
#'
#' `escnn_available()` tells whether this package can work: in tests, examples
#' and scripts that should do without it. `escnn_sitrep()` shows on one screen
#' which Python is used and why, what it outranks, versions, devices, threads and folders, what
#' is wrong if anything is, and how to mend it. Paste it into bug reports.
#'
#' Neither starts Python in this session: what Python itself must tell is asked
#' in a process of its own, once a session for the same environment.
#'
#' @param ... Not used.
#' @returns `escnn_available()` returns `TRUE` or `FALSE`. `escnn_sitrep()`
#'   returns, invisibly, an object of class `escnn_sitrep`: a list with `plan`
#'   (which Python, why, and what is wrong with that), `order` (which ways to a
#'   Python there are, first the one that outranks the others), `report` (what
#'   Python tells about itself, `NULL` when there is none), `versions`, `cache`
#'   and `problems` (a data frame of problem and remedy).
#' @section Errors:
#' None of their own.
#' @seealso [install_escnn()] to make the environment.
#' @examples
#' escnn_available()
#' escnn_sitrep()
#' @export
escnn_available <- function() {
  if (!is.null(the$bridge)) {
    return(TRUE)
  }
  plan <- tryCatch(plan_python(session_state()), escnn_error = function(e) NULL)
  if (is.null(plan) || !plan$ok || plan$restore || is.null(plan$python)) {
    return(FALSE)
  }
  report <- remembered_report(plan$python)
  isTRUE(report$escnn$ok) &&
    is.null(report_conflict(report, utils::packageVersion("reticulate")))
}

#' @rdname escnn_available
#' @export
escnn_sitrep <- function() {
  sitrep <- collect_sitrep()
  print(sitrep)
  invisible(sitrep)
}

# What escnn_r.inspect.situation says of a Python: list(report, output), the report NULL
# when it said nothing that can be read.
full_report <- function(python, label = "Looking at Python", quiet = TRUE, ...) {
  env <- clean_python_env(PYTHONPATH = python_dir(), ESCNN_R_CACHE = cache_dir())
  args <- module_args("escnn_r.inspect.situation")
  output <- run_logged(python_file(python), args, env, label, quiet, ...)$output
  json <- utils::tail(grep("^[{]", output, value = TRUE), 1)
  report <- tryCatch(parse_text(json), error = function(e) NULL)
  list(report = report, output = setdiff(output, json))
}

# An option, so that tests can put something lighter in the place of escnn_r.
python_dir <- function() {
  getOption("escnn.python_dir", system.file("python", package = "escnn"))
}

remembered_report <- function(python, quiet = TRUE) {
  python <- python_file(python)
  files <- env_files(dirname(dirname(python)))
  key <- paste(python, file.mtime(python), file.mtime(files$marker), python_dir())
  if (!identical(the$report_key, key)) {
    the$report <- full_report(python, quiet = quiet)$report
    the$report_key <- key
  }
  the$report
}

collect_sitrep <- function() {
  state <- session_state()
  plan <- plan_python(state)
  report <- if (!is.null(plan$python) && file.exists(python_file(plan$python))) {
    remembered_report(plan$python, quiet = FALSE)
  }
  structure(
    list(
      plan = plan,
      report = report,
      versions = c(
        R = as.character(getRversion()),
        escnn = as.character(utils::packageVersion("escnn")),
        reticulate = as.character(utils::packageVersion("reticulate"))
      ),
      order = python_order(state, if (python_running()) the$python_plan %||% plan else plan),
      running = python_running(),
      threads = escnn_threads(),
      cache = cache_dir(),
      problems = find_problems(
        plan, report, utils::packageVersion("reticulate"), session_strangers()
      )
    ),
    class = "escnn_sitrep"
  )
}

# Modules that this session takes, or would take, from elsewhere.
session_strangers <- function() {
  if (!python_running()) {
    return(python_path_strangers())
  }
  attach_path()
  python_strangers()
}

report_conflict <- function(report, reticulate) {
  packages <- report$packages
  numpy_conflict(packages$numpy %||% "", packages$torch %||% "", reticulate)
}

# Everything that is wrong, worst first: data frame of problem and remedy.
find_problems <- function(plan, report, reticulate, strangers = NULL) {
  row <- function(problem, remedy) data.frame(problem = problem, remedy = remedy)
  install <- "Run `escnn::install_escnn(reinstall = TRUE)`."
  error <- report$escnn$error
  conflict <- report_conflict(report, reticulate)
  problems <- list(
    if (!plan$ok) row(plan$problem, plan$remedy),
    if (plan$ok && !is.null(plan$python) && is.null(report)) {
      row("This Python does not answer.", install)
    },
    if (plan$ok && !is.null(report) && !isTRUE(report$escnn$ok)) row(
      sprintf("Python's escnn can't be loaded: %s: %s", error$type, error$message),
      if (plan$source == "env") {
        install
      } else if (same_python(plan$python, env_files(env_path(env_name()))$python)) {
        paste("Restart R.", install)
      } else {
        "Repair that Python, or use what `escnn::install_escnn()` makes."
      }
    ),
    if (NROW(strangers)) row(
      stranger_text(strangers),
      ifelse(strangers$wrong, stranger_remedy, "Take its folder out of PYTHONPATH.")
    ),
    if (!is.null(the$not_provided) && !python_running()) row(
      paste("reticulate and uv could not provide a Python:", the$not_provided),
      "Try again, or run `escnn::install_escnn()`."
    ),
    if (!is.null(plan$note)) row(plan$note, "Nothing needs to be done at once."),
    if (!is.null(conflict)) row(conflict$problem, conflict$remedy),
    if (isFALSE(report$cache_writable)) row(
      "The cache folder can't be written to: every session computes everything again.",
      "Make it writable, or set R_USER_CACHE_DIR to a folder that is."
    )
  )
  do.call(rbind, problems) %||% row(character(), character())
}
