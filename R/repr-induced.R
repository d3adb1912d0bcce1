#' Representations from subgroups
#'
#' `repr_quotient()` permutes the cosets of a subgroup, just as the regular
#' representation permutes the elements of the group. `repr_induced()` does so too,
#' with a vector at each coset that changes by a representation of the subgroup.
#'
#' Continuous groups have such representations only for subgroups with
#' finitely many cosets, such as SO(2) in O(2). For all others there is
#' [repr_bl_quotient()], up to a frequency.
#'
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param subgroup The subgroup, as in [group_subgroup()].
#' @param repr A representation of the subgroup; sums of irreps are fine.
#' @param representatives A list of elements, one of each coset, in the order
#'   of the coordinates; `NULL` for the group's own.
#' @param name Name of the representation; `NULL` for one of its own.
#' @param ... Not used.
#' @returns An `escnn_representation`.
#' @section Errors: `escnn_error_argument` when the group does not have the subgroup,
#'   when it has infinitely many cosets, when `repr` belongs to another group, when two
#'   representatives are from the same coset, and when the name is taken.
#' @source Python: `Group.quotient_representation`,
#'   `Group.induced_representation`, which takes only irreps. Weiler and Cesa
#'   (2019), <https://arxiv.org/abs/1911.08251>.
#' @family representations
#' @examplesIf escnn_available()
#' d4 <- group_dihedral(4)
#' repr_quotient(d4, c(NA, 2))
#' repr_induced(d4, c(NA, 4), repr_irrep(group_cyclic(4), 1))
#' repr_quotient(group_o2(), c(NA, Inf))
#' @export
repr_quotient <- function(g, subgroup, representatives = NULL, name = NULL) {
  py_invoke(
    "escnn_r.group.quotient_representation", check_group(g), check_subgroup(subgroup),
    check_representatives(representatives), check_string(name, null = TRUE)
  )
}

#' @rdname repr_quotient
#' @export
repr_induced <- function(g, subgroup, repr, representatives = NULL, name = NULL) {
  group <- check_group(g)
  subgroup <- check_subgroup(subgroup)
  check_object(repr, "escnn_representation", hint = "Make one of the subgroup.")
  py_invoke(
    "escnn_r.group.induced_from_subgroup", group, subgroup, repr,
    check_representatives(representatives), check_string(name, null = TRUE)
  )
}

check_representatives <- function(representatives, call = rlang::caller_env()) {
  if (is.null(representatives)) {
    return(NULL)
  }
  as_elements(representatives, call, "representatives")
}
