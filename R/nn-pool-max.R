#' Pooling maxima over space
#'
#' Takes maxima over windows of the grid: channel by channel for fields whose
#' channels can be compared one by one (regular, quotient and trivial ones), or
#' for all fields by keeping the one of largest norm (`nn_norm_max_pool()`).
#' The antialiased pools take maxima at every pixel, blur them, and keep one of so
#' many. The adaptive pools share out the image among a given number of windows.
#'
#' What is said of sizes for [averages][nn_pool] holds here: windows that leave
#' no pixel over are exact, others with `centre = TRUE`, where windows are a
#' pixel wider if the number of those left over is odd.
#'
#' The antialiased pools add their padding before the maxima and again before
#' the blur, as Python's do, and take no dilation.
#'
#' @inheritParams nn_pool
#' @param padding Pixels added at each border, at most half of `kernel_size`.
#' @param dilation Distance of the window's points.
#' @inherit nn_pool return
#' @param ... Not used.
#' @section Errors: `escnn_error_argument` for arguments of another kind, a
#'   gspace of other dimensions and fields whose channels can't be compared.
#'   Warnings of class `escnn_warning_advice` when a size leaves pixels out, or
#'   directions are treated differently.
#' @source Python: `escnn.nn.PointwiseMaxPool` and its variants
#'   `PointwiseMaxPoolAntialiased` and `PointwiseAdaptiveMaxPool`, each with
#'   the endings `2D` and `3D` too, and `escnn.nn.NormMaxPool`. Zhang (2019),
#'   <https://arxiv.org/abs/1904.11486>, for blurring.
#' @family layers
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' field_type(g, "regular") |> nn_pointwise_max_pool(kernel_size = 2)
#' field_type(g, "irrep_1") |> nn_norm_max_pool(kernel_size = 3, stride = 2)
#' @name nn_pool_max
NULL

#' @rdname nn_pool_max
#' @export
nn_pointwise_max_pool <- function(x, kernel_size, stride = NULL, padding = 0, dilation = 1,
                                  ceil_mode = FALSE, centre = FALSE, ...) {
  new_layer("PointwiseMaxPool")
}

#' @rdname nn_pool_max
#' @export
nn_pointwise_max_pool_2d <- function(x, kernel_size, stride = NULL, padding = 0, dilation = 1,
                                     ceil_mode = FALSE, centre = FALSE, ...) {
  new_layer("PointwiseMaxPool2D")
}

#' @rdname nn_pool_max
#' @export
nn_pointwise_max_pool_3d <- function(x, kernel_size, stride = NULL, padding = 0, dilation = 1,
                                     ceil_mode = FALSE, centre = FALSE, ...) {
  new_layer("PointwiseMaxPool3D")
}

#' @rdname nn_pool_max
#' @export
nn_pointwise_max_pool_antialiased <- function(x, kernel_size, stride = NULL, padding = 0,
                                              dilation = 1, ceil_mode = FALSE, sigma = 0.6,
                                              centre = FALSE, ...) {
  new_layer("PointwiseMaxPoolAntialiased")
}

#' @rdname nn_pool_max
#' @export
nn_pointwise_max_pool_antialiased_2d <- function(x, kernel_size, stride = NULL, padding = 0,
                                                 dilation = 1, ceil_mode = FALSE, sigma = 0.6,
                                                 centre = FALSE, ...) {
  new_layer("PointwiseMaxPoolAntialiased2D")
}

#' @rdname nn_pool_max
#' @export
nn_pointwise_max_pool_antialiased_3d <- function(x, kernel_size, stride = NULL, padding = 0,
                                                 dilation = 1, ceil_mode = FALSE, sigma = 0.6,
                                                 centre = FALSE, ...) {
  new_layer("PointwiseMaxPoolAntialiased3D")
}

#' @rdname nn_pool_max
#' @export
nn_pointwise_adaptive_max_pool <- function(x, output_size, ...) {
  new_layer("PointwiseAdaptiveMaxPool")
}

#' @rdname nn_pool_max
#' @export
nn_pointwise_adaptive_max_pool_2d <- function(x, output_size, ...) {
  new_layer("PointwiseAdaptiveMaxPool2D")
}

#' @rdname nn_pool_max
#' @export
nn_pointwise_adaptive_max_pool_3d <- function(x, output_size, ...) {
  new_layer("PointwiseAdaptiveMaxPool3D")
}

#' @rdname nn_pool_max
#' @export
nn_norm_max_pool <- function(x, kernel_size, stride = NULL, padding = 0, dilation = 1,
                             ceil_mode = FALSE, ...) {
  new_layer("NormMaxPool")
}
