#' The size of a module's output
#'
#' Says what size comes out for an input of a given size. The module is run on
#' zeros, so that the answer is right for every layer.
#'
#' @param x A module.
#' @param size The size of an input, whole numbers: `c(channels, height, width)`
#'   for images, `c(channels, depth, height, width)` for volumes, `channels` on
#'   a point. The channels may be left out, a batch size may come first.
#' @param ... Not used.
#' @returns The size of the output, an integer vector: channels first, or the
#'   batch size first if there was one. For a module with several outputs a
#'   list of these.
#' @section Errors: `escnn_error_argument` when the module doesn't take this
#'   size; the message says why.
#' @source Python: `EquivariantModule.evaluate_output_shape`, which is wrong or
#'   missing for some modules.
#' @seealso `print(model, input = )` for the sizes after each layer
#' @family modules
#' @examplesIf escnn_available()
#' conv <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 4), kernel_size = 5, stride = 2)
#' output_size(conv, c(1, 29, 29))
#' output_size(conv, c(8, 1, 29, 29))
#' @export
output_size <- function(x, size) {
  check_object(x, "escnn_module")
  size <- as.list(check_sizes(size))
  plain_size(py_invoke("escnn_r.nn.output_shape", x, size))
}

plain_size <- function(size) {
  if (is.list(size) && (!is.null(names(size)) || is.list(size[[1]]) || length(size[[1]]) > 1)) {
    lapply(size, plain_size)
  } else {
    as.integer(unlist(size))
  }
}

check_sizes <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env(),
                        hint = "For example `c(1, 28, 28)`.") {
  checked(
    x, are_whole(x) && all(x >= 1), "whole numbers of at least 1", as.integer(x), hint, arg = arg,
    call = call
  )
}
