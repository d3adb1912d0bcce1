#' Layers that rearrange fields and groups
#'
#' `nn_identity()` gives what it takes. `nn_reshuffle()` puts fields in another
#' order. `nn_restriction()` keeps the numbers but asks only for the symmetries
#' of a subgroup from there on. `nn_disentangle()` turns each representation
#' into the direct sum of smaller ones that it is, up to a change of basis.
#'
#' @param x A field type, or a module to put the layer on.
#' @param permutation The old position of each new field, from 1, as `order()`
#'   gives it.
#' @param subgroup What names a subgroup of the group of `x`: for cyclic groups
#'   its order; for dihedral groups and O(2) `c(axis, n)`, with `NA` for no
#'   reflections and `Inf` for all rotations; `"trivial"` or `"self"`.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @section Errors: `escnn_error_argument` when `permutation` isn't one, or
#'   there is no such subgroup.
#' @source Python: `escnn.nn.IdentityModule`, `ReshuffleModule`,
#'   `RestrictionModule`, `DisentangleModule`.
#' @seealso [nn_branching()], [field_type()]
#' @family layers
#' @examplesIf escnn_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 8), "regular", "trivial")
#' type |> nn_reshuffle(c(2, 1))
#' type |> nn_restriction(4)
#' type |> nn_restriction(4) |> nn_disentangle()
#' @name nn_rearrange
NULL

#' @rdname nn_rearrange
#' @export
nn_identity <- function(x, ...) {
  new_layer("IdentityModule")
}

#' @rdname nn_rearrange
#' @export
nn_reshuffle <- function(x, permutation, ...) {
  new_layer("ReshuffleModule", list(permutation = function(x, arg, call) {
    as.list(check_sizes(x, arg, call, "Positions count from 1.") - 1L)
  }))
}

#' @rdname nn_rearrange
#' @export
nn_restriction <- function(x, subgroup, ...) {
  new_layer("RestrictionModule", list(subgroup = rule(check_subgroup)))
}

#' @rdname nn_rearrange
#' @export
nn_disentangle <- function(x, ...) {
  new_layer("DisentangleModule")
}
