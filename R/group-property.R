#' Properties of groups
#'
#' Whether a group is abelian or continuous, its generators, its inversion, and the
#' ways to write its elements.
#'
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param ... Not used.
#' @returns `group_is_abelian()` and `group_is_continuous()` give `TRUE` or
#'   `FALSE`. `group_generators()` gives a list of elements whose products are all
#'   elements of a finite group. `group_inversion()` gives the element that takes each
#'   point of space to its opposite. `group_parametrizations()` names the ways to
#'   write an element, the group's own first.
#' @section Errors: `escnn_error_argument` when the generators of a continuous
#'   group or the inversion of a group without one are asked for.
#' @source Python: `Group.abelian`, `continuous`, `generators`, `PARAM`,
#'   `PARAMETRIZATIONS`; `O3.inversion`.
#' @family groups
#' @examplesIf escnn_available()
#' group_is_abelian(group_cyclic(4))
#' group_is_continuous(group_so2())
#' group_generators(group_dihedral(4))
#' group_parametrizations(group_dihedral(4))
#' group_inversion(group_o3())^2 == group_identity(group_o3())
#' @name group_properties
NULL

#' @rdname group_properties
#' @export
group_is_abelian <- function(g) {
  about_group(g)$abelian
}

#' @rdname group_properties
#' @export
group_is_continuous <- function(g) {
  about_group(g)$continuous
}

#' @rdname group_properties
#' @export
group_generators <- function(g) {
  py_invoke("escnn_r.group.group_generators", check_group(g))
}

#' @rdname group_properties
#' @export
group_inversion <- function(g) {
  py_invoke("escnn_r.group.group_inversion", check_group(g))
}

#' @rdname group_properties
#' @export
group_parametrizations <- function(g) {
  group <- check_group(g)
  own <- as.character(group$PARAM)
  c(own, setdiff(as.character(unlist(group$PARAMETRIZATIONS)), own))
}
