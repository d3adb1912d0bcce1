#' Equivariant transposed convolutions
#'
#' Convolutions that enlarge: each pixel of the input spreads a kernel over the
#' output. `nn_r2_conv_transposed()` is for images, `nn_r3_conv_transposed()`
#' for volumes, `nn_r3_ico_conv_transposed()` for volumes under the icosahedral
#' group.
#'
#' The output has `(size - 1) * stride - 2 * padding + dilation *
#' (kernel_size - 1) + output_padding + 1` pixels. To double the size exactly,
#' take `kernel_size = 4, stride = 2, padding = 1`. Kernels that a stride
#' doesn't divide leave a checkerboard; [nn_r2_upsampling()] and a convolution
#' leave none.
#'
#' @inheritParams nn_conv
#' @param output_padding Pixels added to the output at its far border, one
#'   number or one for each direction; less than the larger of stride and
#'   dilation. Quarter turns and flips are not exact with it.
#' @inherit nn_conv return
#' @param ... Not used.
#' @inheritSection nn_conv Random numbers
#' @section Errors: As of [nn_r2_conv()].
#' @source Python: `escnn.nn.R2ConvTransposed`, `escnn.nn.R3ConvTransposed`,
#'   `escnn.nn.R3IcoConvTransposed`. Weiler and Cesa (2019),
#'   <https://arxiv.org/abs/1911.08251>.
#' @family layers
#' @examplesIf escnn_available()
#' double <- field_type(gspace_rot2d_on_r2(n = 4), "regular") |>
#'   nn_r2_conv_transposed("regular", kernel_size = 4, stride = 2, padding = 1)
#' dim(double(array(runif(4 * 8 * 8), c(1, 4, 8, 8))))
#' @name nn_conv_transposed
NULL

#' @rdname nn_conv_transposed
#' @export
nn_r2_conv_transposed <- function(x, out_type, kernel_size, padding = 0, output_padding = 0,
                                  stride = 1, dilation = 1, groups = 1, bias = TRUE,
                                  sigma = NULL, frequencies_cutoff = NULL, rings = NULL,
                                  maximum_offset = NULL, recompute = FALSE,
                                  basis_filter = NULL, initialize = TRUE, ...) {
  new_layer("R2ConvTransposed", list(output_padding = rule(check_size, 0)))
}

#' @rdname nn_conv_transposed
#' @export
nn_r3_conv_transposed <- function(x, out_type, kernel_size, padding = 0, output_padding = 0,
                                  stride = 1, dilation = 1, groups = 1, bias = TRUE,
                                  sigma = NULL, frequencies_cutoff = NULL, rings = NULL,
                                  maximum_offset = NULL, recompute = FALSE,
                                  basis_filter = NULL, initialize = TRUE, ...) {
  new_layer("R3ConvTransposed", list(output_padding = rule(check_size, 0)))
}

#' @rdname nn_conv_transposed
#' @export
nn_r3_ico_conv_transposed <- function(x, out_type, kernel_size, padding = 0, output_padding = 0,
                                      stride = 1, dilation = 1, groups = 1, bias = TRUE,
                                      samples = "ico", sigma = NULL, rings = NULL,
                                      recompute = FALSE, basis_filter = NULL,
                                      initialize = TRUE, ...) {
  new_layer("R3IcoConvTransposed", list(output_padding = rule(check_size, 0)))
}
