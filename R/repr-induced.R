#' Representations from subgroups
#'
#' `repr_quotient()` permutes the cosets of a subgroup, as the regular
#' representation permutes elements. `repr_induced()` moves vectors along,
#' that change by a representation of the subgroup.
#'
#' Continuous groups have such representations only for subgroups with
#' finitely many cosets, as SO(2) in O(2); [repr_bl_quotient()] takes all
#' others, up to a frequency.
#'
#' @param g A group or a gspace, whose fibre group is meant.
#' @param subgroup The subgroup, as in [group_subgroup()].
#' @param repr A representation of the subgroup; sums of irreps are fine.
#' @param representatives A list of elements, one of each coset, in the order
#'   of the coordinates; `NULL` for the group's own.
#' @param name Name of the representation; `NULL` for one of its own.
#' @param ... Not used.
#' @returns An `escnn_representation`.
#' @section Errors: `escnn_error_argument` when the subgroup is none or has
#'   infinitely many cosets, `repr` is of another group, two representatives
#'   are of one coset, or the name is taken.
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
