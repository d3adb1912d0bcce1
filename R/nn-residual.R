#' Building blocks: residual and skip connections
#'
#' `nn_residual()` adds what a block is given to what it gives, as ResNets do.
#' `nn_skip()` puts both side by side, as U-Nets do. `nn_down()` and `nn_up()`
#' make images smaller and larger between them.
#'
#' All of them sample about the centre of the image, so that they are exactly
#' equivariant under quarter turns and flips for every size, even or odd. In
#' `nn_residual()` the shortcut goes through a convolution of one pixel where
#' types differ, and is sampled where the block strides or has no padding.
#' `nn_skip()` resizes what the block gives to the size of its input, so a
#' level of a U-Net is
#' `nn_skip(x, \(x) x |> nn_down() |> ...)`, with no need for `nn_up()`.
#'
#' @param x A field type, or a module to put the block on.
#' @param block A function that takes a field type and gives a module on it,
#'   such as `\(x) x |> nn_r2_conv(...) |> nn_relu()`; or a module.
#' @param factor How many times smaller or larger, a whole number. `n` pixels
#'   become `(n - 1) %/% factor + 1`, or `(n - 1) * factor + 1`.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both.
#'   `nn_residual()` gives the type of its block, `nn_skip()` the fields of its
#'   input followed by those of the block.
#' @section Errors: `escnn_error_argument` when `block` makes no module, takes
#'   another type, leaves the gspace, or (for `nn_residual()`, when it is
#'   called) gives something larger than its input.
#' @source Of this package. He et al. (2016), <https://arxiv.org/abs/1512.03385>;
#'   Ronneberger, Fischer and Brox (2015), <https://arxiv.org/abs/1505.04597>;
#'   for the blur Zhang (2019), <https://arxiv.org/abs/1904.11486>.
#' @seealso [nn_to_vector()]
#' @family layers
#' @examplesIf escnn_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 4), regular = 2)
#' conv <- function(x, ...) nn_r2_conv(x, kernel_size = 3, padding = 1, ...)
#' type |> nn_residual(\(x) x |> conv(c(regular = 2)) |> nn_relu() |> conv(c(regular = 2)))
#'
#' # two levels of a U-Net
#' inner <- \(x) x |> nn_down() |> conv(c(regular = 4)) |> nn_relu()
#' unet <- type |> nn_skip(inner) |> conv("trivial")
#' print(unet, input = c(8, 28, 28))
#' @name nn_residual
NULL

#' @rdname nn_residual
#' @export
nn_residual <- function(x, block, ...) {
  if (!missing(x) && !missing(block)) block <- block_on(x, block)
  new_layer("ResidualModule", list(block = as_is))
}

#' @rdname nn_residual
#' @export
nn_skip <- function(x, block, ...) {
  if (!missing(x) && !missing(block)) block <- block_on(x, block)
  new_layer("SkipModule", list(block = as_is))
}

#' @rdname nn_residual
#' @export
nn_down <- function(x, factor = 2, ...) {
  new_layer("DownModule", list(factor = rule(check_whole, min = 1)))
}

#' @rdname nn_residual
#' @export
nn_up <- function(x, factor = 2, ...) {
  new_layer("UpModule", list(factor = rule(check_whole, min = 1)))
}

# A block is a module, or a function that makes one on the type of `x`.
block_on <- function(x, block, call = rlang::caller_env()) {
  type <- type_to_build_on(x, call)
  if (is_r_function(block)) {
    block <- block(type)
  }
  check_object(block, "escnn_module", "a module, or a function of a field type that gives one",
    "For example `\\(x) x |> nn_r2_conv(\"regular\", kernel_size = 3)`.",
    arg = "block", call = call
  )
}
