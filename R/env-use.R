# Carrying out the plan of env-plan.R: makes the session's Python the one that
# was planned, before anything is imported.

# Called by the bridge before its first access to Python. Starts Python, sets
# the cache folder, imports nothing. Returns the plan, invisibly.
use_escnn_python <- function(call = rlang::caller_env()) {
  if (!is.null(the$python_plan) && python_running()) {
    return(invisible(the$python_plan))
  }
  plan <- plan_python(session_state())
  if (!plan$ok) {
    abort_no_python(plan, call)
  }
  if (plan$restore) {
    restore_previous(env_files(env_path(env_name())))
  }
  if (!is.null(plan$note)) {
    cli::cli_inform(c("!" = "{plan$note}"), class = "escnn_message_environment")
  }
  set_for_python(c(
    ESCNN_R_CACHE = cache_dir(), ESCNN_R_CACHE_SIZE = format(cache_limit(), scientific = FALSE)
  ))
  wait_asleep()
  if (plan$source %in% c("provided", "added")) {
    provide_python(running = plan$source == "added", call = call)
  } else if (!python_running()) {
    start_python(plan$python, call)
  }
  check_numpy(
    running_versions(), utils::packageVersion("reticulate"), reticulate::py_config()$python, call
  )
  the$python_plan <- plan
  invisible(plan)
}

abort_no_python <- function(plan, call) {
  cli::cli_abort(
    c("{plan$problem}", i = "{plan$remedy}"),
    class = error_class("no_python"),
    plan = plan,
    call = call
  )
}

# What plan_python() wants to know, gathered without starting Python.
session_state <- function(envname = env_name()) {
  set <- function(name) {
    value <- Sys.getenv(name, "")
    if (nzchar(value)) path.expand(value)
  }
  option <- getOption("escnn.python")
  check_string(option, null = TRUE, arg = "getOption(\"escnn.python\")")
  state <- list(
    option = if (!is.null(option)) path.expand(option),
    escnn_env = set("ESCNN_PYTHON"),
    reticulate_env = set("RETICULATE_PYTHON"),
    python_env = named_env(set("RETICULATE_PYTHON_ENV")),
    renv = nzchar(Sys.getenv("RENV_PROJECT")),
    envname = envname,
    env = env_state(env_path(envname)),
    reticulate = utils::packageVersion("reticulate"),
    no_provider = no_provider(),
    provided = provided_python(),
    radian = radian_versions()
  )
  if (python_running()) {
    state$running <- running_python()
    state$started <- switch(the$python_plan$source %||% "running",
      running = NULL, added = "reticulate has added what escnn needs", the$python_plan$why
    )
    # reticulate has set VIRTUAL_ENV
    state$nearby <- nearby_env("")
    return(state)
  }
  state$nearby <- nearby_env()
  if (is.null(chosen_python(state))) {
    state$requested <- requested_python(state$env)
  }
  python <- chosen_python(state)$python %||% if (state$env$status == "foreign") state$env$python
  if (!is.null(python)) state$probe <- probe_escnn(python_file(python))
  state
}

# The Python of an environment that is called by its name, or by its folder.
named_env <- function(name) {
  if (is.null(name)) {
    return(NULL)
  }
  path <- env_path(name)
  conda <- function() tryCatch(reticulate::conda_python(name), error = function(e) path)
  if (dir.exists(path)) python_file(path) else conda()
}

# An environment that the shell has activated, or that lies in the working folder under
# one of the names that reticulate knows: list(name, python, lacks), or NULL. Nothing of
# it is run to find out.
nearby_env <- function(active = Sys.getenv("VIRTUAL_ENV")) {
  folders <- c(active, "./venv", "./virtualenv", "./.venv", "./.virtualenv")
  names <- sprintf("the project's `%s`", basename(folders))
  names[[1]] <- "the environment that is active in the shell"
  there <- nzchar(folders) & file.exists(env_files(folders)$config)
  if (any(there)) {
    folder <- folders[there][[1]]
    list(
      name = names[there][[1]], python = whole_path(env_files(folder)$python),
      lacks = setdiff(c("escnn", "torch", "numpy"), names(installed_packages(folder)))
    )
  }
}

