# What outranks what: how each way to a Python stands, for the report.

# One text, in the order in which the ways count. `plan` is the one that was carried out,
# where Python runs by it.
python_order <- function(state, plan) {
  chosen <- vapply(choices, function(entry) if (is.null(state[[entry]])) "not set" else "set", "")
  nearby <- state$nearby
  managed <- sprintf("environment \"%s\"", state$envname)
  ways <- c(
    if (plan$source %in% c("running", "added")) c("the Python that runs" = "there"),
    chosen,
    stats::setNames(env_words[[state$env$status]], managed),
    stats::setNames(
      if (is.null(nearby)) {
        "none"
      } else if (length(nearby$lacks)) {
        paste("lacks", toString(nearby$lacks))
      } else {
        "there"
      },
      nearby$name %||% "a project's `.venv`"
    ),
    "reticulate and uv" = if (is.null(state$no_provider)) {
      "can provide one"
    } else {
      sub("[.]$", "", state$no_provider)
    }
  )
  if (identical(state$reticulate_env, "managed")) ways[["RETICULATE_PYTHON"]] <- "\"managed\""
  used <- switch(plan$source,
    running = , added = 1L,
    env = match(managed, names(ways)),
    nearby = length(ways) - 1L,
    provided = length(ways),
    match(sub("^it was named by ", "", plan$why), names(ways))
  )
  if (plan$ok) {
    ways[[used]] <- "in force"
  } else if (plan$source != "env") {
    ways[[used]] <- "comes first, but can't be used"
  }
  ways[seq_along(ways) > used & ways %in% c("set", "there")] <- "outranked"
  # neighbours that stand alike, together
  runs <- rle(unname(ways))
  names <- split(names(ways), rep(seq_along(runs$values), runs$lengths))
  paste0(vapply(names, toString, ""), ": ", runs$values, collapse = "; ")
}

env_words <- c(
  absent = "not there", ready = "there", stale = "there", foreign = "not made by install_escnn()",
  other = "no environment", incomplete = "incomplete", broken = "broken"
)
