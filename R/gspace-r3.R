#' Three-dimensional space and its symmetries
#'
#' The gspaces for volumes and point clouds, from all rotations and
#' reflections down to no symmetry at all.
#'
#' Groups of rotations about one axis turn about the z axis; `adjoint` moves that axis
#' elsewhere. `axis` is the angle of a line in the xy plane. Half turns are about this
#' line (dihedral and full cylindrical groups), and mirrors contain it and the z axis
#' (conical group, single mirror). The angle means the same in all of these functions;
#' some of Python's factories halve it or turn it the other way.
#'
#' @inheritParams gspaces_r2
#' @param axis Angle in radians of a line in the xy plane, from the x axis.
#' @param adjoint `NULL`, or an element of SO(3) or O(3) that moves the group
#'   to other axes.
#' @param ... Not used.
#' @returns An `escnn_gspace`.
#' @section Errors: `escnn_error_argument` when an argument is not of the kind
#'   described.
#' @source Python: `escnn.gspaces`, the factories ending in `OnR3`. Cesa, Lang
#'   and Weiler (2022), <https://openreview.net/forum?id=WE4qe9xlnQw>.
#' @family gspaces
#' @examplesIf escnn_available()
#' gspace_octa_on_r3()
#' gspace_rot3d_on_r3()
#' gspace_conical_on_r3(n = 4)
#' @name gspaces_r3
NULL

#' @rdname gspaces_r3
#' @export
gspace_rot3d_on_r3 <- function(maximum_frequency = 2) {
  new_gspace("rot3dOnR3", maximum_frequency = check_whole(maximum_frequency, min = 0))
}

#' @rdname gspaces_r3
#' @export
gspace_flip_rot3d_on_r3 <- function(maximum_frequency = 2) {
  new_gspace("flipRot3dOnR3", maximum_frequency = check_whole(maximum_frequency, min = 0))
}

#' @rdname gspaces_r3
#' @export
gspace_ico_on_r3 <- function() {
  new_gspace("icoOnR3")
}

#' @rdname gspaces_r3
#' @export
gspace_full_ico_on_r3 <- function() {
  new_gspace("fullIcoOnR3")
}

#' @rdname gspaces_r3
#' @export
gspace_octa_on_r3 <- function() {
  new_gspace("octaOnR3")
}

#' @rdname gspaces_r3
#' @export
gspace_full_octa_on_r3 <- function() {
  new_gspace("fullOctaOnR3")
}

#' @rdname gspaces_r3
#' @export
gspace_dihedral_on_r3 <- function(n = Inf, axis = pi / 2, adjoint = NULL, maximum_frequency = 2) {
  new_axial_gspace("dihedralOnR3", n, adjoint, maximum_frequency, axis = check_number(axis))
}

#' @rdname gspaces_r3
#' @export
gspace_rot2d_on_r3 <- function(n = Inf, adjoint = NULL, maximum_frequency = 2) {
  new_axial_gspace("rot2dOnR3", n, adjoint, maximum_frequency)
}

#' @rdname gspaces_r3
#' @export
gspace_conical_on_r3 <- function(n = Inf, axis = pi / 2, adjoint = NULL, maximum_frequency = 2) {
  new_axial_gspace("conicalOnR3", n, adjoint, maximum_frequency, axis = check_number(axis))
}

#' @rdname gspaces_r3
#' @export
gspace_full_cylindrical_on_r3 <- function(n = Inf, axis = pi / 2, adjoint = NULL,
                                          maximum_frequency = 2) {
  new_axial_gspace("fullCylindricalOnR3", n, adjoint, maximum_frequency, axis = check_number(axis))
}

#' @rdname gspaces_r3
#' @export
gspace_cylindrical_on_r3 <- function(n = Inf, adjoint = NULL, maximum_frequency = 2) {
  new_axial_gspace("cylindricalOnR3", n, adjoint, maximum_frequency)
}

#' @rdname gspaces_r3
#' @export
gspace_mir_on_r3 <- function(axis = pi / 2, adjoint = NULL) {
  new_gspace("mirOnR3", axis = check_number(axis), adjoint = check_adjoint(adjoint))
}

#' @rdname gspaces_r3
#' @export
gspace_inv_on_r3 <- function() {
  new_gspace("invOnR3")
}

#' @rdname gspaces_r3
#' @export
gspace_trivial_on_r3 <- function() {
  new_gspace("trivialOnR3")
}

# The spaces whose rotations turn about one axis share all their arguments.
new_axial_gspace <- function(factory, n, adjoint, maximum_frequency, ...,
                             .call = rlang::caller_env()) {
  new_gspace(
    factory,
    n = check_order(n, "n", .call),
    adjoint = check_adjoint(adjoint, .call),
    maximum_frequency = check_whole(maximum_frequency, min = 0, call = .call),
    ...,
    .call = .call
  )
}

check_adjoint <- function(adjoint, call = rlang::caller_env()) {
  check_object(
    adjoint, "escnn_group_element", "`NULL` or an element of SO(3) or O(3)",
    "Make one with `group_element(group_so3(), c(x, y, z, w))`, a unit quaternion.", null = TRUE,
    arg = "adjoint", call = call
  )
}
