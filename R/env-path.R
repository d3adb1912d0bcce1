# The working folder is not Python's library. reticulate, like Python itself,
# lets Python look there first, so that a file called copy.py or torch.py would
# be run in place of the real one.

# Moves the working folder to the end of Python's path: modules of the user's
# own are still found, those of Python and of its environment come first. An
# entry of PYTHONPATH that names the folder is the user's wish and stays.
working_folder_last <- function() {
  sys <- reticulate::import("sys", convert = FALSE)
  # items that aren't text are somebody's own
  path <- Filter(is.character, as.list(reticulate::py_to_r(sys$path)))
  for (entry in unique(unlist(path)[is_working_folder(unlist(path))])) {
    sys$path$remove(entry)
    sys$path$append(entry)
  }
  invisible()
}

is_working_folder <- function(path, wanted = python_path_entries()) {
  real <- function(x) normalizePath(x, winslash = "/", mustWork = FALSE)
  # a folder that has been removed is none
  here <- if (is.null(getwd())) NA else real(getwd())
  path %in% c("", ".") | real(path) %in% here & !here %in% real(wanted)
}

# PYTHONPATH as a user means it: an empty entry, as `$PYTHONPATH:/folder` leaves
# where PYTHONPATH was not set, would stand for the working folder.
python_path_entries <- function(value = Sys.getenv("PYTHONPATH")) {
  entries <- strsplit(value, .Platform$path.sep, fixed = TRUE)[[1]]
  entries[nzchar(entries)]
}

# PYTHONPATH without empty entries, for code that starts Python.
python_path_env <- function() {
  entries <- python_path_entries()
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
