#' Nonlinearities of functions on the group
#'
#' Fields that hold the Fourier coefficients of functions on the group (or on a
#' homogeneous space such as the sphere) are sampled on a grid, go through any
#' function of one number, and are transformed back. This brings ordinary
#' activation functions to continuous groups.
#'
#' On a finite group, with all its elements as the grid, the layer is exactly
#' equivariant. On continuous groups it is approximately equivariant, and the finer
#' the grid and the smoother the function, the better. With the default grids
#' and an ELU, relative errors are about 0.001 for rotations of the plane,
#' and between 0.01 (frequency 1) and 0.1 (frequency 3) for rotations of space, where
#' rotations of the icosahedron are exact.
#'
#' @param x A field type as `field_type_fourier()` makes, a module that gives
#'   one, or a gspace, with `channels` and `irreps`.
#' @param gspace A gspace.
#' @param channels Number of functions; only with a gspace.
#' @param irreps The irreps that the functions have: a list of ids such as
#'   `list(0, 1, 2)` or `list(c(0, 0), c(1, 1))`, or one number, the highest
#'   frequency; `NULL` for all of a finite group. Only with a gspace.
#' @param fun Any function of one number, as in [nn_nonlinearity].
#' @param grid Where to sample: a list of group elements, or the arguments of a
#'   grid in the group's own terms, such as `list(type = "regular", n = 16)`;
#'   `NULL` for a good one.
#' @param inplace Whether the samples may be overwritten, to save memory. The input is
#'   never overwritten; the argument is there for scripts from Python.
#' @param out_irreps The irreps of the output, as `irreps`; `NULL` for those of
#'   the input.
#' @param normalize Whether to scale so that the function's size stays.
#' @param subgroup The subgroup whose quotient the functions live on, as
#'   numbers: for example `4` in SO(2), or `list(FALSE, Inf)` in SO(3) for the
#'   sphere. `NULL` in `field_type_fourier()` for the group itself.
#' @param ... Not used.
#' @returns An `escnn_module`; on a module, the sequence of both.
#'   `field_type_fourier()` gives an `escnn_field_type`.
#' @section Errors: `escnn_error_argument` when the fields are not such
#'   coefficients, an irrep or grid is not known, or `fun` is not a function of
#'   one number.
#' @section Warnings: `escnn_warning_grid` when a grid has fewer elements than
#'   the functions have coefficients.
#' @source Python: `escnn.nn.FourierPointwise`, `FourierELU`,
#'   `QuotientFourierPointwise`, `QuotientFourierELU`. Cesa, Lang and Weiler
#'   (2022), <https://openreview.net/forum?id=WE4qe9xlnQw>.
#' @family layers
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = Inf)
#' field_type(g, "trivial") |>
#'   nn_r2_conv(field_type_fourier(g, 2, irreps = 2), kernel_size = 5) |>
#'   nn_fourier_elu()
#' nn_fourier_pointwise(g, channels = 2, irreps = 2, fun = "gelu")
#' nn_quotient_fourier_elu(g, subgroup = 4, channels = 2, irreps = list(0, 4))
#' @name nn_fourier
NULL

#' @rdname nn_fourier
#' @export
nn_fourier_pointwise <- function(x, channels = NULL, irreps = NULL, fun = "p_relu", grid = NULL,
                                 inplace = TRUE, out_irreps = NULL, normalize = TRUE) {
  new_fourier("FourierPointwise")
}

#' @rdname nn_fourier
#' @export
nn_fourier_elu <- function(x, channels = NULL, irreps = NULL, grid = NULL, inplace = TRUE,
                           out_irreps = NULL, normalize = TRUE) {
  new_fourier("FourierELU")
}

#' @rdname nn_fourier
#' @export
nn_quotient_fourier_pointwise <- function(x, subgroup, channels = NULL, irreps = NULL,
                                          fun = "p_relu", grid = NULL, inplace = TRUE,
                                          out_irreps = NULL, normalize = TRUE) {
  new_fourier("QuotientFourierPointwise")
}

#' @rdname nn_fourier
#' @export
nn_quotient_fourier_elu <- function(x, subgroup, channels = NULL, irreps = NULL, grid = NULL,
                                    inplace = TRUE, out_irreps = NULL, normalize = TRUE) {
  new_fourier("QuotientFourierELU")
}

#' @rdname nn_fourier
#' @export
field_type_fourier <- function(gspace, channels = 1, irreps = NULL, subgroup = NULL) {
  check_object(gspace, "escnn_gspace")
  channels <- check_whole(channels, min = 1)
  irreps <- fourier_irreps(irreps)
  if (!is.null(subgroup)) subgroup <- check_subgroup(subgroup)
  py_invoke("escnn_r.nn.fourier_type", gspace, channels, irreps, subgroup,
    .doing = "The field type cannot be made"
  )
}

fourier_rules <- list(
  x = rule(check_object, c("escnn_field_type", "escnn_module", "escnn_gspace")),
  subgroup = rule(check_subgroup), channels = rule(check_whole, min = 1, null = TRUE),
  irreps = rule(fourier_irreps), fun = rule(check_fun), grid = rule(fourier_grid),
  inplace = rule(check_flag), out_irreps = rule(fourier_irreps), normalize = rule(check_flag)
)

# Their `x` may be a gspace, too, which `new_layer()` knows nothing of.
new_fourier <- function(class, env = parent.frame()) {
  arguments <- by_rules(own_arguments(env), fourier_rules, env)
  names(arguments)[names(arguments) == "fun"] <- "function"
  call_by_symbols(py_invoke, c(
    "escnn_r.nn.fourier_layer", class, arguments,
    list(.doing = paste(class, "cannot be built here"), .call = env)
  ))
}

# Ids of irreps as lists of integers, or a highest frequency.
fourier_irreps <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  if (is_whole(x) && x >= 0) {
    return(as.integer(x))
  }
  checked(
    x, is_plain_list(x) && length(x) > 0 && all(vapply(x, are_whole, NA)),
    "a list of ids, or one highest frequency",
    unname(lapply(x, function(id) as.list(as.integer(id)))),
    "For example `list(0, 1, 2)`, or `2` for the same.", null = TRUE, arg = arg, call = call
  )
}

# A grid as Python takes it: nothing, elements, or named arguments.
fourier_grid <- function(x, arg, call) {
  each <- function(element) check_object(element, "escnn_group_element", arg = arg, call = call)
  checked(
    x, is_plain_list(x) && (length(x) > 0 || !is.null(names(x))),
    "a list of group elements, or of a grid's arguments",
    # one argument: several are taken for variables of the caller where such exist
    if (length(x) > 0 && rlang::is_named(x)) reticulate::dict(x) else unname(lapply(x, each)),
    "For example `list(type = \"regular\", n = 16)`.", null = TRUE, arg = arg, call = call
  )
}
