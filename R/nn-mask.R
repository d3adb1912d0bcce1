#' Mask the corners of images
#'
#' Keeps a disc (or ball) and fades the rest to zero, since the corners of a
#' square leave the picture when it turns. `nn_mask()` is short for
#' `nn_mask_module()`.
#'
#' @param x A field type, or a module to put the layer on.
#' @param size Width of the images (or volumes) in pixels, which have to be
#'   square.
#' @param margin How much of the radius is masked as well, in per cent.
#' @param sigma Width of the fading edge, in pixels.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @section Errors: `escnn_error_argument` for arguments of another kind, for a
#'   gspace of other than 2 or 3 dimensions, and when it is called with input of
#'   another size.
#' @source Python: `escnn.nn.MaskModule`.
#' @family layers
#' @examplesIf escnn_available()
#' mask <- field_type(gspace_rot2d_on_r2(n = 8), "trivial") |> nn_mask(size = 7)
#' round(as.array(mask(array(1, c(1, 1, 7, 7))))[1, 1, , ], 2)
#' @name nn_mask
NULL

#' @rdname nn_mask
#' @export
nn_mask_module <- function(x, size, margin = 0, sigma = 2, ...) {
  new_layer("MaskModule", list(size = rule(check_size, 1), margin = rule(check_number, min = 0)))
}

#' @rdname nn_mask
#' @export
nn_mask <- nn_mask_module
