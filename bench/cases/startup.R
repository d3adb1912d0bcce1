# Starting: library(escnn) against library(reticulate), and the time until a
# first tensor is there against raw reticulate, each in a process of its own.

here <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))))
source(file.path(dirname(here), "harness.R"))

# as users have it, who name no Python: one that is named is looked at first
own <- dirname(reticulate::virtualenv_python("r-escnn"))
if (identical(dirname(bench_python()), own)) Sys.unsetenv("ESCNN_PYTHON")

# seconds of the code itself, as R sees them
seconds_of <- function(code) {
  script <- tempfile(fileext = ".R")
  on.exit(unlink(script))
  writeLines(c(
    "begun <- Sys.time()", code,
    "cat('\\n', as.numeric(difftime(Sys.time(), begun, units = 'secs')), '\\n')"
  ), script)
  said <- system2(file.path(R.home("bin"), "Rscript"), script, stdout = TRUE, stderr = FALSE)
  structure(as.numeric(utils::tail(said, 1)), class = "measure")
}

bench_case(
  "startup", "library(escnn), against library(reticulate)", once = TRUE,
  ours = \() seconds_of("library(escnn)"), plain = \() seconds_of("library(reticulate)")
)

ours <- "
library(escnn)
type <- field_type(gspace_rot2d_on_r2(n = 4), 'trivial')
x <- geometric_tensor(array(0, c(1, 1, 8, 8)), type)
"
# raw reticulate cannot import escnn here without the stand-ins for what needs
# a compiler, so it gets those
raw <- sprintf("
library(reticulate)
use_python('%s', required = TRUE)
py_run_string(\"import sys; sys.path.append('%s'); from escnn_r.compat import importing\")
py_run_string('importing.prepare()')
escnn <- import('escnn')
torch <- import('torch')
np <- import('numpy', convert = FALSE)
type <- escnn$nn$FieldType(escnn$gspaces$rot2dOnR2(N = 4L), list(
  escnn$gspaces$rot2dOnR2(N = 4L)$trivial_repr
))
x <- escnn$nn$GeometricTensor(
  torch$from_numpy(np$array(array(0, c(1, 1, 8, 8)), dtype = 'float32')), type
)
", bench_python(), file.path(dirname(dirname(here)), "inst", "python"))
bench_case(
  "startup", "a first geometric tensor, against raw reticulate", once = TRUE,
  ours = \() seconds_of(ours), plain = \() seconds_of(raw),
  rounds = if (bench_options$quick) 3L else 7L
)
