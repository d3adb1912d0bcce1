#' Products, restrictions and other bases
#'
#' Make new representations from known ones: `repr_tensor()` multiplies two,
#' `repr_restrict()` keeps only the elements of a subgroup,
#' `repr_change_basis()` writes a representation in other coordinates, and
#' `repr_disentangle()` reorders coordinates so that parts which never mix lie
#' side by side.
#'
#' The matrices of a tensor product are Kronecker products in which the second factor
#' varies fastest; [repr_decompose()] lists its irreps. A restricted
#' representation keeps its nonlinearities. Which ones are possible in another basis
#' can't be computed, so name them.
#'
#' @param r1,r2 Representations of one group.
#' @param rho A representation.
#' @param subgroup The subgroup, as in [group_subgroup()].
#' @param change_of_basis An invertible square matrix Q of the size of `rho`:
#'   the result is Q rho(g) Q^-1.
#' @param supported_nonlinearities Kinds of nonlinearities that stay
#'   equivariant in the new basis, such as `"pointwise"` and `"norm"`; `NULL`
#'   for none.
#' @param name Name of the representation; `NULL` for one of its own.
#' @param ... Not used.
#' @returns An `escnn_representation`; for `repr_disentangle()` a list of
#'   `change_of_basis`, the permutation matrix, and `representations`, the
#'   parts whose sum it leads to.
#' @section Errors: `escnn_error_argument` when groups differ, when the group does not
#'   have the subgroup, and when the matrix is not invertible or has another size.
#' @source Python: `Representation.tensor`, `Representation.restrict`,
#'   `Group.restrict_representation`, `escnn.group.change_basis`,
#'   `escnn.group.disentangle`.
#' @family representations
#' @examplesIf escnn_available()
#' g <- group_so2()
#' product <- repr_tensor(repr_irrep(g, 1), repr_irrep(g, 2))
#' repr_decompose(product)
#' d3 <- group_dihedral(3)
#' flips <- repr_restrict(repr_regular(d3), c(0, 1))
#' repr_disentangle(flips)
#' @export
repr_tensor <- function(r1, r2, name = NULL) {
  check_object(r1, "escnn_representation")
  check_object(r2, "escnn_representation")
  py_invoke("escnn_r.group.tensor_product", r1, r2, check_string(name, null = TRUE))
}

#' @rdname repr_tensor
#' @export
repr_restrict <- function(rho, subgroup) {
  check_object(rho, "escnn_representation")
  py_invoke("escnn_r.group.restrict_representation", rho, check_subgroup(subgroup))
}

#' @rdname repr_tensor
#' @export
repr_change_basis <- function(rho, change_of_basis, name = NULL,
                              supported_nonlinearities = NULL) {
  check_object(rho, "escnn_representation")
  py_invoke(
    "escnn_r.group.change_basis", rho, check_square(change_of_basis),
    check_string(name, null = TRUE), check_words(supported_nonlinearities)
  )
}

#' @rdname repr_tensor
#' @export
repr_disentangle <- function(rho) {
  check_object(rho, "escnn_representation")
  py_invoke("escnn_r.group.disentangle", rho)
}

# A square matrix of numbers, without missing values; one number is one by one.
check_square <- function(x, null = FALSE, arg = rlang::caller_arg(x),
                         call = rlang::caller_env()) {
  is_square <- function(x) length(x) == 1L || (is.matrix(x) && nrow(x) == ncol(x))
  checked(
    x, is.numeric(x) && is_square(x) && all(is.finite(x)), "a square matrix of finite numbers",
    matrix(as.double(x), sqrt(length(x))), null = null, arg = arg, call = call
  )
}

check_words <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  checked(
    x, is.null(x) || is_texts(x), "a vector of strings", as.list(x), arg = arg, call = call
  )
}
