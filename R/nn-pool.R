#' Equivariant pooling over space
#'
#' Pools each channel over windows of the grid. Quarter turns stay exact when
#' windows tile the image evenly; `nn_pointwise_avg_pool_antialiased()` blurs
#' first and so disturbs other rotations least.
#'
#' @param x A field type, or a module to put the layer on.
#' @param kernel_size Width of the window in pixels, one number or
#'   `c(h = , w = )`.
#' @param stride Step of the window; `NULL` for the window's width.
#' @param padding Pixels added at each border.
#' @param dilation Distance of the window's points.
#' @param ceil_mode Whether windows may reach beyond the border.
#' @param sigma Width of the Gaussian blur in pixels.
#' @param output_size Size of the output in pixels, one number or
#'   `c(h = , w = )`.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @section Errors: `escnn_error_argument` for arguments of another kind.
#' @source Python: `escnn.nn.PointwiseAvgPool`, `PointwiseMaxPool`,
#'   `PointwiseAvgPoolAntialiased`, `PointwiseAdaptiveAvgPool`.
#' @family layers
#' @examplesIf escnn_available()
#' field_type(gspace_rot2d_on_r2(n = 4), "regular") |>
#'   nn_pointwise_avg_pool(kernel_size = 11)
#' @name nn_pool
NULL

#' @rdname nn_pool
#' @export
nn_pointwise_avg_pool <- function(x, kernel_size, stride = NULL, padding = 0,
                                  ceil_mode = FALSE) {
  new_layer("PointwiseAvgPool")
}

#' @rdname nn_pool
#' @export
nn_pointwise_max_pool <- function(x, kernel_size, stride = NULL, padding = 0, dilation = 1,
                                  ceil_mode = FALSE) {
  new_layer("PointwiseMaxPool")
}

#' @rdname nn_pool
#' @export
nn_pointwise_avg_pool_antialiased <- function(x, sigma, stride, padding = NULL) {
  new_layer("PointwiseAvgPoolAntialiased")
}

#' @rdname nn_pool
#' @export
nn_pointwise_adaptive_avg_pool <- function(x, output_size) {
  new_layer("PointwiseAdaptiveAvgPool")
}