# Choices may name the folder of an environment instead of its Python.
python_file <- function(path) {
  if (!dir.exists(path)) {
    return(path)
  }
  candidates <- file.path(path, c("bin/python", "bin/python3", "Scripts/python.exe", "python.exe"))
  c(candidates[file.exists(candidates)], path)[[1]]
}

# Whether this session has started Python, asked without starting it.
python_running <- function() reticulate::py_available()

running_python <- function() {
  working_folder_last()
  config <- reticulate::py_config()
  escnn <- reticulate::py_eval("__import__('importlib.util').util.find_spec('escnn') is not None")
  list(python = config$python, version = as.character(config$version), escnn = isTRUE(escnn),
       provided = isTRUE(config$ephemeral))
}

# A Python that the user asked for with reticulate::use_python() or one of its
# kin, which only reticulate's own search tells. The search is kept short: no
# download, no offer of Miniconda, no scan of the machine.
requested_python <- function(env) {
  if (nothing_requested()) {
    return(NULL)
  }
  fallback <- if (file.exists(env$python)) env$python else NA
  config <- with_env_vars(
    c(RETICULATE_PYTHON = NA, RETICULATE_USE_MANAGED_VENV = "no",
      RETICULATE_MINICONDA_ENABLED = "no", RETICULATE_PYTHON_FALLBACK = fallback,
      python_path_env()),
    tryCatch(suppressWarnings(reticulate::py_discover_config()), error = function(e) NULL)
  )
  if (isTRUE(grepl("^use_python", config$forced))) config$python
}

# Whether reticulate's notes show that nobody called use_python() or its kin,
# which saves the search, a process of its own. FALSE where they can't be read.
nothing_requested <- function() {
  notes <- get0(".globals", asNamespace("reticulate"), inherits = FALSE)
  names <- c("required_python_version", "use_python_versions")
  is.environment(notes) && all(names %in% ls(notes)) &&
    all(vapply(names, function(name) is.null(notes[[name]]), NA))
}

# RETICULATE_PYTHON outranks everything else that reticulate considers, its
# throw-away environments included, so it is set while Python starts.
start_python <- function(python, call = rlang::caller_env()) {
  locale <- Sys.getlocale("LC_CTYPE")
  # Python sets that of its variables
  on.exit(Sys.setlocale("LC_CTYPE", locale))
  tryCatch(
    with_env_vars(
      c(RETICULATE_PYTHON = whole_path(python_file(python)),
        RETICULATE_CHECK_REQUIRED_PACKAGES = "no", python_path_env(), locale_env()),
      {
        in_empty_folder(reticulate::py_config())
        working_folder_last()
      }
    ),
    error = function(e) {
      reason <- conditionMessage(e)
      cli::cli_abort(
        c(
          "Python could not be started from {.path {python}}: {reason}",
          i = "Run {.run escnn::escnn_sitrep()} to see what was found, or make a new environment
               with {.run escnn::install_escnn(reinstall = TRUE)}."
        ),
        class = error_class("no_python"),
        call = call
      )
    }
  )
  invisible()
}

with_env_vars <- function(new, code) {
  old <- Sys.getenv(names(new), unset = NA, names = TRUE)
  on.exit(set_env_vars(old))
  set_env_vars(new)
  force(code)
}

set_env_vars <- function(values) {
  unset <- is.na(values)
  if (!all(unset)) do.call(Sys.setenv, as.list(values[!unset]))
  Sys.unsetenv(names(values)[unset])
}

cache_dir <- function() {
  tools::R_user_dir("escnn", "cache")
}

# Environment variables for Python and its children; one that is running has taken
# its copy.
set_for_python <- function(values) {
  set_env_vars(values)
  if (python_running()) {
    json <- jsonlite::toJSON(as.list(values), auto_unbox = TRUE)
    reticulate::py_eval(sprintf("__import__('os').environ.update(%s)", json), convert = FALSE)
  }
  invisible()
}
