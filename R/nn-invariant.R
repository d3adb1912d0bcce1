#' Invariant maps
#'
#' Turn each field into one invariant number: `nn_group_pooling()` takes the
#' maximum over a field whose representation permutes its channels,
#' `nn_norm_pool()` the length of any field.
#'
#' @param x A field type, or a module to put the layer on.
#' @returns An `escnn_module` with as many trivial fields as the input has
#'   fields; on a module, the sequence of both.
#' @section Errors: `escnn_error_argument` when a representation doesn't
#'   support the map.
#' @source Python: `escnn.nn.GroupPooling`, `NormPool`.
#' @family layers
#' @examplesIf escnn_available()
#' field_type(gspace_rot2d_on_r2(n = 4), regular = 3) |> nn_group_pooling()
#' @name nn_invariant
NULL

#' @rdname nn_invariant
#' @export
nn_group_pooling <- function(x) {
  new_layer("GroupPooling")
}

#' @rdname nn_invariant
#' @export
nn_norm_pool <- function(x) {
  new_layer("NormPool")
}
