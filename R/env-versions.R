# Which versions go together: what is too old for what it would be used with.

# The oldest reticulate that starts a Python of this version or newer.
reticulate_for_python <- c("3.12" = "1.33", "3.13" = "1.40")

# The reticulate that a Python wants, or NULL where any does.
reticulate_wanted <- function(python, reticulate) {
  if (is.null(python) || is.null(reticulate)) {
    return(NULL)
  }
  python <- numeric_version(sub("^([0-9]+[.][0-9]+).*", "\\1", python))
  wanted <- reticulate_for_python[python >= names(reticulate_for_python)]
  wanted <- utils::tail(unname(wanted), 1)
  if (length(wanted) && reticulate < wanted) wanted
}

# A plan whose Python this reticulate could not start is none.
with_this_reticulate <- function(plan, state) {
  version <- switch(plan$source,
    chosen = state$probe$version,
    env = state$env$marker$python %||% state$probe$version
  )
  wanted <- if (plan$ok) reticulate_wanted(version, state$reticulate)
  if (is.null(wanted)) {
    return(plan)
  }
  how <- if (plan$source == "env") ": `escnn::install_escnn(reinstall = TRUE)`" else ""
  python_plan(
    plan$python, plan$source, plan$why,
    sprintf("reticulate %s can't start Python %s (%s).", state$reticulate, version, plan$python),
    sprintf("Update reticulate to %s or newer, or use Python 3.11 or older%s.", wanted, how)
  )
}

# A list of pins with the Pythons that this reticulate starts.
startable_pins <- function(pins, reticulate = utils::packageVersion("reticulate")) {
  pins$python <- Filter(function(each) is.null(reticulate_wanted(each, reticulate)), pins$python)
  pins
}

# What the metadata of the running Python say, without an import; "" where there is none.
running_versions <- function() {
  reticulate::py_eval(paste(
    "{name: next((each.version for each in",
    "__import__('importlib.metadata').metadata.distributions(name=name)), '')",
    "for name in ('numpy', 'torch')}"
  ))
}

at_least <- function(version, limit) {
  # a release candidate has the numbers of its release
  numeric_version(sub("^([0-9]+[.][0-9]+).*", "\\1", version)) >= limit
}

# numpy 2 with a reticulate that doesn't know it corrupts values without a word; PyTorch
# older than 2.3 can't read it. NULL, or list(problem, remedy).
numpy_conflict <- function(numpy, torch, reticulate) {
  if (!nzchar(numpy) || !at_least(numpy, "2.0")) {
    NULL
  } else if (reticulate < "1.38") {
    list(
      problem = sprintf(
        "numpy %s and reticulate %s don't go together: numbers would change silently.", numpy,
        reticulate
      ),
      remedy = "Update reticulate to 1.38 or newer, or use numpy 1.26."
    )
  } else if (nzchar(torch) && !at_least(torch, "2.3")) {
    list(
      problem = sprintf("PyTorch %s can't read the arrays of numpy %s.", torch, numpy),
      remedy = "Update PyTorch to 2.3 or newer, or use numpy 1.26."
    )
  }
}

# `versions` are those of running_versions().
check_numpy <- function(versions, reticulate, python, call = rlang::caller_env()) {
  conflict <- numpy_conflict(versions$numpy, versions$torch, reticulate)
  if (is.null(conflict)) {
    return(invisible())
  }
  cli::cli_abort(
    c(
      "{conflict$problem}",
      i = "Python is {.path {python}}.",
      i = "{conflict$remedy} {.run escnn::install_escnn()} makes an environment with versions that
           go together. Then restart R."
    ),
    class = error_class("numpy"),
    call = call
  )
}
