# What a fitted model prints of itself.

#' @export
print.escnn_fit <- function(x, ...) {
  check_fit(x)
  print_fit(x)
}

print_fit <- function(x) {
  epochs <- nrow(x$history)
  best <- x$about$best
  what <- paste(c(if (!is.null(x$levels)) length(x$levels), fit_kind(x)), collapse = " ")
  lines <- c(
    paste0("<fitted module> for ", what),
    paste0("  in:      ", x$in_type),
    paste0(
      "  weights: ", count_parameters(x$about$parameters, x$about$unlearnt %||% 0),
      if (isTRUE(x$about$changed)) ", changed since training"
    ),
    weights_line(x$plan$weights),
    missing_line(x$plan$missing),
    positive_line(x),
    paste0(
      "  trained: ", format_count(epochs, "epoch"), " of ", x$plan$epochs, ", ",
      format_seconds(x$about$seconds), " on ", x$about$device,
      if (!is.null(x$about$stopped)) paste0(" (", x$about$stopped, ")")
    ),
    if (!is.null(best)) {
      paste0("  holds:   best epoch ", best$epoch, " of ", epochs, ", by ", best$monitor)
    }
  )
  writeLines(c(lines[[1]], unlist(lapply(lines[-1], labelled_line))))
  held <- held_numbers(x)
  if (nrow(held) > 0) {
    numbers <- paste(names(held), vapply(held, format, "", digits = 4))
    label <- if (is.null(best)) "  last:    " else "  best:    "
    writeLines(labelled_line(paste0(label, toString(numbers))))
  }
  invisible(x)
}

# A label and its text, which goes on below itself where it is long.
labelled_line <- function(line) {
  parts <- regmatches(line, regexec("^(  [a-z]+: +)(.*)$", line))[[1]]
  text <- strwrap(parts[[3]], width = 80L - nchar(parts[[2]]))
  paste0(c(parts[[2]], rep(strrep(" ", nchar(parts[[2]])), length(text) - 1L)), text)
}

# Of two classes the one that some metrics are about.
positive_line <- function(x) {
  positive <- positive_class(x, names(x$history))
  if (!is.null(positive)) paste0('  metrics: the positive class is "', positive, '"')
}

format_seconds <- function(seconds) {
  if (seconds < 60) {
    return(paste(format(seconds, digits = 2), "s"))
  }
  minutes <- round(seconds / 60, 1)
  if (minutes < 60) paste(minutes, "min") else paste(round(minutes / 60, 1), "h")
}

#' @export
format.escnn_fit <- function(x, ...) {
  paste0("<fitted module> ", x$in_type)
}

#' @export
summary.escnn_fit <- function(object, ...) {
  print(object)
  print(kept_module(object))
  invisible(object)
}
