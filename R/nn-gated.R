#' Gated nonlinearities
#'
#' Multiply each field by the sigmoid of a gate, which is a field that the group
#' leaves alone. They suit any field whose representation is orthogonal: all
#' irreps and all that is made of them.
#'
#' The input must hold the gates. In a pipe, let the layer before make them:
#' `field_type_gated()` gives the type to ask for. With
#' `nn_gated_non_linearity1()` the gates are trivial fields of the same input,
#' in front of the gated ones unless `gates` says where they are; they are
#' dropped afterwards. `nn_gated_non_linearity2()` takes them as a second input
#' and is called as `module(gates, x)`. With `nn_gated_non_linearity_uniform()`
#' each field is a direct sum that begins with a gate for each of its irreps.
#' `nn_induced_gated_non_linearity1()` gates the fields that induced fields were
#' induced from, by gates that are quotient fields.
#'
#' Gates belong to the fields in the order of the fields' sizes, small fields
#' first, and within a size in the fields' order.
#'
#' @param x A field type, or a module to put the layer on. For
#'   `nn_gated_non_linearity2()` the type of the gated fields.
#' @param gates For `nn_gated_non_linearity1()` and the induced one, which
#'   fields are gates: their positions from 1, a logical vector, or `"gate"` and
#'   `"gated"` for each field; `NULL` for the first half. For
#'   `nn_gated_non_linearity2()` the field type of the gates; `NULL` for a
#'   trivial field for each field of `x`.
#' @param drop_gates Whether the gates are left out of the output.
#' @param gate The function that turns a gate into a factor, as `fun` in
#'   [nn_nonlinearity]. For `field_type_gated()` the representation of a gate,
#'   or its name; `NULL` for the trivial one.
#' @param uniform Whether every field gets gates of its own inside, as
#'   `nn_gated_non_linearity_uniform()` needs.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both.
#'   `field_type_gated()` gives an `escnn_field_type`.
#' @inheritSection nn_conv Random numbers
#' @section Errors: `escnn_error_argument` when gates are missing, too many,
#'   not trivial, or not where they should be, or a field can't be gated.
#' @source Python: `escnn.nn.GatedNonLinearity1`, `GatedNonLinearity2`,
#'   `GatedNonLinearityUniform`, `InducedGatedNonLinearity1`. Weiler et al.
#'   (2018), <https://arxiv.org/abs/1807.02547>.
#' @family layers
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = Inf)
#' fields <- field_type(g, irrep_1 = 2, irrep_2 = 1)
#' field_type_gated(fields)
#' field_type(g, "trivial") |>
#'   nn_r2_conv(field_type_gated(fields), kernel_size = 5) |>
#'   nn_gated_non_linearity1()
#' field_type_gated(field_type(g, irrep_1 = 2), uniform = TRUE) |>
#'   nn_gated_non_linearity_uniform()
#' @name nn_gated
NULL

#' @rdname nn_gated
#' @export
nn_gated_non_linearity1 <- function(x, gates = NULL, drop_gates = TRUE, ...) {
  gates <- read_gates(gates, x)
  new_layer("GatedNonLinearity1", list(gates = as_is, drop_gates = rule(check_flag)))
}

#' @rdname nn_gated
#' @export
nn_induced_gated_non_linearity1 <- function(x, gates = NULL, drop_gates = TRUE, ...) {
  gates <- read_gates(gates, x)
  new_layer("InducedGatedNonLinearity1", list(gates = as_is, drop_gates = rule(check_flag)))
}

#' @rdname nn_gated
#' @export
nn_gated_non_linearity2 <- function(x, gates = NULL) {
  hint <- "It takes two inputs, so it can't follow a module: give it the module's `out_type`."
  check_object(x, "escnn_field_type", hint = hint)
  if (is.null(gates)) {
    gates <- field_type(x$gspace, trivial = length(x))
  }
  check_object(gates, "escnn_field_type")
  py_invoke(
    "escnn_r.nn.build_module", "GatedNonLinearity2", reticulate::tuple(gates, x),
    .doing = "GatedNonLinearity2 cannot be built here"
  )
}

#' @rdname nn_gated
#' @export
nn_gated_non_linearity_uniform <- function(x, gate = "sigmoid", ...) {
  new_layer("GatedNonLinearityUniform", list(gate = rule(check_fun)))
}

#' @rdname nn_gated
#' @export
field_type_gated <- function(x, uniform = FALSE, gate = NULL) {
  check_object(x, "escnn_field_type")
  check_flag(uniform)
  if (inherits(gate, "escnn_representation")) {
    check_alive(gate)
  } else {
    check_string(gate, null = TRUE, hint = "Or a representation, such as `repr_quotient(g, 2)`.")
  }
  py_invoke(
    "escnn_r.nn.gated_type", x, uniform, gate, .doing = "The field type cannot be made"
  )
}

# "gate" or "gated" for each field, as Python takes them.
read_gates <- function(gates, x, call = rlang::caller_env()) {
  if (is.null(gates)) {
    return(NULL)
  }
  x <- check_source(if (rlang::is_missing(x)) abort_missing("x", call) else x, call)
  n <- length(if (inherits(x, "escnn_module")) x$out_type else x)
  words <- c("gate", "gated")
  if (is.character(gates) && length(gates) == n && all(gates %in% words)) {
    return(as.list(gates))
  }
  if (is.character(gates) || (is.logical(gates) && length(gates) != n)) {
    allowed <- sprintf("positions from 1, or \"gate\" or \"gated\" for each of the %d fields", n)
    abort_arg("gates", gates, allowed, call = call)
  }
  chosen <- check_index(gates, n, NULL, "gates", "fields", call = call)
  as.list(ifelse(seq_len(n) %in% chosen, "gate", "gated"))
}
