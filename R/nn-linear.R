#' Equivariant linear layers and tensor products
#'
#' `nn_linear()` is the linear map that commutes with the group, for features
#' without space. `nn_tensor_product_module()` multiplies each field with
#' itself and maps the products to a new field: a nonlinearity of second degree
#' that is exact for every group.
#'
#' @param x A field type, or a module to put the layer on. For `nn_linear()` on
#'   a gspace without a base space; for `nn_tensor_product_module()` of fields
#'   that are all the same.
#' @param out_type What comes out: a field type on the same gspace, or fields,
#'   for example `c(regular = 4)`. For `nn_tensor_product_module()` as many
#'   fields as come in, all the same.
#' @param bias Whether to add a bias to the trivial parts of the output.
#' @param recompute Whether to compute the basis anew, and not take it from the
#'   cache.
#' @param initialize Whether to draw initial weights; `FALSE` saves time when
#'   weights are loaded anyway.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @inheritSection nn_conv Random numbers
#' @section Errors: `escnn_error_argument` when the gspace has a base space
#'   (`nn_linear()`), or fields differ or their numbers do;
#'   `escnn_error_empty_basis` when only zero leads from the input to the
#'   output: a linear map leads from an irrep to the same irrep, and the
#'   product of a field with itself is symmetric. Fields of the output that
#'   get nothing, and fields of the input that are not used, give a warning.
#' @source Python: `escnn.nn.Linear`, `escnn.nn.TensorProductModule`.
#' @seealso [nn_conv] for the same over space.
#' @family layers
#' @examplesIf escnn_available()
#' g <- gspace_no_base_space(group_so3(maximum_frequency = 3))
#' field_type(g, irrep_1 = 2) |>
#'   nn_tensor_product_module(c(irrep_2 = 2)) |>
#'   nn_linear(c(irrep_2 = 4))
#' @name nn_linear
NULL

#' @rdname nn_linear
#' @export
nn_linear <- function(x, out_type, bias = TRUE, recompute = FALSE, initialize = TRUE, ...) {
  new_layer("Linear")
}

#' @rdname nn_linear
#' @export
nn_tensor_product_module <- function(x, out_type, initialize = TRUE, ...) {
  new_layer("TensorProductModule")
}
