# Runs the smoke tests on combinations of Python, PyTorch, numpy and reticulate, and
# writes down what was run where: make versions
#   ESCNN_VERSIONS_PYTHON  environments to run on, separated as in PATH; without it, all
#                          of tools/versions.csv, made in .make/versions where need be
#   ESCNN_RETICULATE_LIBRARY, ESCNN_RETICULATE_SOURCE  another reticulate, beside the one
#                          that is installed (tools/reticulate.sh)
#   make versions VERSIONS="a.dcf b.dcf"  nothing is run: what tools/smoke.R wrote into these
#                          files, on other machines, is added
# What was run earlier stays in bench/versions.csv until the same is run again.
suppressMessages(library(escnn))
source("tools/versions-page.R")
options(rlang_backtrace_on_error = "none")
work <- file.path(getwd(), ".make", "versions")
dir.create(work, showWarnings = FALSE, recursive = TRUE)

# The pins of this combination, as a list of its own: the complete list that is nearest,
# with other versions in it.
pins_of <- function(combination) {
  lists <- yaml::read_yaml("inst/python-env.yml")
  list <- lists[[if (combination$torch == "1.13.1") "default" else "current"]]
  list$python <- list(combination$python)
  for (name in c("torch", "numpy", "scipy")) {
    line <- grepl(paste0("^", name, "=="), list$requirements)
    list$requirements[line] <- paste0(name, "==", combination[[name]])
  }
  list(default = list)
}

# The environment of a combination, or NULL where there is no Python or no package for it.
environment_of <- function(combination) {
  folder <- file.path(work, paste(unlist(combination[1:3]), collapse = "-"))
  file <- paste0(folder, ".yml")
  yaml::write_yaml(pins_of(combination), file)
  withr::local_options(escnn.env_file = file)
  extras <- c("pointcloud", "onnx")
  tryCatch(
    install_escnn(folder, device = "cpu", extras = extras, ask = FALSE),
    escnn_error_no_suitable_python = function(e) NULL,
    escnn_error_install = function(e) {
      message(conditionMessage(e))
      NULL
    }
  )
}

# One row of bench/versions.csv, or NULL where the tests could not even begin.
run_smoke <- function(python, library) {
  results <- tempfile()
  libraries <- paste(c(library, .libPaths()), collapse = .Platform$path.sep)
  processx::run(
    file.path(R.home("bin"), "Rscript"), c("tools/smoke.R", results), echo = TRUE,
    env = c("current", ESCNN_PYTHON = python, R_LIBS = libraries, NOT_CRAN = "true"),
    error_on_status = FALSE
  )
  if (file.exists(results)) as.data.frame(read.dcf(results))
}

pythons_to_run <- function() {
  named <- Sys.getenv("ESCNN_VERSIONS_PYTHON")
  if (nzchar(named)) {
    return(strsplit(named, .Platform$path.sep, fixed = TRUE)[[1]])
  }
  combinations <- utils::read.csv("tools/versions.csv", colClasses = "character")
  unlist(lapply(split(combinations, seq_len(nrow(combinations))), environment_of))
}

run_all <- function() {
  newest <- system2("bash", "tools/reticulate.sh", stdout = TRUE)
  libraries <- c(list(NULL), as.list(newest))
  runs <- list()
  for (python in pythons_to_run()) {
    for (library in libraries) runs <- c(runs, list(run_smoke(python, library)))
  }
  runs
}

files <- commandArgs(TRUE)
runs <- if (length(files)) {
  lapply(files, function(file) as.data.frame(read.dcf(file)))
} else {
  run_all()
}
lost <- sum(vapply(runs, is.null, NA))
rows <- add_runs(do.call(rbind, runs))
write_versions(rows)
cat(versions_table(rows), sep = "\n")
if (lost > 0 || any(rows$outcome == "failed")) quit(status = 1)
