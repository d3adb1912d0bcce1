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
  new_fourier("FourierPointwise", x, channels, irreps, grid, inplace, out_irreps, normalize,
    `function` = check_fun(fun)
  )
}

#' @rdname nn_fourier
#' @export
nn_fourier_elu <- function(x, channels = NULL, irreps = NULL, grid = NULL, inplace = TRUE,
                           out_irreps = NULL, normalize = TRUE) {
  new_fourier("FourierELU", x, channels, irreps, grid, inplace, out_irreps, normalize)
}

#' @rdname nn_fourier
#' @export
nn_quotient_fourier_pointwise <- function(x, subgroup, channels = NULL, irreps = NULL,
                                          fun = "p_relu", grid = NULL, inplace = TRUE,
                                          out_irreps = NULL, normalize = TRUE) {
  if (missing(subgroup)) abort_missing("subgroup", rlang::current_env())
  new_fourier("QuotientFourierPointwise", x, channels, irreps, grid, inplace, out_irreps,
    normalize, subgroup = check_subgroup(subgroup), `function` = check_fun(fun)
  )
}

#' @rdname nn_fourier
#' @export
nn_quotient_fourier_elu <- function(x, subgroup, channels = NULL, irreps = NULL, grid = NULL,
                                    inplace = TRUE, out_irreps = NULL, normalize = TRUE) {
  if (missing(subgroup)) abort_missing("subgroup", rlang::current_env())
  new_fourier("QuotientFourierELU", x, channels, irreps, grid, inplace, out_irreps, normalize,
    subgroup = check_subgroup(subgroup)
  )
}

#' @rdname nn_fourier
#' @export
field_type_fourier <- function(gspace, channels = 1, irreps = NULL, subgroup = NULL) {
  check_object(gspace, "escnn_gspace")
  channels <- check_whole(channels, min = 1)
  irreps <- fourier_irreps(irreps)
  if (!is.null(subgroup)) {
    subgroup <- check_subgroup(subgroup)
  }
  py_invoke("escnn_r.nn.fourier_type", gspace, channels, irreps, subgroup,
    .doing = "The field type cannot be made"
  )
}

new_fourier <- function(class, x, channels, irreps, grid, inplace, out_irreps, normalize, ...,
                        call = rlang::caller_env()) {
  if (missing(x)) abort_missing("x", call)
  check_object(x, c("escnn_field_type", "escnn_module", "escnn_gspace"), arg = "x", call = call)
  py_invoke(
    "escnn_r.nn.fourier_layer", class, x,
    check_whole(channels, min = 1, null = TRUE, arg = "channels", call = call),
    fourier_irreps(irreps, "irreps", call),
    grid = fourier_grid(grid, "grid", call),
    inplace = check_flag(inplace, arg = "inplace", call = call),
    out_irreps = fourier_irreps(out_irreps, "out_irreps", call),
    normalize = check_flag(normalize, arg = "normalize", call = call),
    ...,
    .doing = paste(class, "cannot be built here"), .call = call
  )
}

# Ids of irreps as lists of integers, or a highest frequency.
fourier_irreps <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  force(arg)
  if (is.null(x)) {
    return(NULL)
  }
  if (is_whole(x) && x >= 0) {
    return(as.integer(x))
  }
  whole <- function(id) {
    is.numeric(id) && length(id) > 0 && all(vapply(id, is_whole, NA))
  }
  if (!is_plain_list(x) || length(x) == 0 || !all(vapply(x, whole, NA))) {
    abort_arg(
      arg, x, "a list of ids, or one highest frequency",
      "For example `list(0, 1, 2)`, or `2` for the same.", call = call
    )
  }
  unname(lapply(x, function(id) as.list(as.integer(id))))
}

# A grid as Python takes it: nothing, elements, or named arguments.
fourier_grid <- function(x, arg, call) {
  if (is.null(x)) {
    return(NULL)
  }
  named <- is_plain_list(x) && length(x) > 0 && all(nzchar(rlang::names2(x)))
  if (!is_plain_list(x) || (is.null(names(x)) && length(x) == 0)) {
    abort_arg(
      arg, x, "a list of group elements, or of a grid's arguments",
      "For example `list(type = \"regular\", n = 16)`.", call = call
    )
  }
  if (named) {
    # one argument: several are taken for variables of the caller where such exist
    return(reticulate::dict(x))
  }
  for (element in x) {
    check_object(element, "escnn_group_element", arg = arg, call = call)
  }
  unname(x)
}
