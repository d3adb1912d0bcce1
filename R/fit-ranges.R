# Whether inputs have values like those of training: a model of images from 0 to 1 says
# anything about images from 0 to 255.

# The fit remembers the values of its training inputs, as far as these are images or volumes.
remember_range <- function(fitted, data) {
  range <- py_invoke("escnn_r.training.value_range", data, 512L)
  if (!is.null(range)) fitted$about$inputs <- lapply(range, as.list)
  fitted
}

warn_range <- function(fit, data, arg, call) {
  if (is.null(fit$about$inputs)) {
    return(invisible())
  }
  range <- py_invoke("escnn_r.training.value_range", data, 32L, 0.01, .call = call)
  if (!is.null(range)) compare_ranges(fit, unlist(range$low), unlist(range$high), arg, call)
}

# A row for each pixel or voxel, a column for each channel.
warn_range_of_cells <- function(fit, cells, call) {
  if (is.null(fit$about$inputs) || all(is.na(cells))) {
    return(invisible())
  }
  # as many as Python takes
  thin <- seq(1, nrow(cells), by = ceiling(nrow(cells) / 1e5))
  cells <- cells[thin, , drop = FALSE]
  ends <- apply(cells, 2, stats::quantile, c(0.01, 0.99), na.rm = TRUE)
  compare_ranges(fit, ends[1, ], ends[2, ], "newdata", call)
}

# Other light or contrast are no reason to warn, another unit is.
compare_ranges <- function(fit, low, high, arg, call) {
  trained <- lapply(fit$about$inputs, function(x) as.numeric(unlist(x)))
  size <- pmax(abs(trained$low), abs(trained$high))
  width <- pmax(trained$high - trained$low, 0.1 * size)
  if (length(low) != length(width) || anyNA(c(low, high))) {
    return(invisible())
  }
  far <- pmax(high - trained$high, trained$low - low) > 10 * width
  small <- high > low & pmax(abs(low), abs(high)) < size / 100 & high - low < width / 100
  at <- which(far | small)
  if (length(at) == 0L) {
    return(invisible())
  }
  at <- at[[1]]
  between <- function(low, high) paste(signif(low[[at]], 3), "to", signif(high[[at]], 3))
  where <- if (length(low) > 1L) paste(" in channel", at) else ""
  seen <- between(trained$low, trained$high)
  values <- paste0(where, ": ", between(low, high), ", not ", seen) # nolint: object_usage_linter.
  factor <- if (at %in% which(far)) "/ 255" else "* 255"
  written <- paste(arg, factor) # nolint: object_usage_linter.
  cli::cli_warn(
    c(
      "The values of {.arg {arg}} lie far from those in training{values}.",
      i = "Convert them to the unit of the training data first, for example by {.code {written}}."
    ),
    class = warning_class("range"), call = call
  )
}
