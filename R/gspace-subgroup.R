#' Gspaces from subgroups
#'
#' `gspace_restrict()` keeps only the symmetries of a subgroup, for deeper layers whose
#' patterns have a direction. `gspace_r2()` and `gspace_r3()` make a gspace of the plane
#' or of space from any subgroup of O(2) or O(3).
#'
#' The elements of the restricted space act as they did before, for all
#' subgroups; `group_subgroup(gspace, subgroup)` has the maps between the
#' elements of both groups.
#'
#' @param gspace A gspace.
#' @param subgroup A subgroup of the gspace's fibre group, of O(2), or of O(3), named as
#'   in [group_subgroup()].
#' @param maximum_frequency Highest frequency of the irreps that are made in
#'   advance when the group is continuous.
#' @param ... Not used.
#' @returns An `escnn_gspace`. `gspace_rotations_order()` gives the number of
#'   rotations of a gspace of the plane, `Inf` for all;
#'   `gspace_flips_order()` is 1 with reflections, else 0.
#' @section Errors: `escnn_error_argument` when the group does not have the subgroup, and
#'   when `gspace_rotations_order()` or `gspace_flips_order()` gets a gspace that is not
#'   one of the plane.
#' @source Python: `GSpace.restrict`, which does not support many subgroups (all those of
#'   polyhedral and dihedral groups in space), and for some gives a space whose
#'   elements act differently; `GSpace2D`, `GSpace3D`, `rotations_order`,
#'   `flips_order`.
#' @family gspaces
#' @examplesIf escnn_available()
#' gspace_restrict(gspace_flip_rot2d_on_r2(n = 8), c(NA, 4))
#' gspace_restrict(gspace_octa_on_r3(), 4)
#' gspace_r2(c(pi / 2, 4))
#' gspace_r3("full_octa")
#' gspace_rotations_order(gspace_rot2d_on_r2(n = 8))
#' @export
gspace_restrict <- function(gspace, subgroup) {
  check_object(gspace, "escnn_gspace")
  py_invoke("escnn_r.gspaces.restrict_gspace", gspace, check_subgroup(subgroup))
}

#' @rdname gspace_restrict
#' @export
gspace_r2 <- function(subgroup, maximum_frequency = 6) {
  py_invoke(
    "escnn_r.gspaces.gspace_of_subgroup", 2L, check_subgroup(subgroup),
    check_whole(maximum_frequency, min = 0)
  )
}

#' @rdname gspace_restrict
#' @export
gspace_r3 <- function(subgroup, maximum_frequency = 2) {
  py_invoke(
    "escnn_r.gspaces.gspace_of_subgroup", 3L, check_subgroup(subgroup),
    check_whole(maximum_frequency, min = 0)
  )
}

#' @rdname gspace_restrict
#' @export
gspace_rotations_order <- function(gspace) {
  check_object(gspace, "escnn_gspace")
  rotations <- py_invoke("escnn_r.gspaces.gspace_orders", gspace)$rotations
  if (rotations < 0) Inf else rotations
}

#' @rdname gspace_restrict
#' @export
gspace_flips_order <- function(gspace) {
  check_object(gspace, "escnn_gspace")
  py_invoke("escnn_r.gspaces.gspace_orders", gspace)$flips
}
