# Names of what a model of numbers predicts, from the columns of its targets.

# The fit remembers them; without names there is nothing to remember.
remember_outputs <- function(fitted, y) {
  if (!identical(fit_kind(fitted), "numbers")) {
    return(fitted)
  }
  names <- if (is.matrix(y) || is.data.frame(y)) colnames(y)
  if (length(names) > 1L && all(nzchar(names)) && !anyDuplicated(names)) {
    fitted$about$outputs <- as.list(names)
  }
  fitted
}

output_names <- function(x) {
  if (length(x$about$outputs)) as.character(unlist(x$about$outputs))
}
