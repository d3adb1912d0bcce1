#' Clebsch-Gordan coefficients
#'
#' How an irrep lies in the product of two others: the numbers that tensor
#' product layers and the kernels of steerable convolutions are made of.
#'
#' For each of the ways `s` in which irrep `j` is in the product of `m` and
#' `n`, the slice `[, , s, ]` turns coordinates of `j` into those of the
#' product, and intertwines both: with the first two dimensions as the rows of
#' a matrix C, the second varying fastest, kronecker(m(g), n(g)) C = C j(g). The
#' columns of all slices together are orthonormal. Irreps of complex or
#' quaternionic type have further maps, those that commute with `j` after
#' these, see [repr_endomorphism_basis()].
#'
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param m,n,j Irreps, their ids (whole numbers) or their names.
#' @param ... Not used.
#' @returns An array of dim `c(size of m, size of n, multiplicity, size of
#'   j)`; the multiplicity is 0 when `j` is not in the product.
#' @section Errors: `escnn_error_argument` when one of the three is not an irrep of
#'   the group; `escnn_error_underconstrained` when the numeric solution fails,
#'   see [escnn_conditions()].
#' @source Python: private there, `Group._clebsh_gordan_coeff`.
#'   Lang and Weiler (2020), <https://arxiv.org/abs/2010.10952>.
#' @family representations
#' @examplesIf escnn_available()
#' so3 <- group_so3()
#' cg <- repr_clebsch_gordan(so3, 1, 1, 2)
#' dim(cg)
#' round(crossprod(matrix(aperm(cg, c(2, 1, 3, 4)), ncol = 5)), 10)
#' @export
repr_clebsch_gordan <- function(g, m, n, j) {
  py_invoke(
    "escnn_r.group.clebsch_gordan", check_group(g),
    check_irrep_named(m), check_irrep_named(n), check_irrep_named(j)
  )
}

#' Rotation and reflection matrices
#'
#' The 2 by 2 matrices that planar irreps are made of: `psi()` rotates by
#' `k * theta + gamma`, `chi()` reflects, `psichi()` does both, which is
#' `psi(theta, k, gamma) %*% chi(s)`.
#'
#' @param theta Angle in radians.
#' @param k Frequency, one whole number.
#' @param gamma Angle in radians that is added.
#' @param s 1 to reflect along the y axis, 0 for none.
#' @param ... Not used.
#' @returns A 2 by 2 matrix.
#' @section Errors: `escnn_error_argument` when an angle is not a number, `k` is
#'   not whole, or `s` is neither 0 nor 1.
#' @source Python: `escnn.group.psi`, `chi`, `psichi`.
#' @family representations
#' @examplesIf escnn_available()
#' round(psi(pi / 2))
#' chi(1)
#' all.equal(psichi(1, s = 1, k = 2), psi(1, k = 2) %*% chi(1))
#' @export
psi <- function(theta, k = 1, gamma = 0) {
  py_invoke("escnn.group.psi", check_number(theta), check_whole(k), check_number(gamma))
}

#' @rdname psi
#' @export
chi <- function(s) {
  py_invoke("escnn.group.chi", check_whole(s, min = 0, max = 1))
}

#' @rdname psi
#' @export
psichi <- function(theta, s, k = 1, gamma = 0) {
  py_invoke(
    "escnn.group.psichi", check_number(theta), check_whole(s, min = 0, max = 1), check_whole(k),
    check_number(gamma)
  )
}
