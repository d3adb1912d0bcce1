#' Install the Python environment
#'
#' Makes the Python environment that this package works in: a virtualenv of its
#' own with PyTorch and escnn, in exact versions that were tested together. It
#' needs no compiler, and nothing outside of the environment's folder is
#' changed. Run it once after installing the package.
#'
#' It is safe to repeat: an environment that is complete is left alone, in a
#' second or so. If an installation fails or is interrupted, what it left is
#' cleared away, and an environment from before is put back.
#'
#' Python itself is searched for wherever it is usually found: installed by
#' [reticulate::install_python()], pyenv, uv, the system, Homebrew, python.org or
#' conda. When there is none that fits, the function offers to install one (in
#' an interactive session) or says what to run.
#'
#' @param ... Not used.
#' @section Without this function:
#' With reticulate 1.41 or newer it need not be called. Where there is no such
#' environment and nobody chose a Python, the first function that needs Python
#' asks `reticulate::py_require()` for one, which uv makes from packages in its
#' cache; a message says so first, and what is fetched. The versions asked for are
#' wide, so that other packages of the session can have theirs. A later session
#' starts it at once, without a network.
#' `options(escnn.provide = FALSE)`, or `RETICULATE_USE_MANAGED_VENV=no` in the
#' environment, says no.
#'
#' Which Python a session uses, the first that there is: one that is already
#' running; `options(escnn.python = )`; the variables `ESCNN_PYTHON` and
#' `RETICULATE_PYTHON`, which renv sets, and `RETICULATE_PYTHON_ENV`;
#' `reticulate::use_python()` and the like; the environment that
#' this function makes; a virtualenv that is active in the shell or lies in the working
#' folder (`.venv`), if it holds escnn, torch and numpy; one that reticulate and uv
#' provide. [escnn_sitrep()] tells which it is, and why.
#'
#' @section Without a network:
#' On a machine that has a network, and the same operating system and Python,
#' collect the packages in a folder, carry it over, and give it as `wheels`. If
#' the folder lacks something, the error shows the command that downloads it.
#'
#' @param envname Name of the environment, one string: a folder of
#'   [reticulate::virtualenv_root()], or a path (with a slash) to a folder
#'   anywhere. Other sessions find an environment of another name by
#'   `options(escnn.envname = )`.
#' @param pins Which list of versions to install, one string: `"default"`
#'   (Python 3.10 and PyTorch 1.13.1, which escnn was tested with by its
#'   authors) or `"current"` (Python 3.11, or 3.12 where reticulate is 1.33 or newer, and a
#'   PyTorch of today).
#' @param device What PyTorch shall compute on, one string. `"cpu"` takes the
#'   much smaller build without CUDA where it can be had; `"cuda"` the build for
#'   NVIDIA GPUs; `"auto"` decides by whether there is such a GPU.
#' @param python Path of the Python to build from, one string, or `NULL` to
#'   search for one.
#' @param wheels Folder with the packages as wheel files, one string; then no
#'   network is used. `NULL` downloads them.
#' @param extras Further lists of the pins to install, a character vector:
#'   `"pointcloud"` brings what [nn_r2_point_conv()] needs (torch_geometric and
#'   the packages that it loads), `"onnx"` what [escnn_export()] needs to write
#'   ONNX files and to run them, `"tensorboard"` TensorBoard, which
#'   [callback_tensorboard()] writes for, `"dev"` the tools that check this package's
#'   Python code. They can be added later without a new installation.
#' @param reinstall `TRUE` to build the environment anew although it is
#'   complete, or although it was made by other means.
#' @param ask `TRUE` to offer, in an interactive session, to install Python when
#'   none is found.
#' @param quiet `TRUE` to show nothing but errors.
#' @returns The path of the environment's Python, invisibly.
#'
#' @section Errors:
#' All are of class `escnn_error`: `escnn_error_python_running` when this session
#' has started Python already, `escnn_error_no_suitable_python` when there is
#' no Python to build from, `escnn_error_installing` when another process is
#' installing, `escnn_error_wheels` when the folder lacks packages, and
#' `escnn_error_install` when a step fails, with the path of the log.
#' @seealso [escnn_sitrep()] for what is installed and works.
#' @examples
#' if (interactive()) {
#'   install_escnn()
#'   # what point clouds need, into the environment that is there
#'   install_escnn(extras = "pointcloud")
#'   # today's PyTorch, beside the default one
#'   install_escnn("r-escnn-current", pins = "current")
#' }
#' @export
install_escnn <- function(envname = getOption("escnn.envname", "r-escnn"),
                          pins = c("default", "current"),
                          device = c("auto", "cpu", "cuda"),
                          python = NULL,
                          wheels = NULL,
                          extras = NULL,
                          reinstall = FALSE,
                          ask = rlang::is_interactive(),
                          quiet = FALSE) {
  call <- rlang::current_env()
  job <- list(
    files = env_files(env_path(check_string(envname))),
    pins = startable_pins(read_pins(check_choice(pins, c("default", "current")))),
    device = check_choice(device, c("auto", "cpu", "cuda")),
    python = check_string(python, null = TRUE),
    wheels = check_wheels(wheels),
    extras = check_extras(extras),
    ask = check_flag(ask),
    quiet = check_flag(quiet),
    start = Sys.time(),
    call = call
  )
  check_flag(reinstall)

  work <- work_to_do(env_state(job$files$path), job, reinstall)
  if (work == "none") {
    say_ready(job)
    return(invisible(job$files$python))
  }
  refuse_if_running(job)
  take_lock(job)
  on.exit(unlink(c(job$files$lock, job$files$tmp), recursive = TRUE))
  recover(job)
  dir.create(job$files$tmp)
  # the environment that was put back may be all that is wanted
  work <- work_to_do(env_state(job$files$path), job, reinstall)
  switch(work,
    none = say_ready(job),
    extras = add_extras(job),
    build = build_env(job)
  )
  invisible(job$files$python)
}

