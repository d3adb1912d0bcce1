# Memory over many fits and over many epochs in one process: flat. Besides the
# resident memory, what Python and R hold, since a heap with room hides a leak.
#
#   Rscript bench/memory.R [fits = 200] [epochs = 10]

library(escnn)

numbers <- as.integer(commandArgs(trailingOnly = TRUE))
fits <- if (length(numbers) >= 1) numbers[[1]] else 200L
epochs <- if (length(numbers) >= 2) numbers[[2]] else 10L

# in MB, in Python objects, and in R's cells and MB
held <- function() {
  collector <- reticulate::import("gc")
  cells <- gc(full = TRUE)
  collector$collect()
  line <- grep("^VmRSS", readLines("/proc/self/status"), value = TRUE)
  objects <- reticulate::py_eval("len(__import__('gc').get_objects())")
  tensors <- reticulate::py_eval(paste0(
    "sum(t.numel() * t.element_size() for t in __import__('gc').get_objects() ",
    "if type(t).__module__.startswith('torch') and type(t).__name__ in ('Tensor', 'Parameter'))"
  ))
  c(
    resident = as.numeric(gsub("[^0-9]", "", line)) / 1024, objects = objects,
    tensors = tensors / 2^20, cells = cells[["Ncells", "used"]],
    vectors = cells[["Vcells", "used"]] * 8 / 2^20
  )
}

examples <- function(n) {
  y <- factor(rep(c("dark", "light"), n / 2))
  list(x = array(stats::rnorm(n * 28 * 28), c(n, 1, 28, 28)) + (y == "light"), y = y)
}

report <- function(what, sizes) {
  units <- c(
    resident = "MB resident", objects = "Python objects", tensors = "MB of tensors",
    cells = "R cells", vectors = "MB of R vectors"
  )
  half <- which(seq_len(ncol(sizes)) > ncol(sizes) / 2)
  for (kind in rownames(sizes)) {
    now <- sizes[kind, ]
    slope <- unname(stats::coef(stats::lm(now[half] ~ half))[[2]])
    cat(sprintf(
      "%-7s first %.1f, middle %.1f, last %.1f %s; second half %+.3f each\n", what, now[[1]],
      now[[ncol(sizes) %/% 2]], now[[ncol(sizes)]], units[[kind]], slope
    ))
  }
}

set.seed(1)
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
  held()
}
report("fits:", vapply(seq_len(fits), function(i) each(), held()))

big <- examples(2000)
sizes <- NULL
fitted <- fit(
  net_gcnn(2, width = 4), big$x, big$y, epochs = epochs, validation = 0.1, augment = "exact",
  metrics = "auc", callbacks = function(record, model) {
    sizes <<- cbind(sizes, held())
    NULL
  }
)
report("epochs:", sizes)
