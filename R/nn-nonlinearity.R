#' Equivariant nonlinearities
#'
#' Functions of one field at a time that commute with the group.
#'
#' `nn_relu()`, `nn_elu()`, `nn_leaky_relu()` and `nn_pointwise_non_linearity()`
#' act on each channel, which suits fields whose representations permute
#' channels (trivial, regular, quotient). `nn_norm_non_linearity()` acts on the
#' length of a field and suits all irreps; `nn_induced_norm_non_linearity()` on
#' the lengths of the fields that a field was induced from.
#' `nn_concatenated_non_linearity()` applies a function to each channel and to
#' its negative and suits representations that permute and negate channels; it
#' gives twice the channels. `nn_vector_field_non_linearity()` turns each
#' regular field of a cyclic group into a vector: its length is the largest
#' channel, its angle that channel's place.
#'
#' Other nonlinearities: [nn_gated] for any field, [nn_fourier] for functions on
#' the group.
#'
#' @param x A field type, or a module to put the layer on.
#' @param inplace Whether to overwrite the input, to save memory.
#' @param alpha,negative_slope Shape of the function below zero.
#' @param fun The function of one number: a name, with or without Python's
#'   prefix (`"relu"` or `"p_relu"`, `"n_relu"`, `"c_relu"`; also `"elu"`,
#'   `"sigmoid"`, `"tanh"`, `"softplus"`, `"squash"`, `"gelu"`, `"silu"` and
#'   more), an R function or formula of a torch tensor, or one of torch's. For
#'   the norm nonlinearities it is a function of the length less the bias and
#'   gives the new length.
#' @param bias Whether to learn a bias for each field.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @section Errors: `escnn_error_argument` when a representation doesn't
#'   support the function (the message names what it does support, and the
#'   layers that use it), or when `fun` is not a function of one number.
#' @source Python: `escnn.nn.ReLU`, `ELU`, `LeakyReLU`, `PointwiseNonLinearity`,
#'   `NormNonLinearity`, `InducedNormNonLinearity`, `ConcatenatedNonLinearity`,
#'   `VectorFieldNonLinearity`. Weiler and Cesa (2019),
#'   <https://arxiv.org/abs/1911.08251>, compares them.
#' @family layers
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' field_type(g, "regular") |> nn_relu()
#' field_type(g, "regular") |> nn_pointwise_non_linearity("gelu")
#' field_type(g, "regular") |> nn_pointwise_non_linearity(\(x) torch$sin(x))
#' field_type(g, "irrep_1") |> nn_norm_non_linearity()
#' field_type(g, "regular") |> nn_vector_field_non_linearity()
#' @name nn_nonlinearity
NULL

#' @rdname nn_nonlinearity
#' @export
nn_relu <- function(x, inplace = FALSE, ...) {
  new_layer("ReLU")
}

#' @rdname nn_nonlinearity
#' @export
nn_elu <- function(x, alpha = 1, inplace = FALSE, ...) {
  new_layer("ELU", list(alpha = rule(check_number)))
}

#' @rdname nn_nonlinearity
#' @export
nn_leaky_relu <- function(x, negative_slope = 0.01, inplace = FALSE, ...) {
  new_layer("LeakyReLU", list(negative_slope = rule(check_number)))
}

#' @rdname nn_nonlinearity
#' @export
nn_pointwise_non_linearity <- function(x, fun = "p_relu", ...) {
  new_layer("PointwiseNonLinearity", list(fun = rule(check_fun)))
}

#' @rdname nn_nonlinearity
#' @export
nn_norm_non_linearity <- function(x, fun = "n_relu", bias = !identical(fun, "squash"), ...) {
  new_layer("NormNonLinearity", list(fun = rule(check_fun)))
}

#' @rdname nn_nonlinearity
#' @export
nn_induced_norm_non_linearity <- function(x, fun = "n_relu", bias = !identical(fun, "squash"),
                                          ...) {
  new_layer("InducedNormNonLinearity", list(fun = rule(check_fun)))
}

#' @rdname nn_nonlinearity
#' @export
nn_concatenated_non_linearity <- function(x, fun = "c_relu", ...) {
  new_layer("ConcatenatedNonLinearity", list(fun = rule(check_fun)))
}

#' @rdname nn_nonlinearity
#' @export
nn_vector_field_non_linearity <- function(x, ...) {
  new_layer("VectorFieldNonLinearity")
}

# A function of a torch tensor: a name, an R function or formula, or Python's.
check_fun <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  force(arg)
  force(call)
  if (rlang::is_formula(x)) {
    if (!rlang::is_formula(x, lhs = FALSE)) {
      abort_arg(arg, x, "a formula with one side, such as `~ torch$sin(.x)`", call = call)
    }
    x <- rlang::as_function(x, call = call)
  }
  if (is.function(x)) {
    return(as_closure(check_alive(x, arg = arg, call = call)))
  }
  hint <- "For example \"relu\", or `function(x) torch$sin(x)`."
  if (!is.character(x)) {
    abort_arg(arg, x, "a function, or the name of one", hint, call = call)
  }
  check_string(x, hint = hint, arg = arg, call = call)
}
