# What outranks what: how each choice of a Python stands, for the report.

# One text, in the order in which the choices count. `plan` is the one that was carried out,
# where Python runs by it.
python_order <- function(state, plan) {
  chosen <- vapply(choices, function(entry) if (is.null(state[[entry]])) "not set" else "set", "")
  nearby <- state$nearby
  managed <- sprintf("environment \"%s\"", state$envname)
  standing <- c(
    if (plan$source %in% c("running", "added")) c("the Python that runs" = "there"),
    if (plan$source == "radian") c("radian's Python" = "there"),
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
  if (identical(state$reticulate_env, "managed")) standing[["RETICULATE_PYTHON"]] <- "\"managed\""
  used <- switch(plan$source,
    running = , added = , radian = 1L,
    env = match(managed, names(standing)),
    nearby = length(standing) - 1L,
    provided = length(standing),
    match(sub("^it was named by ", "", plan$why), names(standing))
  )
  if (plan$ok) {
    standing[[used]] <- "in force"
  } else if (plan$source != "env") {
    standing[[used]] <- "comes first, but can't be used"
  }
  standing[seq_along(standing) > used & standing %in% c("set", "there")] <- "outranked"
  # neighbours that stand alike, together
  runs <- rle(unname(standing))
  names <- split(names(standing), rep(seq_along(runs$values), runs$lengths))
  paste0(vapply(names, toString, ""), ": ", runs$values, collapse = "; ")
}

env_words <- c(
  absent = "not there", ready = "there", stale = "there", foreign = "not made by install_escnn()",
  other = "no environment", incomplete = "incomplete", broken = "broken"
)
