#' Modes, resets, filters and plain copies of modules
#'
#' `module_train()` switches between training mode (the default of a new
#' module) and evaluation mode, in which batch norms keep their statistics and
#' filters are expanded once. Calling a new module leaves running statistics as they are, and a
#' warning of class `escnn_warning_training_mode` says so, until `module_train(x)` or
#' `x$train()` asks for training; [fit()] sets modes itself. `module_reset()` makes batch
#' norms forget what they have seen. `module_filter()` gives the filter that a layer's weights
#' stand for. `module_export()` gives a plain PyTorch module that computes the
#' same without escnn.
#'
#' @param x A module. For `module_filter()` one layer with a steerable basis:
#'   a convolution, a linear or a tensor product layer.
#' @param mode `TRUE` for training mode, `FALSE` for evaluation mode.
#' @param points For point convolutions: where to sample the filter, a matrix
#'   with a row for each point.
#' @param input The size of an input on which the plain module is compared with
#'   `x`, as for [output_size()]; `NULL` tries some until the module takes one.
#' @param parameters Whether to reset the learnt scales and shifts of batch
#'   norms too, not only their running statistics.
#' @param ... Not used.
#' @returns `module_train()` and `module_reset()` change `x` and give it back
#'   invisibly. `module_filter()` gives a list of two R arrays: `filter`, of
#'   dim `c(out, in, height, width)` for images, `c(out, in)` for linear
#'   layers, and `bias`, a vector or `NULL`. `module_export()` gives a PyTorch
#'   module in evaluation mode, which takes and gives torch tensors; batch norms
#'   are folded into the layers before them.
#' @section Errors: `escnn_error_argument` when `x` has no batch norm to reset
#'   or no filter, and `escnn_error_not_exported` when its plain form computes
#'   something else, which is tried out on random input.
#' @source Python: `torch.nn.Module.train`, `reset_parameters` and
#'   `reset_running_stats` of batch norms, `expand_parameters` of
#'   convolutions, `EquivariantModule.export`.
#' @seealso [escnn_export()] for files that run elsewhere, [nn_r2_conv()],
#'   [nn_inner_batch_norm()]
#' @family modules
#' @examplesIf escnn_available()
#' conv <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv("regular", kernel_size = 3)
#' round(module_filter(conv)$filter[, 1, , ], 2)
#' module_train(conv, FALSE)
#' module_export(conv)
#' @name module_use
NULL

#' @rdname module_use
#' @export
module_train <- function(x, mode = TRUE) {
  check_object(x, "escnn_module")
  py_invoke("escnn_r.nn.set_mode", x, check_flag(mode))
  invisible(x)
}

#' @rdname module_use
#' @export
module_reset <- function(x, parameters = FALSE) {
  check_object(x, "escnn_module")
  py_invoke("escnn_r.nn.reset_module", x, check_flag(parameters))
  invisible(x)
}

#' @rdname module_use
#' @export
module_filter <- function(x, points = NULL) {
  check_object(x, "escnn_module")
  if (!is.null(points)) points <- check_array(points)
  filters <- py_invoke("escnn_r.nn.module_filters", x, points)
  lapply(filters, function(part) if (is.null(part)) NULL else tensor_to_array(part))
}

#' @rdname module_use
#' @export
module_export <- function(x, input = NULL) {
  check_object(x, "escnn_module")
  py_invoke("escnn_r.exporting.plain_module", x, check_input_size(input))
}
