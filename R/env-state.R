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
  marker <- read_json_file(files$marker)
  detail <- if (!is.null(marker)) env_faults(files, marker, file)
  empty <- !length(dir(path, all.files = TRUE, no.. = TRUE))
  status <- if (!dir.exists(path)) {
    "absent"
  } else if (!is.null(marker)) {
    if (length(detail)) names(detail)[[1]] else "ready"
  } else if (file.exists(files$pending) || empty) {
    "incomplete"
  } else {
    if (file.exists(files$config)) "foreign" else "other"
  }
  list(
    path = path, python = files$python, status = status, detail = as.character(unname(detail)),
    marker = marker, installing = lock_is_live(files$lock),
    previous = !is.null(read_json_file(env_files(files$previous)$marker))
  )
}

# What a finished environment lacks, named by the status that this means.
env_faults <- function(files, marker, file) {
  if (!file.exists(files$python)) {
    return(c(broken = paste("the Python it was built from is gone:", marker$base)))
  }
  installed <- installed_packages(files$path)
  missing <- compare_pins(parse_pins(unlist(marker$requirements)), installed)$missing
  if (length(missing)) {
    return(c(broken = paste("packages are missing:", toString(missing))))
  }
  # what was installed may not be what today's list wants
  today <- compare_pins(read_pins(marker$pins, file)$requirements, installed)
  added <- if (length(today$missing)) paste(toString(today$missing), "to be added")
  differences <- c(added, today$changed)
  stats::setNames(differences, rep("stale", length(differences)))
}

# Installed packages of an environment by their metadata folders: no Python runs.
installed_packages <- function(path) {
  folders <- Sys.glob(file.path(path, c("lib/python3*/site-packages", "Lib/site-packages")))
  infos <- basename(Sys.glob(file.path(folders, "*.dist-info")))
  pattern <- "^(.+)-([^-]+)[.]dist-info$"
  stats::setNames(sub(pattern, "\\2", infos), sub(pattern, "\\1", infos))
}

# JSON as it stands: `fromJSON()` would follow an address or open a file.
parse_text <- function(json, ...) jsonlite::parse_json(json, simplifyVector = TRUE, ...)

read_json_file <- function(path) {
  if (file.exists(path)) {
    tryCatch(jsonlite::read_json(path, simplifyVector = TRUE), error = function(e) NULL)
  }
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
