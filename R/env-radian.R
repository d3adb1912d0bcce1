# radian is a console of R's that is itself a Python program: R in it can have no other Python than
# radian's own, which radian names in RETICULATE_PYTHON. Whoever chose one by other means is told.

# list(radian, reticulate), the versions, or NULL elsewhere. Processes that are started from
# radian inherit its variable.
radian_versions <- function(program = commandArgs()[1]) {
  version <- Sys.getenv("RADIAN_VERSION")
  if (identical(program, "radian") && nzchar(version)) {
    list(radian = version, reticulate = utils::packageVersion("reticulate"))
  }
}

plan_radian <- function(state) {
  python <- state$running$python %||% state$reticulate_env
  lacking <- if (!is.null(python)) lacking_modules(state$probe)
  problem <- if (crashes_in_radian(state$radian)) {
    sprintf(
      "radian %s and reticulate %s crash together.", state$radian$radian, state$radian$reticulate
    )
  } else if (length(lacking)) {
    sprintf(
      "R in radian has radian's own Python, %s, which lacks %s.", python, toString(lacking)
    )
  }
  remedy <- if (length(lacking)) {
    paste0(
      if (state$env$status == "absent") "Run `escnn::install_escnn()` in another console. ",
      "Install radian into the environment, by `", state$env$python, " -m pip install radian`, ",
      "and start it from there, or use another console."
    )
  } else {
    "Update reticulate to 1.40 or newer, or use radian 0.6 or another console."
  }
  python_plan(python, "radian", "R runs in radian, and has its Python", problem, remedy)
}

# From 0.7 on radian lets go of Python while R runs; reticulate takes it back since 1.40.
crashes_in_radian <- function(versions) {
  numeric_version(sub("^([0-9]+[.][0-9]+).*", "\\1", versions$radian)) >= "0.7" &&
    versions$reticulate < "1.40"
}
