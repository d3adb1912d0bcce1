# Where nobody made an environment or chose a Python, reticulate (1.41 or newer) and uv
# provide one: asked for when Python is first needed, never when the package is loaded.

# What stands in the way of that, as a sentence; NULL when nothing does. Nothing is
# fetched to find out.
no_provider <- function(reticulate = utils::packageVersion("reticulate")) {
  refused <- tolower(Sys.getenv("RETICULATE_USE_MANAGED_VENV")) %in% c("no", "false", "0")
  if (!check_flag(getOption("escnn.provide", TRUE), arg = "getOption(\"escnn.provide\")")) {
    "`options(escnn.provide = FALSE)` is set."
  } else if (refused) {
    "RETICULATE_USE_MANAGED_VENV says no."
  } else if (reticulate < "1.41") {
    sprintf("reticulate %s can't provide one; 1.41 and newer can.", reticulate)
  }
}

# The widest versions that the tests cover, so that other packages of the session can
# have theirs: list(python, packages).
provided_requirements <- function(file = env_pins_file()) {
  list <- yaml::read_yaml(file, eval.expr = FALSE)$provided
  list(python = list$python, packages = unlist(list$requirements))
}

# Asks reticulate for it: `running` where its environment is in use already, which then
# gets what it lacks. What an earlier session was given starts at once, and without a
# network, unless others of this session ask for more.
provide_python <- function(running = FALSE, call = rlang::caller_env()) {
  before <- provided_python()
  # reticulate asks for numpy of its own accord
  alone <- identical(setdiff(require_python()$packages, "ipykernel"), "numpy")
  if (!running && !is.null(before) && alone) {
    return(start_python(before, call))
  }
  wanted <- provided_requirements()
  if (running) wanted$packages <- with_running_torch(wanted$packages)
  if (is.null(before)) announce_download()
  # kept for the session: others may ask for more later, and escnn's metadata then
  # still must not bring what needs compilers
  set_env_vars(c(UV_OVERRIDE = with_overrides(Sys.getenv("UV_OVERRIDE"))))
  failed <- function(cnd) {
    # what can't be had must not stand in the way of other packages
    if (!running) require_python(wanted$packages, wanted$python, action = "remove")
    abort_not_provided(conditionMessage(cnd), running, call)
  }
  settings <- c(
    UV_TORCH_BACKEND = torch_backend(),
    if (!running) c(RETICULATE_PYTHON = "managed", python_path_env())
  )
  if (running) {
    # reticulate only warns of what it can't add
    tryCatch(
      with_env_vars(settings, require_python(wanted$packages)), error = failed, warning = failed
    )
  } else {
    tryCatch(
      with_env_vars(settings, {
        require_python(wanted$packages, wanted$python)
        in_empty_folder(reticulate::py_config())
      }),
      error = failed
    )
  }
  working_folder_last()
  # an environment with what others asked for is theirs
  if (alone && !running) remember_provided(reticulate::py_config()$python)
}

# Older versions of reticulate do not have it.
require_python <- function(...) utils::getFromNamespace("py_require", "reticulate")(...)

# A PyTorch that the session has imported stays.
with_running_torch <- function(packages) {
  version <- reticulate::py_eval(
    "getattr(__import__('sys').modules.get('torch'), '__version__', '')"
  )
  if (!nzchar(version)) {
    return(packages)
  }
  c(packages[!grepl("^torch\\b", packages)], paste0("torch==", sub("[+].*", "", version)))
}

with_overrides <- function(present) {
  own <- system.file("uv-overrides.txt", package = "escnn", mustWork = TRUE)
  paste(unique(c(strsplit(present, " ", fixed = TRUE)[[1]], own)), collapse = " ")
}

# uv's word for the builds of PyTorch without CUDA, a tenth of the size of those with it.
# NA leaves uv as it is: on macOS there is one build, and PyTorch's own index must answer.
torch_backend <- function() {
  cpu <- os_name() != "macos" && !has_nvidia_gpu()
  set <- Sys.getenv("UV_TORCH_BACKEND", NA)
  if (is.na(set) && cpu && url_answers(cpu_index)) "cpu" else set
}

announce_download <- function() {
  cli::cli_inform(
    c(
      "There is no Python environment for escnn yet: reticulate and uv provide one, once.",
      " " = "PyTorch and escnn are fetched: about 250 MB, much more with CUDA; 1 GB in uv's cache.",
      i = "To say no, set {.code options(escnn.provide = FALSE)}; {.run escnn::install_escnn()}
           makes an environment that stays."
    ),
    class = "escnn_message_environment"
  )
}

abort_not_provided <- function(reason, running, call) {
  problem <- if (running) {
    "The Python of this session could not be given what escnn needs."
  } else {
    "reticulate and uv could not provide a Python environment."
  }
  remedy <- if (running) {
    "Restart R, and use escnn before anything else that starts Python."
  } else {
    paste("What uv said is above. `escnn::install_escnn()` makes an environment without uv, and",
          "`install_escnn(wheels = )` one without a network.")
  }
  cli::cli_abort(
    c("{problem}", x = "{reason}", i = "{remedy}"),
    class = error_class("no_python"), call = call
  )
}

# The Python that was provided by an earlier session and is still in uv's cache, or NULL.
provided_python <- function() {
  file <- provided_note()
  lines <- if (file.exists(file)) readLines(file, warn = FALSE) else character()
  if (length(lines) == 2 && identical(lines[[2]], requirements_key()) && file.exists(lines[[1]])) {
    lines[[1]]
  }
}

# A note that can't be written costs a later session an announcement, and no more.
remember_provided <- function(python) {
  file <- provided_note()
  partial <- paste0(file, ".", Sys.getpid())
  try(suppressWarnings({
    dir.create(dirname(file), FALSE, TRUE)
    writeLines(c(python, requirements_key()), partial)
    file.rename(partial, file)
  }), silent = TRUE)
  invisible(python)
}

provided_note <- function() file.path(cache_dir(), "provided-python.txt")

requirements_key <- function() {
  paste(unlist(provided_requirements()), collapse = " ")
}
