#' Equivariant dropout
#'
#' Sets parts of the input to zero at random in training mode and scales the
#' rest up, so that the mean stays. `nn_field_dropout()` drops whole fields at a
#' point and suits any field; `nn_pointwise_dropout()` drops single channels,
#' for fields that permute channels.
#'
#' @param x A field type, or a module to put the layer on.
#' @param p Probability to drop, 0 to 1.
#' @param inplace Whether to overwrite the input, to save memory.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @inheritSection nn_conv Random numbers
#' @section Errors: `escnn_error_argument` when `p` is not a probability, or a
#'   representation doesn't permute channels.
#' @source Python: `escnn.nn.FieldDropout`, `PointwiseDropout`.
#' @seealso [module_train()] for the mode.
#' @family layers
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' field_type(g, irrep_1 = 2) |> nn_field_dropout(p = 0.2)
#' @name nn_dropout
NULL

#' @rdname nn_dropout
#' @export
nn_field_dropout <- function(x, p = 0.5, inplace = FALSE, ...) {
  new_layer("FieldDropout", list(p = rule(check_number, min = 0, max = 1)))
}

#' @rdname nn_dropout
#' @export
nn_pointwise_dropout <- function(x, p = 0.5, inplace = FALSE, ...) {
  new_layer("PointwiseDropout", list(p = rule(check_number, min = 0, max = 1)))
}
