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

# Starts it, or adds to it what is lacking where reticulate's environment is `running`
# already. What an earlier session was given starts at once, and without a network,
# unless others of this session ask for more.
provide_python <- function(running = FALSE, call = rlang::caller_env()) {
  wanted <- provided_requirements()
  present <- require_python()
  if (running) wanted <- list(packages = beside_present(wanted$packages, present$packages))
  before <- provided_before()
  # reticulate asks for numpy of its own accord
  alone <- !running && !length(setdiff(present$packages, c("numpy", "ipykernel")))
  backend <- if (running) {
    Sys.getenv("UV_TORCH_BACKEND", NA)
  } else {
    (if (alone) before$torch) %||% torch_backend()
  }
  # kept for the session: others may ask for more later, which then still must bring neither
  # what needs compilers nor another PyTorch
  set_env_vars(c(
    UV_OVERRIDE = with_overrides(Sys.getenv("UV_OVERRIDE")),
    UV_TORCH_BACKEND = if (nzchar(backend)) backend else NA
  ))
  python <- if (alone) before$python
  if (is.null(python)) {
    if (is.null(before)) announce_download()
    python <- fetch_provided(wanted, present, running, call)
  }
  if (running) {
    # reticulate only warns of what it can't add
    failed <- function(cnd) abort_not_provided(conditionMessage(cnd), present, running, call)
    tryCatch(require_python(wanted$packages), error = failed, warning = failed)
    working_folder_last()
    return(invisible())
  }
  require_python(wanted$packages, wanted$python)
  start_python(python, call)
  mark_provided()
  the$not_provided <- NULL
  # an environment with what others asked for is theirs
  if (alone) remember_provided(python)
}

# Has an R process of its own make uv do the work, and returns the Python that uv made.
# What uv says is kept, to explain a failure, and nothing is asked of this session yet.
fetch_provided <- function(wanted, present, running, call) {
  script <- tempfile("where-", fileext = ".py")
  writeLines("import sys; print('python:', sys.executable)", script)
  on.exit(unlink(script))
  arguments <- list(
    "python", script, stdout = TRUE, with = unique(c(present$packages, wanted$packages)),
    python_version = paste(c(present$python_version, wanted$python), collapse = ",")
  )
  arguments$exclude_newer <- present$exclude_newer
  code <- paste(
    "options(timeout = 20); writeLines(suppressWarnings(do.call(reticulate::uv_run_tool,",
    paste(deparse(arguments), collapse = " "), ")))"
  )
  uv <- getOption("reticulate.uv_binary")
  env <- c(
    "current", R_LIBS = paste(.libPaths(), collapse = .Platform$path.sep),
    if (!is.null(uv) && is.null(attributes(uv))) c(RETICULATE_UV = uv)
  )
  start <- Sys.time()
  run <- function(...) {
    in_empty_folder(run_logged(
      file.path(R.home("bin"), "Rscript"), c("--vanilla", "-e", code), c(env, ...),
      "Getting Python packages", status = uv_status, supervise = TRUE
    ))$output
  }
  lines <- run()
  # a Python of uv's own comes from elsewhere than the packages
  if (any(grepl(no_uv_python, lines)) && !nzchar(Sys.getenv("UV_PYTHON_PREFERENCE"))) {
    lines <- run(UV_PYTHON_PREFERENCE = "only-system")
  }
  python <- sub("^python: ", "", grep("^python: ", lines, value = TRUE))
  if (length(python) != 1L) {
    abort_not_provided(lines, present, running, call)
  }
  cli::cli_inform(
    c(v = "The Python packages are there [{elapsed(start)}]."),
    class = "escnn_message_environment"
  )
  python
}

# What uv is at, by a line of its output.
uv_status <- function(line) {
  if (grepl("^ *(Resolved|Downloading|Downloaded|Building|Built|Prepared|Installed) ", line)) {
    line <- trimws(line)
    paste0(tolower(substring(line, 1, 1)), substring(line, 2))
  }
}

# Our requirements but for what others have asked for by name, which stays as it is; so
# does a PyTorch that the session has imported.
beside_present <- function(packages, present, torch = running_torch()) {
  bare <- function(x) tolower(sub("^([A-Za-z0-9._-]+).*", "\\1", x))
  if (nzchar(torch)) {
    packages[bare(packages) == "torch"] <- paste0("torch==", sub("[+].*", "", torch))
  }
  packages[!bare(packages) %in% bare(present)]
}

running_torch <- function() {
  reticulate::py_eval("getattr(__import__('sys').modules.get('torch'), '__version__', '')")
}

# reticulate adds packages to an environment later on only where it knows it as one of
# its own. It would find this one by itself, but runs uv over and over for it where
# UV_PYTHON_PREFERENCE is set.
mark_provided <- function() {
  notes <- get0(".globals", asNamespace("reticulate"), inherits = FALSE)
  if (is.environment(notes) && !is.null(notes$py_config)) notes$py_config$ephemeral <- TRUE
}

# Older versions of reticulate do not have it.
require_python <- function(...) utils::getFromNamespace("py_require", "reticulate")(...)

with_overrides <- function(present) {
  own <- system.file("uv-overrides.txt", package = "escnn", mustWork = TRUE)
  # blanks separate the files
  if (grepl(" ", own, fixed = TRUE)) {
    copy <- file.path(tempdir(), basename(own))
    file.copy(own, copy)
    own <- copy
  }
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

# `lines` are what uv and reticulate have said.
abort_not_provided <- function(lines, present, running, call) {
  lines <- sub("^ *(error|cause): *", "", lines)
  diagnosis <- diagnose_log(lines, uv_rules)
  the$not_provided <- diagnosis$problem %||% utils::tail(lines, 1)
  others <- setdiff(present$packages, c("numpy", "ipykernel"))
  problem <- if (running) {
    "The Python of this session could not be given what escnn needs."
  } else {
    "reticulate and uv could not provide a Python environment."
  }
  remedy <- if (running) {
    "Restart R, and use escnn before anything else that starts Python."
  } else {
    diagnosis$remedy %||% paste(
      "`escnn::install_escnn()` makes an environment without uv, and",
      "`install_escnn(wheels = )` one without a network."
    )
  }
  cli::cli_abort(
    c(
      "{problem}",
      verbatim(diagnosis$problem, "x"),
      verbatim(utils::head(diagnosis$lines %||% log_tail(lines), 2), " "),
      if (length(others)) c("*" = "Others in this session ask for {.val {others}}."),
      i = "{remedy}"
    ),
    class = error_class("no_python"), call = call
  )
}
