# The working folder is not Python's library. reticulate, like Python itself,
# lets Python look there first, so that a file called copy.py or torch.py would
# be run in place of the real one.

# Moves the working folder to the end of Python's path: modules of the user's
# own are still found, those of Python and of its environment come first. An
# entry of PYTHONPATH that names the folder is the user's wish and stays.
working_folder_last <- function() without_working_folder(invisible())

# Runs code that imports Python's modules, some of which look for others that the
# environment need not have: those aren't looked for in the working folder.
without_working_folder <- function(code) {
  sys <- reticulate::import("sys", convert = FALSE)
  # items that aren't text are somebody's own
  path <- unlist(Filter(is.character, as.list(reticulate::py_to_r(sys$path))))
  entries <- path[is_working_folder(path)]
  for (entry in entries) sys$path$remove(entry)
  on.exit(for (entry in unique(entries)) sys$path$append(entry))
  force(code)
}

# Runs code that starts Python in an empty folder, since reticulate imports modules
# of its own before anyone can put the working folder last. Names of files in the
# code must be whole ones.
in_empty_folder <- function(code) {
  before <- getwd()
  # in a folder that has been removed nothing can lie
  if (is.null(before)) {
    return(force(code))
  }
  folder <- tempfile("escnn-start-")
  dir.create(folder, mode = "0700")
  on.exit({
    setwd(before)
    unlink(folder, recursive = TRUE)
  })
  setwd(folder)
  force(code)
}

# A path that means the same in any folder; links, as environments have, stay.
whole_path <- function(path) {
  path <- path.expand(path)
  bare <- !grepl("^([/\\\\]|[A-Za-z]:)", path) & nzchar(path)
  path[bare] <- file.path(getwd() %||% ".", path[bare])
  path
}

is_working_folder <- function(path, requested = python_path_entries()) {
  real <- function(x) normalizePath(x, winslash = "/", mustWork = FALSE)
  # a folder that has been removed is none
  working_folder <- if (is.null(getwd())) NA else real(getwd())
  path %in% c("", ".") | real(path) %in% working_folder & !working_folder %in% real(requested)
}

# PYTHONPATH as a user means it: an empty entry, as `$PYTHONPATH:/folder` leaves
# where PYTHONPATH was not set, would stand for the working folder.
python_path_entries <- function(value = Sys.getenv("PYTHONPATH")) {
  entries <- strsplit(value, .Platform$path.sep, fixed = TRUE)[[1]]
  entries[nzchar(entries)]
}

# PYTHONPATH of whole paths, for code that starts Python.
python_path_env <- function() {
  entries <- whole_path(python_path_entries())
  if (length(entries)) c(PYTHONPATH = paste(entries, collapse = .Platform$path.sep))
}

# Arguments with which Python runs a module as `-m` does, but without looking in
# the working folder. Python 3.10 has no option for that which leaves PYTHONPATH.
module_args <- function(module, ...) {
  code <- paste0(
    "import sys; sys.path[:] = [p for p in sys.path if p]; import runpy; ",
    "runpy.run_module('", module, "', run_name='__main__', alter_sys=True)"
  )
  c("-c", code, ...)
}

# The same for programs that need nothing of the environment variables.
isolated_args <- function(module, ...) c("-I", "-u", "-X", "utf8", "-m", module, ...)
