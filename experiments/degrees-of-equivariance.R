# Which kind and degree of equivariance serves a task?
#
#   Rscript experiments/degrees-of-equivariance.R [part ...] [--processes=2]
#     [--seeds=1,2,3] [--parameters=10000] [--data=FOLDER]
#     [--results=inst/extdata]
#
# Parts (all by default): upright, rotated, restricted, curves, all, adrenal.
# The data are downloaded unless they are in FOLDER, see ?dataset_mnist. Each
# run is a process of its own, with one thread, and leaves a row in
# degrees.csv there; what is there already is not run again, so that a script
# that was stopped goes on.

library(escnn)

here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[[1]]))
source(file.path(here, "degrees-networks.R"))
source(file.path(here, "degrees-runs.R"))

given <- commandArgs(trailingOnly = TRUE)
option <- function(name, default) {
  found <- grep(paste0("^--", name, "="), given, value = TRUE)
  if (length(found)) sub("^[^=]*=", "", found[[1]]) else default
}

if (!is.na(option("run", NA))) {
  run_one(readRDS(option("run", NA)))
  quit("no")
}

if (!is.na(option("data", NA))) options(escnn.data_dir = option("data", NA))
results <- option("results", file.path(here, "..", "inst", "extdata"))
dir.create(results, recursive = TRUE, showWarnings = FALSE)
parts <- setdiff(given, grep("^--", given, value = TRUE))
runs <- planned_runs(
  parts = if (length(parts)) parts else names(plans),
  seeds = as.integer(strsplit(option("seeds", "1,2,3"), ",")[[1]]),
  parameters = as.integer(option("parameters", "10000"))
)
todo <- runs[!run_key(runs) %in% run_key(finished_runs(results)), ]
cat(nrow(runs), "runs,", nrow(runs) - nrow(todo), "of them done\n")
script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[[1]])
run_all(todo, script, results, as.integer(option("processes", "2")))
