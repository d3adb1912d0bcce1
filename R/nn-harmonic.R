#' Harmonic polynomials of points in space
#'
#' A layer without weights that evaluates the homogeneous harmonic polynomials
#' of degrees 0 to `l` at points: the spherical harmonics, times a power of the
#' distance from the origin. It turns coordinates into equivariant features.
#'
#' The input are points of three coordinates, of dim `c(points, 3)`, whose field
#' type the module has as `in_type`. Degree by degree the output has 1, 3, 5,
#' ... channels, `(l + 1)^2` in all.
#'
#' @param l Highest degree.
#' @param group `"so3"` or `"o3"`, or the group itself, from [group_so3()] or
#'   [group_o3()].
#' @param ... Not used.
#' @returns An `escnn_module`.
#' @section Errors: `escnn_error_argument` for arguments of another kind or
#'   another group.
#' @source Python: `escnn.nn.HarmonicPolynomialR3`.
#' @family layers
#' @examplesIf escnn_available()
#' harmonics <- nn_harmonic_polynomial_r3(l = 2)
#' harmonics(rbind(c(0, 0, 1), c(1, 0, 0)))
#' @export
nn_harmonic_polynomial_r3 <- function(l, group = "so3") {
  l <- check_whole(l, min = 0)
  if (!inherits(group, "escnn_group")) {
    check_choice(
      group, c("so3", "o3"),
      hint = "Or give the group itself, from `group_so3()` or `group_o3()`."
    )
  }
  py_invoke("escnn_r.nn.build_harmonics", l, group)
}
