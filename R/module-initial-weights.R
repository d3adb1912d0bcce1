#' Draw initial weights
#'
#' Draws the weights of a layer anew, so that features keep their size from
#' layer to layer: `init_generalized_he()` by He's rule, generalised to
#' steerable kernels, `init_deltaorthonormal()` by orthonormal matrices in the
#' kernel's centre. Layers draw by He's rule when they are made.
#'
#' @param x A convolution or linear layer, or a module, all of whose such
#'   layers are meant.
#' @param cache Whether to keep the variances for layers of the same kind, in
#'   this session.
#' @param seed Seed of the draw; `NULL` draws one from R's own random numbers, so
#'   that `set.seed()` counts.
#' @param ... Not used.
#' @returns `x`, changed, invisibly.
#' @inheritSection nn_conv Random numbers
#' @section Errors: `escnn_error_argument` when `x` has no such layer, or its
#'   types don't suit orthonormal matrices.
#' @source Python: `escnn.nn.init.generalized_he_init`,
#'   `deltaorthonormal_init`. Weiler, Hamprecht and Storath (2018),
#'   <https://arxiv.org/abs/1711.07289>; Xiao et al. (2018),
#'   <https://arxiv.org/abs/1806.05393>.
#' @seealso [nn_r2_conv()], [coef()] for the weights.
#' @family modules
#' @examplesIf escnn_available()
#' conv <- field_type(gspace_rot2d_on_r2(n = 4), "regular") |>
#'   nn_r2_conv("regular", kernel_size = 3)
#' init_generalized_he(conv, seed = 1)
#' @name init
NULL

#' @rdname init
#' @export
init_generalized_he <- function(x, cache = FALSE, seed = NULL) {
  draw_weights(x, "generalized_he", seed, check_flag(cache))
}

#' @rdname init
#' @export
init_deltaorthonormal <- function(x, seed = NULL) {
  draw_weights(x, "deltaorthonormal", seed, FALSE)
}

draw_weights <- function(x, rule, seed, cache, call = rlang::caller_env()) {
  if (missing(x)) abort_missing("x", call)
  check_object(x, "escnn_module", arg = "x", call = call)
  seed <- check_whole(seed, min = 0, null = TRUE, arg = "seed", call = call)
  draw <- if (is.null(seed)) py_draw else py_invoke
  draw("escnn_r.nn.draw_weights", x, rule, seed, cache, .call = call)
  invisible(x)
}