check_wheels <- function(wheels, call = rlang::caller_env()) {
  check_string(wheels, null = TRUE, call = call)
  checked(
    wheels, dir.exists(wheels), "the path of a folder that exists",
    normalizePath(wheels, winslash = "/"), null = TRUE, call = call
  )
}

check_extras <- function(extras, call = rlang::caller_env()) {
  known <- encodeString(names(extra_nouns), quote = "\"")
  allowed <- paste0("`NULL`, ", toString(known[-length(known)]), " or ", known[[length(known)]])
  checked(
    extras, is.character(extras) && all(extras %in% names(extra_nouns)), allowed, unique(extras),
    null = TRUE, call = call
  )
}

# "none", "extras" (the rest is there) or "build". Refuses to replace what
# install_escnn() has not made.
work_to_do <- function(state, job, reinstall) {
  if (state$status == "other" || (state$status == "foreign" && !reinstall)) {
    abort_not_ours(state, job$call)
  }
  marker <- state$marker
  same <- state$status == "ready" && !reinstall && identical(marker$pins, job$pins$name) &&
    (job$device == "auto" || identical(marker$device, job$device))
  if (!same) {
    return("build")
  }
  if (length(setdiff(job$extras, unlist(marker$extras)))) "extras" else "none"
}

abort_not_ours <- function(state, call) {
  foreign <- state$status == "foreign"
  what <- if (foreign) "a virtualenv" else "a folder with other things in it"
  cli::cli_abort(
    c(
      "{.path {state$path}} is {what} that {.fn install_escnn} did not make.",
      i = if (foreign) {
        "Choose another {.arg envname}, or replace it with {.code reinstall = TRUE}."
      } else {
        "Choose another {.arg envname}."
      }
    ),
    class = error_class("not_ours"),
    call = call
  )
}

# A session can't change its Python, and must not lose the files under it.
refuse_if_running <- function(job) {
  if (!python_running()) {
    return(invisible())
  }
  running <- reticulate::py_config()$python
  from_here <- same_python(running, job$files$python)
  cli::cli_abort(
    c(
      if (from_here) {
        "This session's Python is running from the environment that would be changed,
         {.path {job$files$path}}."
      } else {
        "This session's Python is already running, from {.path {running}}, and can't be changed
         until R is restarted."
      },
      i = "Restart R, then run {.run escnn::install_escnn()} before anything that uses Python.
           Nothing has been changed."
    ),
    class = error_class("python_running"),
    call = job$call
  )
}

say_ready <- function(job) {
  if (!job$quiet) {
    marker <- read_json_file(job$files$marker)
    cli::cli_alert_success(
      "The environment {.path {tilde(job$files$path)}} is complete: Python {marker$python}, pins
       {.val {job$pins$name}}. Nothing to do."
    )
  }
}
