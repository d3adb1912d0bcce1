#' Pooling averages over space
#'
#' These layers average each channel over windows of the grid. Because averages are
#' linear, they take fields of all kinds. The antialiased pools blur with a Gaussian
#' first, and disturb rotations by small angles least. The adaptive pools divide
#' the image into a given number of windows.
#'
#' PyTorch lays out windows from the first pixel, and ignores pixels at the end
#' that don't fill a window. So quarter turns and flips are exact only if no pixel is
#' left over: when `size + 2 * padding - kernel_size` is a multiple of
#' `stride`. A window of 2 pixels fits even sizes, and one of 3 with stride 2 fits
#' odd ones; other sizes give a warning. With `centre = TRUE`, windows lie around
#' the centre of the image, and every size is exact: pixels that are left over are cut
#' off equally at both ends, and if their number is odd, windows are one pixel
#' wider and count their ends half. Adaptive pools are exact for every size.
#'
#' Names without a number of dimensions are for images, as those ending in `_2d`
#' are.
#'
#' @param x A field type, or a module to put the layer on.
#' @param kernel_size Width of the window in pixels, one number or
#'   `c(h = , w = )` (`c(d = , h = , w = )` for volumes).
#' @param stride Step of the window; `NULL` for the window's width.
#' @param padding Pixels added at each border; `NULL` for half of the blur's
#'   width.
#' @param ceil_mode Whether a last window may reach beyond the border.
#' @param sigma Width of the Gaussian blur in pixels; 0.66 suits a stride of 2.
#' @param output_size Size of the output in pixels, one number or one for each
#'   direction.
#' @param centre Whether windows lie around the centre, for which quarter turns
#'   and flips are exact for every size; Python's escnn does not have this.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @section Errors: `escnn_error_argument` for arguments of another kind and a
#'   gspace of other dimensions. Warnings of class `escnn_warning_advice` when a
#'   size leaves pixels out, or directions are treated differently.
#' @source Python: `escnn.nn.PointwiseAvgPool` and its variants
#'   `PointwiseAvgPoolAntialiased` and `PointwiseAdaptiveAvgPool`, each with
#'   the endings `2D` and `3D` too. Zhang (2019),
#'   <https://arxiv.org/abs/1904.11486>, for blurring.
#' @family layers
#' @examplesIf escnn_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 4), "regular")
#' x <- array(runif(4 * 10 * 10), c(1, 4, 10, 10))
#' pool <- nn_pointwise_avg_pool_antialiased(type, sigma = 0.66, stride = 2, centre = TRUE)
#' dim(pool(x))
#' check_equivariance(pool, x)
#' @name nn_pool
NULL

#' @rdname nn_pool
#' @export
nn_pointwise_avg_pool <- function(x, kernel_size, stride = NULL, padding = 0,
                                  ceil_mode = FALSE, centre = FALSE, ...) {
  new_layer("PointwiseAvgPool")
}

#' @rdname nn_pool
#' @export
nn_pointwise_avg_pool_2d <- function(x, kernel_size, stride = NULL, padding = 0,
                                     ceil_mode = FALSE, centre = FALSE, ...) {
  new_layer("PointwiseAvgPool2D")
}

#' @rdname nn_pool
#' @export
nn_pointwise_avg_pool_3d <- function(x, kernel_size, stride = NULL, padding = 0,
                                     ceil_mode = FALSE, centre = FALSE, ...) {
  new_layer("PointwiseAvgPool3D")
}

#' @rdname nn_pool
#' @export
nn_pointwise_avg_pool_antialiased <- function(x, sigma, stride, padding = NULL, centre = FALSE,
                                              ...) {
  new_layer("PointwiseAvgPoolAntialiased")
}

#' @rdname nn_pool
#' @export
nn_pointwise_avg_pool_antialiased_2d <- function(x, sigma, stride, padding = NULL,
                                                 centre = FALSE, ...) {
  new_layer("PointwiseAvgPoolAntialiased2D")
}

#' @rdname nn_pool
#' @export
nn_pointwise_avg_pool_antialiased_3d <- function(x, sigma, stride, padding = NULL,
                                                 centre = FALSE, ...) {
  new_layer("PointwiseAvgPoolAntialiased3D")
}

#' @rdname nn_pool
#' @export
nn_pointwise_adaptive_avg_pool <- function(x, output_size, ...) {
  new_layer("PointwiseAdaptiveAvgPool")
}

#' @rdname nn_pool
#' @export
nn_pointwise_adaptive_avg_pool_2d <- function(x, output_size, ...) {
  new_layer("PointwiseAdaptiveAvgPool2D")
}

#' @rdname nn_pool
#' @export
nn_pointwise_adaptive_avg_pool_3d <- function(x, output_size, ...) {
  new_layer("PointwiseAdaptiveAvgPool3D")
}
