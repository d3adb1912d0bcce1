#' Equivariant convolutions
#'
#' Convolutions whose kernels are constrained so that transforming the input
#' transforms the output. `nn_r2_conv()` is for images, `nn_r3_conv()` for
#' volumes.
#'
#' @param x A field type, or a module to put the layer on.
#' @param out_type What comes out: a field type on the same gspace, or fields,
#'   for example `c(regular = 4)` or `"trivial"`.
#' @param kernel_size Width of the kernel in pixels (or voxels). Odd sizes keep
#'   quarter turns exact.
#' @param padding Pixels added at each border.
#' @param stride Step of the convolution in pixels.
#' @param dilation Distance of the kernel's points in pixels.
#' @param padding_mode What is added: `"zeros"`, `"reflect"`, `"replicate"` or
#'   `"circular"`.
#' @param groups Number of groups that the fields are split into.
#' @param bias Whether to add a bias to the trivial parts of the output.
#' @param sigma Width of the rings of the kernel basis, in pixels; `NULL` for
#'   the default.
#' @param frequencies_cutoff Highest angular frequency in the basis, as a
#'   factor of the radius; `NULL` for the default.
#' @param rings Radii of the rings, in pixels; `NULL` for the default.
#' @param maximum_offset Highest frequency beyond those of the representations;
#'   `NULL` for no limit.
#' @param initialize Whether to draw initial weights; `FALSE` saves time when
#'   weights are loaded anyway.
#' @returns An `escnn_module`; on a module, the sequence of both. Call it with a
#'   geometric tensor or an array.
#' @section Errors: `escnn_error_argument` for arguments of another kind or a
#'   type on another gspace; `escnn_error_python` when the kernel basis is
#'   empty.
#' @source Python: `escnn.nn.R2Conv`, `escnn.nn.R3Conv`. Weiler and Cesa
#'   (2019), <https://arxiv.org/abs/1911.08251>; Cesa, Lang and Weiler (2022),
#'   <https://openreview.net/forum?id=WE4qe9xlnQw>.
#' @family layers
#' @examplesIf escnn_available()
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 4), kernel_size = 3) |>
#'   nn_inner_batch_norm() |>
#'   nn_relu() |>
#'   nn_group_pooling()
#' model
#' model(array(runif(2 * 11 * 11), c(2, 1, 11, 11)))
#' @name nn_conv
NULL

#' @rdname nn_conv
#' @export
nn_r2_conv <- function(x, out_type, kernel_size, padding = 0, stride = 1, dilation = 1,
                       padding_mode = "zeros", groups = 1, bias = TRUE, sigma = NULL,
                       frequencies_cutoff = NULL, rings = NULL, maximum_offset = NULL,
                       initialize = TRUE) {
  new_layer("R2Conv")
}

#' @rdname nn_conv
#' @export
nn_r3_conv <- function(x, out_type, kernel_size, padding = 0, stride = 1, dilation = 1,
                       padding_mode = "zeros", groups = 1, bias = TRUE, sigma = NULL,
                       frequencies_cutoff = NULL, rings = NULL, initialize = TRUE) {
  new_layer("R3Conv")
}
