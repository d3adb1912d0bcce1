# Throw-away Python environments: a tiny pin list, wheels of a few lines and a
# stand-in for escnn_r.inspect.situation, so that installing takes seconds and no network.

# A Python to build from, looked for once.
test_python <- local({
  found <- NULL
  function() {
    if (is.null(found)) {
      pins <- list(name = "any", python = c("3.10", "3.11", "3.12"))
      found <<- plan_install(pins, find_pythons(pins$python), list(os = os_name(), distro = ""))
    }
    found
  }
})

skip_if_no_base_python <- function() {
  testthat::skip_on_cran()
  testthat::skip_on_os("windows")
  testthat::skip_if_not(
    isTRUE(tryCatch(test_python()$ok, error = function(e) FALSE)),
    "no Python 3.10 to 3.12 to build an environment from"
  )
  # they need none of escnn's own environments: once is enough where all tests run in each
  skip_when_again("installs environments")
}

# Makes the package believe, for one test, that this session has not started
# Python: other test files have.
local_fresh_session <- function(env = parent.frame()) {
  remembered <- as.list(the)
  local_functions(python_running = function() FALSE, .env = env)
  # reticulate has set it for the Python that runs
  withr::local_envvar(VIRTUAL_ENV = NA, .local_envir = env)
  rm(list = ls(the), envir = the)
  withr::defer(
    {
      rm(list = ls(the), envir = the)
      list2env(remembered, the)
    },
    envir = env
  )
}

# The package's own functions, replaced for one test.
local_functions <- function(..., .env = parent.frame()) {
  namespace <- asNamespace("escnn")
  replace <- function(functions) {
    unlock <- get("unlockBinding", baseenv())
    for (name in names(functions)) {
      unlock(name, namespace)
      assign(name, functions[[name]], namespace)
      lockBinding(name, namespace)
    }
  }
  before <- mget(names(list(...)), namespace)
  replace(list(...))
  withr::defer(replace(before), envir = .env)
}

