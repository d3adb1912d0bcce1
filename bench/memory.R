# Resident memory over many epochs and over many fits in one process: flat.
#
#   Rscript bench/memory.R [fits = 200] [epochs = 10]

library(escnn)

given <- as.integer(commandArgs(trailingOnly = TRUE))
fits <- if (length(given) >= 1) given[[1]] else 200L
epochs <- if (length(given) >= 2) given[[2]] else 10L

resident <- function() {
  gc(full = TRUE)
  reticulate::import("gc")$collect()
  line <- grep("^VmRSS", readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) / 1024
}

examples <- function(n) {
  y <- factor(rep(c("dark", "light"), n / 2))
  list(x = array(stats::rnorm(n * 28 * 28), c(n, 1, 28, 28)) + (y == "light"), y = y)
}

report <- function(what, memory) {
  half <- seq_along(memory) > length(memory) / 2
  slope <- unname(stats::coef(stats::lm(memory[half] ~ which(half)))[[2]])
  cat(sprintf(
    "%-10s first %.0f, middle %.0f, last %.0f MB; second half %+.3f MB each\n",
    what, memory[[1]], memory[[length(memory) %/% 2]], memory[[length(memory)]], slope
  ))
  slope
}

set.seed(1)
big <- examples(2000)
memory <- numeric()
fit(
  net_gcnn(2, width = 4), big$x, big$y, epochs = epochs, validation = 0.1, augment = "exact",
  metrics = "auc", callbacks = function(record, model) {
    memory[[record$epoch]] <<- resident()
    NULL
  }
)
report("epochs:", memory)
rm(big)

small <- examples(40)
log <- tempfile()
# everything that a fit may hold on to: callbacks, checkpoints, predictions
each <- function() {
  model <- net_gcnn(2, width = 2, depth = 2)
  fitted <- fit(
    model, small$x, small$y, epochs = 2, validation = 0.2, metrics = "accuracy",
    callbacks = list(
      callback_best(), callback_early_stopping(), callback_csv(log),
      function(record, model) NULL
    )
  )
  predict(fitted, small$x)
  evaluate(fitted, small$x, small$y)
  resident()
}
slope <- report("fits:", vapply(seq_len(fits), function(i) each(), 0))
if (slope > 0.05) quit("no", status = 1)
