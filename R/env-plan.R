# Which Python a session should use, and why: a pure function of what was found,
# so that every situation can be tested without being in it. env-use.R carries
# it out.

# `state` is a list of
# - option, escnn_env, reticulate_env: option(escnn.python), ESCNN_PYTHON and
#   RETICULATE_PYTHON, or NULL
# - requested: what the user asked reticulate for with use_python() and the like
# - running: NULL, or list(python, version, escnn) of the Python of this session
# - envname, env: the managed environment's name and env_state()
# - probe: probe_escnn() of the Python that the user chose, if any
# Returns an `escnn_python_plan`: list(ok, python, source, why, problem, remedy,
# note, restore).
plan_python <- function(state) {
  chosen <- chosen_python(state)
  if (!is.null(state$running)) {
    plan_running(state)
  } else if (!is.null(chosen)) {
    plan_chosen(state, chosen)
  } else {
    plan_env(state)
  }
}

# The Python that the user chose by name: list(python, source), or NULL. What
# concerns this package alone comes before what concerns reticulate as a whole.
chosen_python <- function(state) {
  reticulate_env <- state$reticulate_env
  choices <- list(
    "option(escnn.python)" = state$option,
    "ESCNN_PYTHON" = state$escnn_env,
    # "managed" asks reticulate for a throw-away environment, which can't be
    # what someone who calls this package means
    "RETICULATE_PYTHON" =
      if (!identical(reticulate_env, "managed")) reticulate_env,
    "reticulate::use_python()" = state$requested
  )
  choices <- choices[lengths(choices) > 0]
  if (!length(choices)) {
    return(NULL)
  }
  list(python = choices[[1]], source = names(choices)[[1]])
}

python_plan <- function(ok, python, source, why, problem = NULL, remedy = NULL, note = NULL,
                        restore = FALSE) {
  structure(
    list(ok = ok, python = python, source = source, why = why, problem = problem,
         remedy = remedy, note = note, restore = restore),
    class = "escnn_python_plan"
  )
}

plan_running <- function(state) {
  running <- state$running
  why <- "it is already running in this session"
  if (isTRUE(running$escnn)) {
    return(python_plan(TRUE, running$python, "running", why))
  }
  remedy <- if (same_python(running$python, state$env$python)) {
    "Restart R and run `escnn::install_escnn(reinstall = TRUE)`."
  } else if (state$env$status %in% c("ready", "stale")) {
    "Restart R, and use escnn before anything else that starts Python."
  } else {
    "Restart R and run `escnn::install_escnn()`."
  }
  python_plan(
    FALSE, running$python, "running", why,
    sprintf(
      paste(
        "This session's Python is %s (%s), which has no escnn, and a session",
        "can't change its Python once that has started."
      ),
      running$python, running$version
    ),
    remedy
  )
}

plan_chosen <- function(state, chosen) {
  probe <- state$probe
  why <- paste("it was named by", chosen$source)
  remedy <- sprintf(
    "Name a Python that has escnn, or leave out %s and use what `escnn::install_escnn()` makes.",
    chosen$source
  )
  problem <- if (!isTRUE(probe$works)) {
    sprintf("The Python named by %s can't be used: %s (%s).", chosen$source, probe$error,
            chosen$python)
  } else {
    missing <- c("escnn", "torch", "numpy")[
      !c(isTRUE(probe$escnn), isTRUE(probe$torch), !is.null(probe$numpy))
    ]
    if (length(missing)) {
      sprintf("The Python named by %s, %s (%s), lacks %s.", chosen$source, chosen$python,
              probe$version, toString(missing))
    }
  }
  python_plan(
    is.null(problem), chosen$python, "chosen", why, problem,
    if (!is.null(problem)) remedy
  )
}

plan_env <- function(state) {
  env <- state$env
  why <- sprintf("it is the managed environment \"%s\"", state$envname)
  if (!env$installing && env$previous && env$status %in% c("absent", "incomplete")) {
    return(python_plan(
      TRUE, env$python, "env", why,
      note = paste(
        "The last installation broke off: the environment from before is put back.",
        "Run `escnn::install_escnn()` to try again."
      ),
      restore = TRUE
    ))
  }
  install <- "Run `escnn::install_escnn()`."
  again <- paste("Run `escnn::install_escnn()` again: it clears away what is left",
                 "and starts afresh.")
  fail <- function(problem, remedy) python_plan(FALSE, NULL, "env", why, problem, remedy)
  if (env$installing && !env$status %in% c("ready", "stale")) {
    return(fail(
      sprintf("The Python environment %s is being installed by another process.", env$path),
      "Wait until it is done."
    ))
  }
  switch(env$status,
    absent = fail(
      sprintf("There is no Python environment for escnn: %s does not exist.", env$path), install
    ),
    incomplete = fail(
      sprintf("The Python environment %s is incomplete: its installation broke off.", env$path),
      again
    ),
    broken = fail(
      sprintf("The Python environment %s is broken: %s.", env$path, toString(env$detail)), again
    ),
    other = fail(
      sprintf("%s is a folder, but not a Python environment.", env$path),
      paste("Move it away, or choose another name with `options(escnn.envname = )`,",
            "then run `escnn::install_escnn()`.")
    ),
    foreign = plan_foreign(state, why),
    stale = python_plan(
      TRUE, env$python, "env", why,
      note = sprintf(
        paste("The Python environment differs from what this version of escnn was",
              "tested with: %s. `escnn::install_escnn()` brings it up to date."),
        first_few(env$detail)
      )
    ),
    ready = python_plan(TRUE, env$python, "env", why)
  )
}

# A virtualenv of that name which install_escnn() did not make.
plan_foreign <- function(state, why) {
  probe <- state$probe
  if (isTRUE(probe$works) && isTRUE(probe$escnn) && isTRUE(probe$torch) && !is.null(probe$numpy)) {
    return(python_plan(TRUE, state$env$python, "env", paste0(why, ", made by hand")))
  }
  python_plan(
    FALSE, NULL, "env", why,
    sprintf("The Python environment %s was not made by `install_escnn()` and lacks escnn.",
            state$env$path),
    "Run `escnn::install_escnn(reinstall = TRUE)` to replace it."
  )
}

same_python <- function(a, b) {
  real <- function(path) {
    # the folder only: the file is a link to the Python that all were made from
    file.path(normalizePath(dirname(path), winslash = "/", mustWork = FALSE))
  }
  !is.null(a) && !is.null(b) && identical(real(a), real(b))
}

capitalise <- function(text) {
  paste0(toupper(substring(text, 1, 1)), substring(text, 2))
}

first_few <- function(items, most = 4) {
  more <- length(items) - most
  paste0(toString(utils::head(items, most)), if (more > 0) sprintf(" and %d more", more))
}

#' @export
format.escnn_python_plan <- function(x, ...) {
  python <- if (is.null(x$python)) "none" else x$python
  c(
    paste0("Python: ", python),
    paste0("Why: ", x$why),
    if (!is.null(x$problem)) paste0("Problem: ", x$problem),
    if (!is.null(x$remedy)) paste0("Remedy: ", x$remedy),
    if (!is.null(x$note)) paste0("Note: ", x$note)
  )
}

#' @export
print.escnn_python_plan <- function(x, ...) {
  cat(strwrap(format(x), width = 80, exdent = 2), sep = "\n")
  invisible(x)
}
