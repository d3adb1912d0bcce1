#' Bases of equivariant kernels and linear maps
#'
#' The kernels that a convolution between two representations may have, and
#' the linear maps between them that commute with the group.
#'
#' @param gspace A gspace.
#' @param in_repr,out_repr Representations of the gspace's fibre group.
#' @param rings Radii, in pixels, of the rings on which the kernels live; not
#'   used when the gspace is a single point.
#' @param sigma Widths of the rings in pixels, one for all or one for each.
#' @param maximum_frequency Highest angular frequency of the kernels; `NULL`
#'   for the highest that the outermost ring holds on a grid of pixels.
#' @param ... Not used.
#' @returns The basis, an object of Python's `escnn.kernels`.
#' @section Errors: `escnn_error_argument` when a representation belongs to another
#'   group, and when only the kernel of zeros is equivariant.
#' @source Python: `GSpace.build_kernel_basis`,
#'   `GSpace.build_fiber_intertwiner_basis`.
#' @family gspaces
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' basis <- gspace_build_kernel_basis(
#'   g, repr_trivial(g), repr_regular(g), rings = c(0, 1), sigma = 0.6
#' )
#' basis
#' @export
gspace_build_kernel_basis <- function(gspace, in_repr, out_repr, rings = NULL, sigma = 0.6,
                                      maximum_frequency = NULL) {
  check_object(gspace, "escnn_gspace")
  check_object(in_repr, "escnn_representation")
  check_object(out_repr, "escnn_representation")
  call <- rlang::current_env()
  py_invoke(
    "escnn_r.kernels.kernel_basis", gspace, in_repr, out_repr,
    check_lengths(rings, "rings", call), check_lengths(sigma, "sigma", call),
    check_whole(maximum_frequency, min = 0, null = TRUE)
  )
}

#' @rdname gspace_build_kernel_basis
#' @export
gspace_build_fiber_intertwiner_basis <- function(gspace, in_repr, out_repr) {
  check_object(gspace, "escnn_gspace")
  check_object(in_repr, "escnn_representation")
  check_object(out_repr, "escnn_representation")
  py_invoke("escnn_r.kernels.fiber_intertwiner_basis", gspace, in_repr, out_repr)
}

# Numbers in pixels, as a list even of one.
check_lengths <- function(x, arg, call) {
  checked(
    x, is.numeric(x) && length(x) > 0, "numbers, lengths in pixels",
    lapply(unname(x), check_number, min = 0, arg = arg, call = call), null = TRUE, arg = arg,
    call = call
  )
}
