#' Equivariant convolutions
#'
#' Convolutions whose kernels are constrained so that transforming the input
#' transforms the output. `nn_r2_conv()` is for images, `nn_r3_conv()` for
#' volumes, `nn_r3_ico_conv()` for volumes under the icosahedral group, with
#' kernels on fewer points, which saves time and memory.
#'
#' Kernels of 3 pixels are too coarse for groups that turn by less than quarter
#' turns: take 5 or 7. With a stride, quarter turns and flips stay exact for
#' those sizes of image whose pixels are all reached, which is when
#' `size + 2 * padding - dilation * (kernel_size - 1) - 1` is a multiple of
#' `stride`; others give a warning.
#'
#' In evaluation mode a layer expands its weights into a filter once and keeps
#' it as a constant, until the weights are written to or others are loaded. A
#' layer works in one precision, `"float32"` unless it is turned with
#' `layer$double()`.
#'
#' @param x A field type, or a module to put the layer on.
#' @param out_type What comes out: a field type on the same gspace, or fields,
#'   for example `c(regular = 4)` or `"trivial"`.
#' @param kernel_size Width of the kernel in pixels (or voxels), which is
#'   square. Odd sizes have a pixel in their centre.
#' @param padding Pixels added at each border, one number or `c(h = , w = )`
#'   (`c(d = , h = , w = )` in volumes).
#' @param stride Step of the convolution in pixels, one number or one for each
#'   direction.
#' @param dilation Distance of the kernel's points in pixels.
#' @param padding_mode What is added: `"zeros"`, `"reflect"`, `"replicate"` or
#'   `"circular"`.
#' @param groups Number of groups that the fields are split into; input and
#'   output have to repeat the same fields in each.
#' @param bias Whether to add a bias to the trivial parts of the output.
#' @param sigma Width of the rings of the kernel basis, in pixels; one number,
#'   or one for each ring; `NULL` for the default.
#' @param frequencies_cutoff Highest angular frequency in the basis: a number,
#'   which is a factor of the radius; a function of the radius in pixels; or
#'   one of escnn's policies, `"default1"` (the same as `NULL`) to `"default3"`
#'   (the strictest).
#' @param rings Radii of the rings, in pixels; `NULL` for one a pixel.
#' @param maximum_offset Highest frequency beyond those of the representations.
#'   Python's escnn 1.0 takes it and makes no use of it.
#' @param recompute Whether to build the kernel basis anew instead of taking it
#'   from escnn's cache.
#' @param basis_filter Which elements of the kernel basis to keep besides: one
#'   number, the highest frequency; upper limits such as
#'   `c(frequency = 2, radius = 1.5)`; or a function that gets the attributes
#'   of an element as a list (`frequency`, `radius`, `sigma`, `in_irrep`,
#'   `out_irrep` and others) and gives `TRUE` to keep it.
#' @param initialize Whether to draw initial weights; `FALSE` saves time when
#'   weights are loaded anyway.
#' @param samples The points of the icosahedral kernels: `"ico"` (12, the
#'   corners of an icosahedron), `"dodeca"` (20) or `"icosidodeca"` (30).
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both. Call it with a
#'   geometric tensor or an array.
#' @section Random numbers:
#' Whatever functions of this package draw comes from R's generator: initial
#' weights of `nn_*()` and `net_*()`, dropout, shuffling and augmentation in
#' [fit()], random group elements and inputs. So `set.seed()` and
#' `withr::with_seed()` make them the same each time, also in another session. A
#' function that draws nothing, such as [nn_relu()] or `predict()`, leaves R's
#' generator as it is, and so does a `seed` argument that is given. Python's
#' generators are left alone: `torch$manual_seed()` counts for what you call by
#' the handle `torch`.
#' @section Errors: `escnn_error_argument` for arguments of another kind, a
#'   type on another gspace, a gspace of other dimensions, groups that don't
#'   divide the fields; `escnn_error_empty_basis` when no kernel leads from the
#'   input's fields to the output's, with the argument that would let one.
#'   Warnings of class `escnn_warning_advice` for kernels, strides and sizes
#'   with which equivariance is lost or poor, for fields of the output that get
#'   nothing and for fields of the input that are not used.
#' @source Python: `escnn.nn.R2Conv`, `escnn.nn.R3Conv`, `escnn.nn.R3IcoConv`.
#'   Weiler and Cesa (2019), <https://arxiv.org/abs/1911.08251>; Cesa, Lang and
#'   Weiler (2022), <https://openreview.net/forum?id=WE4qe9xlnQw>.
#' @family layers
#' @examplesIf escnn_available()
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 4), kernel_size = 3) |>
#'   nn_inner_batch_norm() |>
#'   nn_relu() |>
#'   nn_group_pooling()
#' model
#' model(array(runif(2 * 11 * 11), c(2, 1, 11, 11)))
#'
#' # only rotation invariant kernels, by a rule and by a function
#' type <- field_type(gspace_rot2d_on_r2(), "trivial")
#' nn_r2_conv(type, "irrep_0", kernel_size = 5, basis_filter = 0)
#' nn_r2_conv(type, "irrep_0", kernel_size = 5, basis_filter = function(a) a$frequency == 0)
#' @name nn_conv
NULL

#' @rdname nn_conv
#' @export
nn_r2_conv <- function(x, out_type, kernel_size, padding = 0, stride = 1, dilation = 1,
                       padding_mode = "zeros", groups = 1, bias = TRUE, sigma = NULL,
                       frequencies_cutoff = NULL, rings = NULL, maximum_offset = NULL,
                       recompute = FALSE, basis_filter = NULL, initialize = TRUE, ...) {
  new_layer("R2Conv")
}

#' @rdname nn_conv
#' @export
nn_r3_conv <- function(x, out_type, kernel_size, padding = 0, stride = 1, dilation = 1,
                       padding_mode = "zeros", groups = 1, bias = TRUE, sigma = NULL,
                       frequencies_cutoff = NULL, rings = NULL, recompute = FALSE,
                       basis_filter = NULL, initialize = TRUE, ...) {
  new_layer("R3Conv")
}

#' @rdname nn_conv
#' @export
nn_r3_ico_conv <- function(x, out_type, kernel_size, padding = 0, stride = 1, dilation = 1,
                           padding_mode = "zeros", groups = 1, bias = TRUE, samples = "ico",
                           sigma = NULL, rings = NULL, recompute = FALSE, basis_filter = NULL,
                           initialize = TRUE, ...) {
  new_layer("R3IcoConv")
}
