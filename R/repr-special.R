#' Representations that some groups have
#'
#' The standard representation is how rotations and reflections move the
#' plane or space; those of the polyhedral groups permute the vertices, faces
#' and edges of the icosahedron and the cube.
#'
#' On a gspace of the plane or of space, `repr_standard()` is the representation of
#' vectors, such as velocities (u to the right and v up) or forces (x, y and z),
#' whatever the group: `field_type(gspace, repr_standard(gspace))`. Not so
#' `repr_irrep(g, 1)` of rotations in space, whose components are y, z and x.
#'
#' @param g A group or a gspace, whose fibre group is meant. For `repr_standard()`
#'   a gspace of the plane or of space, or SO(2), O(2), SO(3), O(3) or a polyhedral
#'   group; for `repr_ico_*()` the icosahedral group, for `repr_cube_*()` the
#'   octahedral one.
#' @param ... Not used.
#' @returns An `escnn_representation`.
#' @section Errors: `escnn_error_argument` when the group does not have this
#'   representation.
#' @source Python: `standard_representation`, `ico_vertices_representation`
#'   and the like, methods of the groups.
#' @seealso [gspace_basespace_action()] for how the group of a gspace moves
#'   its points.
#' @family representations
#' @examplesIf escnn_available()
#' rho <- repr_standard(group_so2())
#' round(rho(group_element(group_so2(), pi / 2)))
#' repr_ico_vertices(group_ico())
#' repr_cube_edges(group_octa())
#' @export
repr_standard <- function(g) {
  check_group(g)
  py_invoke("escnn_r.group.vector_representation", g)
}

#' @rdname repr_standard
#' @export
repr_ico_vertices <- function(g) special_repr(g, "ico_vertices_representation")

#' @rdname repr_standard
#' @export
repr_ico_faces <- function(g) special_repr(g, "ico_faces_representation")

#' @rdname repr_standard
#' @export
repr_ico_edges <- function(g) special_repr(g, "ico_edges_representation")

#' @rdname repr_standard
#' @export
repr_cube_vertices <- function(g) special_repr(g, "cube_vertices_representation")

#' @rdname repr_standard
#' @export
repr_cube_faces <- function(g) special_repr(g, "cube_faces_representation")

#' @rdname repr_standard
#' @export
repr_cube_edges <- function(g) special_repr(g, "cube_edges_representation")

special_repr <- function(g, kind, call = rlang::caller_env()) {
  group <- check_group(g, call = call)
  py_invoke("escnn_r.group.special_representation", group, kind, .call = call)
}
