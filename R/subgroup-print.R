# How subgroups show themselves.

about_subgroup <- function(x) py_invoke("escnn_r.group.describe_subgroup", x)

#' @export
format.escnn_subgroup <- function(x, ...) {
  if (is_dead(x)) {
    return(dead_line(x))
  }
  about <- about_subgroup(x)
  paste0("<subgroup> ", about$group, " in ", about$parent, ": ", about$id)
}

#' @export
summary.escnn_subgroup <- function(object, ...) {
  check_alive(object)
  structure(c(about_subgroup(object), line = format(object)), class = "escnn_summary_subgroup")
}

#' @export
print.escnn_summary_subgroup <- function(x, ...) {
  words <- function(order) if (order < 0) "infinitely many" else order
  writeLines(c(
    x$line,
    paste0("  ", words(x$order), " of ", words(x$parent_order), " elements")
  ))
  invisible(x)
}

#' @export
length.escnn_subgroup <- function(x) length(x$group)

# The column of subgroups in a data frame.

#' @export
format.escnn_subgroup_list <- function(x, ...) rep("<subgroup>", length(x))

#' @export
`[.escnn_subgroup_list` <- function(x, i) {
  if (!missing(i)) i <- check_index(i, length(x), NULL, "i", "subgroups")
  structure(unclass(x)[i], class = class(x))
}