make_wheel <- function(python, folder, name, version, code = "") {
  script <- '
import sys, zipfile
folder, name, version, code = sys.argv[1:]
info = f"{name}-{version}.dist-info"
files = {
    f"{name}/__init__.py": code,
    f"{info}/METADATA": f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n",
    f"{info}/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}
files[f"{info}/RECORD"] = "".join(f"{f},,\\n" for f in files) + f"{info}/RECORD,,\\n"
with zipfile.ZipFile(f"{folder}/{name}-{version}-py3-none-any.whl", "w") as wheel:
    for path, text in files.items():
        wheel.writestr(path, text)
'
  run_process(python, c("-c", script, folder, name, version, code))
}

# A folder with all that a tiny installation needs, and the options that make
# the package use it. `report` is Python code run when the result is checked.
local_tiny_install <- function(report = "", env = parent.frame()) {
  local_fresh_session(env)
  python <- test_python()
  short <- sub("^([0-9]+[.][0-9]+).*", "\\1", python$version)
  root <- withr::local_tempdir(.local_envir = env)
  root <- normalizePath(root)
  for (folder in c("wheels", "envs", "cache", "python/escnn_r")) {
    dir.create(file.path(root, folder), recursive = TRUE)
  }
  lists <- list(
    default = list(
      python = list(short),
      requirements = list("torch==1.0", "escnn==1.0", "numpy==1.26"),
      dev = list("tinytool==2.0"),
      pointcloud = list("tinycloud==1.0", "tinytree==1.0")
    ),
    current = list(
      python = list(short),
      requirements = list("torch==2.0", "escnn==1.0", "numpy==1.26")
    )
  )
  yaml::write_yaml(lists, file.path(root, "pins.yml"))
  wheels <- rbind(
    c("torch", "1.0"), c("torch", "2.0"), c("escnn", "1.0"), c("numpy", "1.26"),
    c("tinytool", "2.0"), c("tinycloud", "1.0"), c("tinytree", "1.0")
  )
  for (i in seq_len(nrow(wheels))) {
    make_wheel(python$python, file.path(root, "wheels"), wheels[i, 1], wheels[i, 2])
  }
  write_tiny_report(root, report)
  withr::local_envvar(
    WORKON_HOME = file.path(root, "envs"), R_USER_CACHE_DIR = file.path(root, "cache"),
    RETICULATE_PYTHON = NA, ESCNN_PYTHON = NA, RETICULATE_USE_MANAGED_VENV = "no",
    .local_envir = env
  )
  withr::local_options(
    escnn.env_file = file.path(root, "pins.yml"), escnn.python_dir = file.path(root, "python"),
    escnn.envname = "r-tiny", escnn.python = NULL, .local_envir = env
  )
  list(
    root = root, python = python$python, wheels = file.path(root, "wheels"),
    env = file.path(root, "envs", "r-tiny")
  )
}

# Has the environment of local_tiny_install() there, as install_escnn() makes it. It is
# built once and then copied: to build one takes five seconds.
add_tiny_env <- function(tiny) {
  if (is.null(tiny_envs$built)) {
    install_escnn(wheels = tiny$wheels, quiet = TRUE)
    keep_tiny_env(tiny)
  } else {
    copy_env(tiny_envs$built, tiny$env)
  }
}

# For add_tiny_env(), what a test has just installed: it outlives the test's own folder.
keep_tiny_env <- function(tiny) {
  built <- file.path(tempdir(), "tiny-env")
  copy_env(tiny$env, built)
  tiny_envs$built <- built
}

tiny_envs <- new.env()

# PATH may lead nowhere
copy_env <- function(from, to) run_process("/bin/cp", c("-a", from, to))

write_tiny_report <- function(root, code = "") {
  folder <- file.path(root, "python", "escnn_r")
  room <- file.path(folder, "inspect")
  dir.create(room, showWarnings = FALSE)
  file.create(file.path(c(folder, room), "__init__.py"))
  writeLines(c(
    "import json, platform",
    "from importlib.metadata import version",
    "error = None",
    code,
    "print(json.dumps({",
    "    'python': {'version': platform.python_version()},",
    "    'packages': {name: version(name) for name in ('escnn', 'numpy')},",
    "    'escnn': {'ok': error is None, 'error': error},",
    "    'torch': {'version': version('torch'), 'threads': 1, 'interop_threads': 1},",
    "    'standins': ['lie_learn', 'py3nj'],",
    "    'cache_dir': '/cache', 'cache_writable': True,",
    "}))"
  ), file.path(room, "situation.py"))
}

# Runs code in an R of its own with this package, as a process.
start_r <- function(code, ...) {
  path <- getNamespaceInfo("escnn", "path")
  load <- if (file.exists(file.path(path, "R", "env-use.R"))) {
    sprintf("getExportedValue('pkgload', 'load_all')('%s', quiet = TRUE)", path)
  } else {
    "library(escnn)"
  }
  passed <- c("escnn.env_file", "escnn.python_dir", "escnn.envname")
  settings <- sprintf("options(%s = '%s')", passed, vapply(passed, getOption, ""))
  script <- tempfile(fileext = ".R")
  writeLines(c(load, settings, code), script)
  withr::local_envvar(VIRTUAL_ENV = NA)
  start_process(
    file.path(R.home("bin"), "Rscript"), script, stdout = "|", stderr = "2>&1",
    env = c("current", R_LIBS = paste(.libPaths(), collapse = .Platform$path.sep), ...)
  )
}

wait_until <- function(condition, seconds = 60) {
  end <- Sys.time() + seconds
  while (!condition() && Sys.time() < end) Sys.sleep(0.1)
  condition()
}

# What differs from machine to machine, taken out of a snapshot.
neutral <- function(lines) {
  text <- paste(lines, collapse = "\n")
  text <- gsub("\\[[0-9.ms ]+\\]", "[time]", text)
  # said where a step takes long, as on a busy machine
  text <- gsub("(^|\n) *[A-Z][^\n]* \\[time\\][^\n]*(?=\n|$)", "", text, perl = TRUE)
  text <- gsub("('|^|[( ])[^' \n(]*/envs/", "\\1<envs>/", text)
  text <- gsub("('|^|[( ])[^' \n(]*/Rtmp[^' \n)]*", "\\1<tmp>", text)
  text <- gsub("'[^']*/python3?'", "'<path of python>'", text)
  text <- gsub("3[.]1[0-2]([.][0-9]+)?", "<python>", text)
  strsplit(text, "\n", fixed = TRUE)[[1]]
}
