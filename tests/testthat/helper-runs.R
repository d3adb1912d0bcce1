# `make check` runs these tests three times: with a Python, with a newer one, and with none.
# In all runs but the first, which ESCNN_TEST_AGAIN tells, what no Python has a part in is
# left out: installations, browsers, the measuring of plots on pages of several sizes, and with
# a newer Python whole families of files. `ESCNN_TEST_AGAIN= make check` leaves out nothing.
# ESCNN_TEST_PART splits a run in two that may go side by side: "python" has the files that
# PyTorch has a part in, "rest" the others.

runs_again <- function() nzchar(Sys.getenv("ESCNN_TEST_AGAIN"))

# The files of a run as a filter of test_check(), or NULL for all.
filter_of_run <- function(files) {
  part <- Sys.getenv("ESCNN_TEST_PART")
  again <- runs_again() && !nzchar(Sys.getenv("ESCNN_TEST_NO_PYTHON"))
  if (part == "python" || (again && part == "")) {
    filter_of(files_for_python(files))
  } else if (part == "rest") {
    filter_of(setdiff(files, files_for_python(files)))
  }
}

skip_when_again <- function(what) {
  testthat::skip_if(runs_again(), paste("another run of the tests", what))
}

# Families of files about what R draws, says and checks, and about groups, whose numbers
# pytest looks at with each Python: no PyTorch has a part in these either.
drawn_said_or_algebra <- c(
  "alt", "animate", "check", "env", "experiments", "explore", "group", "hints", "homspace", "image",
  "limits", "message", "plot", "repr", "representation", "rotate", "subgroup", "threads", "wrong"
)

# Which of the files that a run has can differ with another Python: those that ask for one, of
# other families. That files which don't ask pass without one, the run without Python shows.
files_for_python <- function(files) {
  family <- sub("^test-([a-z0-9]+).*$", "\\1", basename(files))
  asks <- function(file) any(grepl("skip_without_|reticulate::", readLines(file, warn = FALSE)))
  files[!family %in% drawn_said_or_algebra & vapply(files, asks, NA)]
}

# The names of these files as a filter of test_check().
filter_of <- function(files) {
  paste0("^(", paste(gsub("^test-|[.]R$", "", basename(files)), collapse = "|"), ")$")
}
