# Which Python a session should use, and why: a pure function of the situation, so
# that each can be tested without being in it. env-use.R carries it out.

# `state` is a list of
# - option, escnn_env, reticulate_env, python_env, requested: what the user chose, see
#   `choices`, or NULL; renv: whether renv has set it
# - running: NULL, or list(python, version, escnn) of the Python of this session, and
#   started: why we started it, NULL if others did
# - envname, env: the managed environment's name and env_state()
# - probe: probe_escnn() of the Python that the user chose, if any
# - reticulate: its version
# - no_provider: why reticulate and uv can't provide an environment, NULL if they can
# - provided: the Python that they provided before, or NULL
# - nearby: the environment that is active or lies in the working folder, or NULL,
#   see nearby_env()
# - radian: what radian_versions() gives
# Returns an `escnn_python_plan`: list(ok, python, source, why, problem, remedy,
# note, restore). Its python is NULL where one is still to be provided.
plan_python <- function(state) {
  chosen <- chosen_python(state)
  if (!is.null(state$radian) && !isTRUE(state$running$escnn)) {
    return(plan_radian(state))
  }
  if (!is.null(state$running)) {
    return(plan_running(state))
  }
  plan <- if (!is.null(chosen)) plan_chosen(state, chosen) else plan_env(state)
  with_this_reticulate(plan, state)
}

# How users choose a Python, in the order in which it counts, and the entries of `state`
# that hold it. What concerns this package alone comes before what concerns reticulate as
# a whole; after these come the environment that install_escnn() makes, one that is nearby,
# and what reticulate and uv provide.
choices <- c(
  "options(escnn.python =)" = "option", ESCNN_PYTHON = "escnn_env",
  RETICULATE_PYTHON = "reticulate_env", RETICULATE_PYTHON_ENV = "python_env",
  "reticulate::use_python()" = "requested"
)

# The Python that the user chose by name: list(python, source), or NULL. "managed" asks
# reticulate for a throw-away environment, which names none.
chosen_python <- function(state) {
  if (!is.null(state$radian)) {
    return(list(python = state$reticulate_env, source = "radian"))
  }
  set <- function(entry) !is.null(state[[entry]]) && !identical(state[[entry]], "managed")
  chosen <- Filter(set, choices)
  if (length(chosen)) list(python = state[[chosen[[1]]]], source = names(chosen)[[1]])
}

# A plan with a problem is none that can be carried out.
python_plan <- function(python, source, why, problem = NULL, remedy = NULL, note = NULL,
                        restore = FALSE) {
  structure(
    list(
      ok = is.null(problem), python = python, source = source, why = why, problem = problem,
      remedy = if (!is.null(problem)) remedy, note = note, restore = restore
    ),
    class = "escnn_python_plan"
  )
}

plan_running <- function(state) {
  running <- state$running
  why <- paste(c("it is already running in this session", state$started), collapse = "; ")
  if (isTRUE(running$escnn)) {
    return(python_plan(running$python, "running", why))
  }
  if (isTRUE(running$provided) && is.null(state$no_provider)) {
    return(python_plan(
      running$python, "added", paste(why, "and reticulate adds what escnn needs")
    ))
  }
  remedy <- if (same_python(running$python, state$env$python)) {
    "Restart R and run `escnn::install_escnn(reinstall = TRUE)`."
  } else if (state$env$status %in% c("ready", "stale") || is_provided(state)) {
    "Restart R, and use escnn before anything else that starts Python."
  } else {
    "Restart R and run `escnn::install_escnn()`."
  }
  problem <- sprintf(
    paste("This session's Python is %s (%s), which has no escnn, and a session can't change",
          "its Python once that has started."),
    running$python, running$version
  )
  python_plan(running$python, "running", why, problem, remedy)
}

plan_chosen <- function(state, chosen) {
  probe <- state$probe
  source <- chosen$source
  lacking <- lacking_modules(probe)
  problem <- if (!isTRUE(probe$works)) {
    sprintf("The Python named by %s can't be used: %s (%s).", source, probe$error, chosen$python)
  } else if (length(lacking)) {
    sprintf("The Python named by %s, %s (%s), lacks %s.", source, chosen$python, probe$version,
            toString(lacking))
  }
  remedy <- if (isTRUE(state$renv) && grepl("^RETICULATE", source)) {
    paste("renv has set it for this project. Name a Python that has escnn in ESCNN_PYTHON,",
          "which comes first, or have `renv::use_python()` name one.")
  } else {
    sprintf(
      "Name a Python that has escnn, or leave out %s and use what `escnn::install_escnn()` makes.",
      source
    )
  }
  python_plan(chosen$python, "chosen", paste("it was named by", source), problem, remedy)
}

