# What is asked of a dead pointer, by `length()`, `dim()`, `names()` or
# `levels()`, has no answer: an error says so. Printing goes on working. Here are
# names and lengths of those that list what Python's object has, or count as one.

#' @export
names.escnn_gspace <- function(x) {
  check_alive(x, arg = "x", call = NULL)
  NextMethod()
}

#' @export
names.escnn_group <- names.escnn_gspace

#' @export
names.escnn_group_element <- names.escnn_gspace

#' @export
names.escnn_representation <- names.escnn_gspace

#' @export
names.escnn_subgroup <- names.escnn_gspace

#' @export
names.escnn_homspace <- names.escnn_gspace

#' @export
names.escnn_kernel_basis <- names.escnn_gspace

#' @export
length.escnn_gspace <- names.escnn_gspace

#' @export
length.escnn_group_element <- names.escnn_gspace

#' @export
length.escnn_representation <- names.escnn_gspace
