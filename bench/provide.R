# What a first use shows and takes where nobody installed an environment, and how it ends
# where something is in the way. Every case is an R process of its own, in a home and with
# caches that are empty at first.
#
#   Rscript bench/provide.R [case ...]
#
# wants reticulate 1.41 or newer, uv on the PATH, and a place where uv finds packages; the first
# case downloads 250 MB. It prints, for each case, the seconds from library(escnn) to the end of
# the first convolution, how that ended, and what stood on the screen.
# PROVIDE_TORCH is the PyTorch that another package asks for ("torch==2.13.0").

root <- normalizePath(tempfile("provide-"), mustWork = FALSE)
for (folder in c("home", "project", "bin")) dir.create(file.path(root, folder), recursive = TRUE)
blocked <- file.path(root, "file")
file.create(blocked)

use <- "
start <- Sys.time()
library(escnn)
end <- tryCatch({
  g <- gspace_rot2d_on_r2(n = 4)
  m <- nn_r2_conv(field_type(g, 'trivial'), c(regular = 2), kernel_size = 3)
  y <- m(array(stats::rnorm(50), c(2, 1, 5, 5)))
  paste('a tensor of', toString(dim(y)))
}, error = function(e) {
  message(paste(strwrap(conditionMessage(e), 100), collapse = '\\n'))
  class(e)[[1]]
})
seconds <- round(as.numeric(Sys.time() - start, units = 'secs'), 1)
cat(sprintf('\\n== %.1f seconds: %s\\n', seconds, end))
escnn_sitrep()
"

# The Python that the first case was given.
provided <- function() {
  jsonlite::read_json(file.path(root, "cache/R/escnn/provided-python.json"))$python
}
bare_python <- function() unname(Sys.which("python3"))
virtualenv <- function(folder) {
  processx::run(bare_python(), c("-m", "venv", "--without-pip", folder))
  folder
}
torch <- Sys.getenv("PROVIDE_TORCH", "torch")
no_index <- c(UV_INDEX = "", UV_FIND_LINKS = "", UV_DEFAULT_INDEX = "http://127.0.0.1:9/simple")
empty_cache <- c(UV_CACHE_DIR = file.path(root, "uv-empty"),
                 R_USER_CACHE_DIR = file.path(root, "cache-empty"))
# all of the PATH but the folders of uv
without_uv <- function() {
  folders <- strsplit(Sys.getenv("PATH"), .Platform$path.sep, fixed = TRUE)[[1]]
  paste(folders[!file.exists(file.path(folders, "uv"))], collapse = .Platform$path.sep)
}

# Each a list of variables, and of code that runs before escnn is attached.
cases <- list(
  first = list(),
  second = list(),
  "second, offline" = list(env = no_index),
  "offline" = list(env = c(empty_cache, no_index)),
  "UV_OFFLINE" = list(env = c(empty_cache, UV_OFFLINE = "1")),
  "no uv" = list(env = function() c(empty_cache, PATH = without_uv())),
  "no home" = list(env = c(HOME = file.path(blocked, "home"), UV_CACHE_DIR = "",
                           R_USER_CACHE_DIR = file.path(blocked, "cache"))),
  "no cache" = list(env = c(UV_CACHE_DIR = file.path(blocked, "uv"))),
  "complete .venv" = list(
    before = function() {
      file.symlink(dirname(dirname(provided())), file.path(root, "project/.venv"))
    },
    env = c(R_USER_CACHE_DIR = file.path(root, "cache-empty")),
    after = function() file.remove(file.path(root, "project/.venv"))
  ),
  "empty .venv" = list(
    before = function() virtualenv(file.path(root, "project/.venv")),
    after = function() unlink(file.path(root, "project/.venv"), recursive = TRUE)
  ),
  "RETICULATE_PYTHON, lacking" = list(env = function() c(RETICULATE_PYTHON = bare_python())),
  "RETICULATE_PYTHON, complete" = list(env = function() c(RETICULATE_PYTHON = provided())),
  "RETICULATE_PYTHON_ENV" = list(
    env = function() c(RETICULATE_PYTHON_ENV = virtualenv(file.path(root, "named")))
  ),
  "renv" = list(env = function() {
    c(RENV_PROJECT = file.path(root, "project"),
      RETICULATE_PYTHON = file.path(virtualenv(file.path(root, "renv")), "bin/python"))
  }),
  "torch runs" = list(
    code = c(
      sprintf("reticulate::py_require('%s')", torch),
      "cat(reticulate::import('torch')$`__version__`)"
    )
  ),
  "numpy 2 asked for" = list(code = "reticulate::py_require('numpy>=2')"),
  "more asked for later" = list(
    later = "reticulate::py_require('einops'); cat(reticulate::import('einops')$`__name__`)"
  ),
  "refused" = list(env = empty_cache, code = "options(escnn.provide = FALSE)")
)

run_case <- function(name) {
  case <- cases[[name]]
  if (!is.null(case$before)) case$before()
  variables <- if (is.function(case$env)) case$env() else case$env
  settings <- c(
    HOME = file.path(root, "home"), R_USER_CACHE_DIR = file.path(root, "cache"),
    UV_CACHE_DIR = file.path(root, "uv"), WORKON_HOME = file.path(root, "environments")
  )
  settings[names(variables)] <- variables
  # to reticulate, a variable that is empty is set
  unset <- c("ESCNN_PYTHON", "VIRTUAL_ENV", grep("^RETICULATE", names(Sys.getenv()), value = TRUE))
  unset <- c(unset, names(settings)[!nzchar(settings)])
  present <- Sys.getenv(names = TRUE)
  present <- present[!names(present) %in% c(unset, "R_LIBS", names(settings))]
  script <- file.path(root, "case.R")
  writeLines(c(case$code, use, case$later), script)
  cat("\n#", name, "\n")
  start <- Sys.time()
  done <- processx::run(
    file.path(R.home("bin"), "Rscript"), c("--vanilla", script), wd = file.path(root, "project"),
    env = c(
      stats::setNames(as.character(present), names(present)), settings[nzchar(settings)],
      R_LIBS = paste(.libPaths(), collapse = .Platform$path.sep)
    ),
    stderr_to_stdout = TRUE, error_on_status = FALSE, timeout = 600
  )
  cat(gsub(root, "<root>", done$stdout, fixed = TRUE))
  cat(sprintf("== the process: %.1f seconds\n", as.numeric(Sys.time() - start, units = "secs")))
  if (!is.null(case$after)) case$after()
}

wanted <- commandArgs(trailingOnly = TRUE)
# the others live on what the first one is given
for (name in unique(c("first", if (length(wanted)) wanted else names(cases)))) run_case(name)
unlink(root, recursive = TRUE)
