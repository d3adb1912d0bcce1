# Which kind and degree of equivariance serves a task?
#
#   Rscript experiments/degrees-of-equivariance.R [part ...] [--processes=2]
#     [--images=mnist] [--seeds=1,2] [--parameters=10000] [--data=FOLDER]
#     [--results=inst/extdata]
#
# Parts (all by default, in this order): all, upright, rotated, restricted,
# adrenal, curves; degrees-runs.R says what they are. The data are downloaded
# unless they are in FOLDER, see ?dataset_mnist. --images takes "mnist",
# "fashion", the name of a set of MedMNIST, such as "pathmnist", or a folder of
# pictures, a folder for each class; --seeds picks from the plan's seeds, and
# --parameters replaces its limits. Each run is a process of its own, with one
# thread, and leaves a row in degrees.csv there; what is there already is not
# run again, so that a script that was stopped goes on.

library(escnn)

script <- sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)[[1]])
here <- dirname(script)
for (file in c("degrees-networks.R", "degrees-data.R", "degrees-runs.R")) {
  source(file.path(here, file))
}

words <- commandArgs(trailingOnly = TRUE)
option <- function(name, default) {
  value <- grep(paste0("^--", name, "="), words, value = TRUE)
  if (length(value)) sub("^[^=]*=", "", value[[1]]) else default
}
whole <- function(x) if (!is.null(x)) as.integer(strsplit(x, ",")[[1]])

if (!is.na(option("run", NA))) {
  run_one(readRDS(option("run", NA)))
  quit("no")
}

if (!is.na(option("data", NA))) options(escnn.data_dir = option("data", NA))
results <- option("results", file.path(here, "..", "inst", "extdata"))
dir.create(results, recursive = TRUE, showWarnings = FALSE)
parts <- setdiff(words, grep("^--", words, value = TRUE))
runs <- planned_runs(
  parts = if (length(parts)) parts else names(plans), images = option("images", "mnist"),
  seeds = whole(option("seeds", NULL)), limit = whole(option("parameters", NULL))
)
todo <- runs[!run_key(runs) %in% run_key(finished_runs(results)), ]
cat(nrow(runs), "runs,", nrow(runs) - nrow(todo), "of them done\n")
run_all(todo, script, results, whole(option("processes", "2")))
