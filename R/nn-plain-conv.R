#' Ordinary convolutions
#'
#' A convolution without constraints, PyTorch's own, for fields of the trivial
#' group: for conventional networks to compare with, and for the later layers
#' of networks that give their symmetry up on the way.
#'
#' @inheritParams nn_conv
#' @param ... Not used.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @inheritSection nn_conv Random numbers
#' @section Errors: `escnn_error_argument` when the group isn't trivial.
#' @source Python: `torch.nn.Conv2d`, `torch.nn.Conv3d`.
#' @family layers
#' @examplesIf escnn_available()
#' field_type(gspace_trivial_on_r2(), "trivial") |>
#'   nn_plain_conv(c(trivial = 8), kernel_size = 3)
#' @export
nn_plain_conv <- function(x, out_type, kernel_size, padding = 0, stride = 1, bias = TRUE, ...) {
  new_layer("PlainConvModule")
}
