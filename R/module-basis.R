#' The basis that a layer's weights weigh
#'
#' A layer with a steerable basis learns one weight for each element of the
#' basis: a kernel from one irrep of an input field to one of an output field,
#' on a ring of some radius, with some angular frequency. `module_basis()` lists
#' them beside their weights, to see what a layer has learnt or what a
#' `basis_filter` keeps.
#'
#' @param x One layer with a steerable basis: a convolution, a linear or a
#'   tensor product layer.
#' @param ... Not used.
#' @returns A data frame with a row for each weight: `in_field` and `out_field`
#'   (counted from 1), `in_irrep` and `out_irrep` (names as [field_type()] takes
#'   them), `radius` and `sigma` of the ring in pixels and angular `frequency`
#'   (`NA` where a basis has none), and `weight`.
#' @section Errors: `escnn_error_argument` when `x` has no such basis.
#' @source Python: the property `basisexpansion` of convolutions and linear
#'   layers, and its `get_basis_info()`.
#' @seealso [module_filter()] for the filter that they sum up to.
#' @family modules
#' @examplesIf escnn_available()
#' conv <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv("regular", kernel_size = 3)
#' module_basis(conv)
#' @export
module_basis <- function(x) {
  check_object(x, "escnn_module")
  table <- py_invoke("escnn_r.nn.basis_table", x)
  columns <- lapply(table, function(column) {
    column[vapply(column, is.null, NA)] <- NA
    unlist(column)
  })
  as.data.frame(columns)
}
