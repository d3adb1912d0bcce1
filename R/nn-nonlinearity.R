#' Equivariant nonlinearities
#'
#' Functions of one field at a time that commute with the group.
#' `nn_relu()`, `nn_elu()` and `nn_leaky_relu()` act on each channel, which
#' suits fields whose representations permute channels (trivial, regular);
#' `nn_norm_non_linearity()` acts on the length of a field and suits all irreps.
#'
#' @param x A field type, or a module to put the layer on.
#' @param inplace Whether to overwrite the input, to save memory.
#' @param alpha,negative_slope Shape of the function below zero.
#' @param fun What to do with the length: `"n_relu"`, `"n_sigmoid"`,
#'   `"squash"` or `"n_softplus"`.
#' @param bias Whether to learn a bias for each field.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @section Errors: `escnn_error_argument` when a representation doesn't
#'   support the function; the message names those that it does.
#' @source Python: `escnn.nn.ReLU`, `ELU`, `LeakyReLU`, `NormNonLinearity`.
#' @family layers
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' field_type(g, "regular") |> nn_relu()
#' field_type(g, "irrep_1") |> nn_norm_non_linearity()
#' @name nn_nonlinearity
NULL

#' @rdname nn_nonlinearity
#' @export
nn_relu <- function(x, inplace = FALSE) {
  new_layer("ReLU")
}

#' @rdname nn_nonlinearity
#' @export
nn_elu <- function(x, alpha = 1, inplace = FALSE) {
  new_layer("ELU")
}

#' @rdname nn_nonlinearity
#' @export
nn_leaky_relu <- function(x, negative_slope = 0.01, inplace = FALSE) {
  new_layer("LeakyReLU")
}

#' @rdname nn_nonlinearity
#' @export
nn_norm_non_linearity <- function(x, fun = "n_relu", bias = TRUE) {
  new_layer("NormNonLinearity")
}
