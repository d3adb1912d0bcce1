# `make check` runs these tests three times: with a Python, with a newer one, and with none.
# In all runs but the first, which ESCNN_TEST_AGAIN tells, what no Python has a part in is
# left out: installations, browsers, and the measuring of plots on pages of several sizes.

runs_again <- function() nzchar(Sys.getenv("ESCNN_TEST_AGAIN"))

skip_when_again <- function(what) {
  testthat::skip_if(runs_again(), paste("another run of the tests", what))
}

# Which of the files that a run has can differ with another Python: those that ask for one.
# The others pass where there is none, as the run without Python shows.
files_for_python <- function(files) {
  asks <- function(file) any(grepl("skip_without_|reticulate::", readLines(file, warn = FALSE)))
  files[vapply(files, asks, NA)]
}

# The names of these files as a filter of test_check().
filter_of <- function(files) {
  paste0("^(", paste(gsub("^test-|[.]R$", "", basename(files)), collapse = "|"), ")$")
}
