# What there is on disk. An environment is complete when its marker file is
# there, which is written last; while one is being built a lock lies beside it,
# and the one that it replaces waits under another name.

env_name <- function() {
  check_string(getOption("escnn.envname", "r-escnn"), arg = "getOption(\"escnn.envname\")")
}

# A name is a folder of reticulate's virtualenvs, anything with a slash a path.
env_path <- function(envname) {
  path <- if (grepl("[/\\\\]", envname)) {
    envname
  } else {
    file.path(reticulate::virtualenv_root(), envname)
  }
  path <- sub("/+$", "", path.expand(path))
  file.path(normalizePath(dirname(path), winslash = "/", mustWork = FALSE), basename(path))
}

env_files <- function(path) {
  windows <- .Platform$OS.type == "windows"
  list(
    path = path,
    python = file.path(path, if (windows) "Scripts/python.exe" else "bin/python"),
    config = file.path(path, "pyvenv.cfg"),
    marker = file.path(path, "escnn-env.json"),
    pending = file.path(path, "escnn-pending.json"),
    previous = paste0(path, ".previous"),
    lock = paste0(path, ".lock"),
    log = paste0(path, ".log"),
    tmp = paste0(path, ".tmp")
  )
}

# The state of one environment: list(path, python, status, ...). `status` is
# - "absent", "foreign" (someone else's virtualenv), "other" (not a virtualenv),
# - "incomplete" (an installation broke off), "broken" (`detail` says how),
# - "stale" (other pins than those wanted now, see `detail`) or "ready".
# `installing` is TRUE while a live process builds it, `previous` is TRUE when
# the environment that it was to replace is still there.
env_state <- function(path, file = env_pins_file()) {
  files <- env_files(path)
  state <- list(
    path = path,
    python = files$python,
    status = "absent",
    detail = character(),
    marker = read_json_file(files$marker),
    installing = lock_is_live(files$lock),
    previous = !is.null(read_json_file(env_files(files$previous)$marker))
  )
  if (!dir.exists(path)) {
    return(state)
  }
  if (is.null(state$marker)) {
    ours <- file.exists(files$pending) || !length(dir(path, all.files = TRUE, no.. = TRUE))
    foreign <- file.exists(files$config)
    state$status <- if (ours) "incomplete" else if (foreign) "foreign" else "other"
    return(state)
  }
  check_complete(state, file)
}

check_complete <- function(state, file) {
  if (!file.exists(state$python)) {
    state$status <- "broken"
    state$detail <- paste("the Python it was built from is gone:", state$marker$base)
    return(state)
  }
  wanted <- read_pins(state$marker$pins, file)$requirements
  installed <- installed_packages(state$path)
  # against what was installed, and against what today's list wants
  missing <- compare_pins(parse_pins(unlist(state$marker$requirements)), installed)$missing
  differs <- compare_pins(wanted, installed)
  if (length(missing)) {
    state$status <- "broken"
    state$detail <- paste("packages are missing:", toString(missing))
  } else if (length(differs$missing) || length(differs$changed)) {
    state$status <- "stale"
    state$detail <- c(
      if (length(differs$missing)) paste(toString(differs$missing), "to be added"),
      differs$changed
    )
  } else {
    state$status <- "ready"
  }
  state
}

# Installed packages of an environment by their metadata folders: no Python runs.
installed_packages <- function(path) {
  folders <- Sys.glob(file.path(path, c("lib/python3*/site-packages", "Lib/site-packages")))
  found <- basename(Sys.glob(file.path(folders, "*.dist-info")))
  pattern <- "^(.+)-([^-]+)[.]dist-info$"
  stats::setNames(sub(pattern, "\\2", found), sub(pattern, "\\1", found))
}

# JSON as it stands: `fromJSON()` would follow an address or open a file.
parse_text <- function(json, ...) jsonlite::parse_json(json, simplifyVector = TRUE, ...)

read_json_file <- function(path) {
  if (!file.exists(path)) {
    return(NULL)
  }
  tryCatch(jsonlite::read_json(path, simplifyVector = TRUE), error = function(e) NULL)
}

# Through a temporary file, so that a reader never sees half of it.
write_json_file <- function(x, path) {
  temporary <- paste0(path, ".new")
  jsonlite::write_json(x, temporary, auto_unbox = TRUE, pretty = TRUE)
  file.rename(temporary, path)
}

# A lock is live while its process lives and has touched it of late; a number
# alone may long belong to another process.
lock_is_live <- function(lock, now = Sys.time()) {
  touched <- file.mtime(lock)
  owner <- read_json_file(lock)
  if (is.na(touched) || is.null(owner) || as.numeric(now - touched, units = "secs") > 180) {
    return(FALSE)
  }
  if (!identical(owner$host, Sys.info()[["nodename"]])) {
    return(TRUE)
  }
  if (owner$pid == Sys.getpid()) {
    return(FALSE)
  }
  # asking whether a process lives would end it on Windows
  .Platform$OS.type == "windows" || isTRUE(tools::pskill(owner$pid, 0L))
}
