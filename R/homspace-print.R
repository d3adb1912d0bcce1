# How homogeneous spaces show themselves.

#' @export
format.escnn_homspace <- function(x, ...) {
  if (is_dead(x)) {
    return(dead_line(x))
  }
  about <- py_invoke("escnn_r.group.describe_homspace", x)
  points <- if (about$points < 0) {
    "infinitely many points"
  } else {
    paste(about$points, if (about$points == 1) "point" else "points")
  }
  paste0("<homogeneous space> ", about$group, " / ", about$stabiliser, " (", points, ")")
}

#' @export
summary.escnn_homspace <- function(object, ...) {
  check_alive(object)
  structure(list(line = format(object)), class = "escnn_summary_homspace")
}

#' @export
print.escnn_summary_homspace <- function(x, ...) {
  writeLines(x$line)
  invisible(x)
}

#' @export
length.escnn_homspace <- function(x) {
  check_alive(x)
  1L
}