# What a Python that was looked at lacks of what this package needs.
lacking_modules <- function(probe) {
  Filter(function(name) is.null(probe[[name]]) || isFALSE(probe[[name]]),
         c("escnn", "torch", "numpy"))
}

# Why the managed environment can't be used, by its state, and what to do.
env_problems <- list(
  absent = c(
    "There is no Python environment for escnn: {path} does not exist.",
    "Run `escnn::install_escnn()`."
  ),
  installing = c(
    "The Python environment {path} is being installed by another process.",
    "Wait until it is done."
  ),
  incomplete = c(
    "The Python environment {path} is incomplete: its installation was interrupted.",
    "Run `escnn::install_escnn()` again: it clears away what is left and starts afresh."
  ),
  broken = c(
    "The Python environment {path} is broken: {detail}.",
    "Run `escnn::install_escnn()` again: it clears away what is left and starts afresh."
  ),
  other = c(
    "{path} is a folder, but not a Python environment.",
    paste("Move it away, or choose another name with `options(escnn.envname = )`,",
          "then run `escnn::install_escnn()`.")
  ),
  # a virtualenv of that name which install_escnn() did not make
  foreign = c(
    "The Python environment {path} was not made by `install_escnn()` and lacks escnn.",
    "Run `escnn::install_escnn(reinstall = TRUE)` to replace it."
  )
)

plan_env <- function(state) {
  env <- state$env
  why <- sprintf("it is the managed environment \"%s\"", state$envname)
  use <- function(...) python_plan(env$python, "env", ...)
  if (env$status == "ready") {
    return(use(why))
  }
  if (env$status == "stale") {
    return(use(why, note = sprintf(
      paste("The Python environment differs from what this version of escnn was tested with: %s.",
            "`escnn::install_escnn()` brings it up to date."),
      first_few(env$detail)
    )))
  }
  if (!env$installing && env$previous && env$status %in% c("absent", "incomplete")) {
    return(use(why, restore = TRUE, note = paste(
      "The last installation was interrupted, so the previous environment is put back.",
      "Run `escnn::install_escnn()` to try again."
    )))
  }
  by_hand <- env$status == "foreign" && !length(lacking_modules(state$probe))
  if (by_hand && !env$installing) {
    return(use(paste0(why, ", made by hand")))
  }
  nearby <- state$nearby
  if (env$status == "absent" && !env$installing && !is.null(nearby) && !length(nearby$lacks)) {
    return(python_plan(
      nearby$python, "nearby",
      sprintf("it is %s, and there is no environment \"%s\"", nearby$name, state$envname)
    ))
  }
  if (is_provided(state)) {
    return(python_plan(
      state$provided, "provided",
      paste(c(
        sprintf("reticulate and uv provide it, as there is no environment \"%s\"", state$envname),
        if (!is.null(nearby)) sprintf("%s lacks %s", nearby$name, toString(nearby$lacks))
      ), collapse = ", and ")
    ))
  }
  problem <- fill_in(
    env_problems[[if (env$installing) "installing" else env$status]],
    list(path = env$path, detail = toString(env$detail))
  )
  python_plan(NULL, "env", why, problem[[1]], problem[[2]])
}

# Whether reticulate and uv may provide one, as far as the managed environment goes.
is_provided <- function(state) {
  state$env$status == "absent" && !state$env$installing && is.null(state$no_provider)
}

same_python <- function(a, b) {
  # the folder only: the file is a link to the Python that all were made from
  real <- function(path) normalizePath(dirname(path), winslash = "/", mustWork = FALSE)
  !is.null(a) && !is.null(b) && identical(real(a), real(b))
}

first_few <- function(items, most = 4) {
  more <- length(items) - most
  paste0(toString(utils::head(items, most)), if (more > 0) sprintf(" and %d more", more))
}

#' @export
format.escnn_python_plan <- function(x, ...) {
  lines <- list(
    Python = x$python %||% "none", Why = x$why, Problem = x$problem, Remedy = x$remedy,
    Note = x$note
  )
  lines <- lines[lengths(lines) > 0]
  paste0(names(lines), ": ", unlist(lines))
}

#' @export
print.escnn_python_plan <- function(x, ...) {
  cat(strwrap(format(x), width = 80, exdent = 2), sep = "\n")
  invisible(x)
}
