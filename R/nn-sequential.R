#' Sequences of layers
#'
#' Puts modules one after the other. Piping layers does the same; this function is for
#' layers that were made one by one. Sequences inside are flattened.
#'
#' @param ... Modules, or lists of modules, whose types follow on. Arguments may
#'   be named: `nn_sequential(conv = , relu = )`.
#' @returns An `escnn_module`; `length()` counts its layers. The layers
#'   themselves are shared, not copied.
#' @section Errors: `escnn_error_argument` when a type doesn't follow on; the
#'   message shows both types and the layer's number.
#' @source Python: `escnn.nn.SequentialModule`.
#' @seealso [module_edit] for editing them
#' @family layers
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' conv <- nn_r2_conv(field_type(g, "trivial"), c(regular = 2), kernel_size = 3)
#' nn_sequential(conv, nn_relu(conv$out_type))
#' @export
nn_sequential <- function(...) {
  sequence_of(list(...))
}
