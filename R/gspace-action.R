#' How a gspace's group acts
#'
#' `gspace_basespace_action()` is the representation that moves points,
#' `gspace_featurefield_action()` moves values on a grid and transforms their
#' channels.
#'
#' @param gspace A gspace.
#' @param x An array of dim `c(N, C, H, W)`, or `c(N, C, D, H, W)` in space, or
#'   `c(N, C)` for a single point. It has as many channels as `repr` has rows.
#' @param repr A representation of the gspace's fibre group.
#' @param element An element of that group.
#' @param order Order of the splines between grid points, 0 to 5.
#' @param ... Not used.
#' @returns `gspace_basespace_action()` gives an `escnn_representation` that acts on
#'   points `c(x, y)` or `c(x, y, z)`; `gspace_featurefield_action()` gives an array
#'   with the dim of `x`. Arrays hold rows from top to bottom, so y (and z) point
#'   towards smaller indices.
#' @section Errors: `escnn_error_argument` when the gspace is a single point,
#'   and when group or dimensions don't fit.
#' @source Python: `GSpace.basespace_action`, `GSpace.featurefield_action`.
#'   Unlike there, quarter turns and flips are exact, and images of a batch don't
#'   leak into each other.
#' @seealso [transform.escnn_tensor()] for geometric tensors.
#' @family gspaces
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' quarter_turn <- group_element(g, 1)
#' round(gspace_basespace_action(g)(quarter_turn))
#' x <- array(1:4, c(1, 1, 2, 2))
#' gspace_featurefield_action(g, x, repr_trivial(g), quarter_turn)[1, 1, , ]
#' @export
gspace_basespace_action <- function(gspace) {
  check_object(gspace, "escnn_gspace")
  py_invoke("escnn_r.gspaces.base_space_action", gspace)
}

#' @rdname gspace_basespace_action
#' @export
gspace_featurefield_action <- function(gspace, x, repr, element, order = 2) {
  check_object(gspace, "escnn_gspace")
  values <- check_array(x)
  check_object(repr, "escnn_representation")
  check_object(element, "escnn_group_element")
  moved <- py_invoke(
    "escnn_r.fields.act_on_array", gspace, values, repr, element,
    check_whole(order, min = 0, max = 5)
  )
  tensor_to_array(moved)
}
