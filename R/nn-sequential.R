#' Sequences of layers
#'
#' Puts modules one after the other. Piping layers does the same; this is for
#' layers that were made one by one. Sequences within are laid flat.
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

#' Blank the corners
#'
#' Keeps a disc (or ball) and fades the rest to zero, since the corners of a
#' square leave the picture when it turns.
#'
#' @param x A field type, or a module to put the layer on.
#' @param size Width of the image in pixels.
#' @param margin Width of an extra border that is blanked, in pixels.
#' @param sigma Width of the fading edge, in pixels.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @section Errors: `escnn_error_argument` for arguments of another kind.
#' @source Python: `escnn.nn.MaskModule`.
#' @family layers
#' @examplesIf escnn_available()
#' field_type(gspace_rot2d_on_r2(n = 8), "trivial") |> nn_mask(size = 29)
#' @export
nn_mask <- function(x, size, margin = 0, sigma = 2) {
  new_layer("MaskModule")
}
