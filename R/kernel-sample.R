#' Kernels at points
#'
#' `kernels_sample()` gives the values of all elements of a basis; a basis that
#' is called does the same. The others look beneath: at the steerable filters
#' that kernels are made of, by the irrep with which they change.
#'
#' @param basis An `escnn_kernel_basis`, see [kernels_act] and
#'   [kernel_parts].
#' @param points A matrix with one point a row, in pixels; for a radial
#'   profile distances, for a point basis `NULL`. For
#'   `kernels_sample_harmonics()` also what `kernels_compute_harmonics()`
#'   gave.
#' @param j An irrep of the filters' group, its id or its name.
#' @param idx Position among the irreps of a basis between two irreps, from 1.
#' @param seed Seed of the points that are tried; `NULL` draws one from R's own
#'   random numbers.
#' @param ... Not used.
#' @returns
#' * `kernels_sample()`: an array of dim `c(points, elements, rows, columns)`,
#'   rows as many as `out_repr` has, columns as `in_repr`.
#' * `kernels_sample_as_dict()`, `kernels_compute_harmonics()`: a list named by
#'   irrep of arrays of dim `c(points, multiplicity, size)`, the filters.
#' * `kernels_sample_harmonics()`: such a list of arrays of dim `c(points,
#'   elements, rows, columns)`, the kernels.
#' * `kernels_dim_harmonic()`, `kernels_multiplicity()`: how many elements
#'   come from `j`, and how often it is among the filters.
#' * `kernels_coeff()`: an array of the coefficients from filters to kernels.
#' * `kernels_dimensionality()`: how many coordinates a point has.
#' * `kernels_check_equivariance()`: a data frame with the relative error of
#'   each of up to 24 testing elements, near 1e-6 in single precision.
#' @section Errors: `escnn_error_argument` when points have another number of
#'   coordinates, or the basis has no such parts.
#' @source Python: `KernelBasis.sample`,
#'   `SteerableFiltersBasis.sample_as_dict`, `multiplicity`,
#'   `dimensionality`, `check_equivariance`;
#'   `SteerableKernelBasis.compute_harmonics`, `sample_harmonics`,
#'   `dim_harmonic`; `WignerEckartBasis.coeff`.
#' @family kernel bases
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' basis <- gspace_build_kernel_basis(g, repr_trivial(g), repr_irrep(g, 1), rings = 1)
#' pixels <- as.matrix(expand.grid(x = -1:1, y = 1:-1))
#' dim(kernels_sample(basis, pixels))
#' names(kernels_compute_harmonics(basis, pixels))
#' max(kernels_check_equivariance(basis)$error)
#' @export
kernels_sample <- function(basis, points = NULL) {
  check_basis(basis)
  py_invoke("escnn_r.kernels.sample_basis", basis, check_points(points))
}

#' @rdname kernels_sample
#' @export
kernels_sample_as_dict <- function(basis, points = NULL) {
  check_basis(basis)
  py_invoke("escnn_r.kernels.evaluate_harmonics", basis, check_points(points))
}

#' @rdname kernels_sample
#' @export
kernels_compute_harmonics <- kernels_sample_as_dict

#' @rdname kernels_sample
#' @export
kernels_sample_harmonics <- function(basis, points = NULL) {
  check_basis(basis)
  points <- if (is_plain_list(points)) check_filters(points) else check_points(points)
  py_invoke("escnn_r.kernels.sample_harmonics", basis, points)
}

#' @rdname kernels_sample
#' @export
kernels_dim_harmonic <- function(basis, j) {
  check_basis(basis)
  py_invoke("escnn_r.kernels.dim_harmonic", basis, check_irrep_named(j))
}

#' @rdname kernels_sample
#' @export
kernels_multiplicity <- function(basis, j) {
  check_basis(basis)
  py_invoke("escnn_r.kernels.harmonic_multiplicity", basis, check_irrep_named(j))
}

#' @rdname kernels_sample
#' @export
kernels_coeff <- function(basis, idx) {
  check_basis(basis)
  py_invoke("escnn_r.kernels.ring_coeff", basis, check_whole(idx, min = 1) - 1L)
}

#' @rdname kernels_sample
#' @export
kernels_dimensionality <- function(basis) {
  check_basis(basis)
  py_invoke("escnn_r.kernels.dimensionality", basis)
}

#' @rdname kernels_sample
#' @export
kernels_check_equivariance <- function(basis, seed = NULL) {
  check_basis(basis)
  errors <- py_invoke(
    "escnn_r.kernels.check_basis_equivariance", basis, seed_or_draw(seed)
  )
  data.frame(element = unlist(errors$element), error = unlist(errors$error))
}

check_points <- function(points, call = rlang::caller_env()) {
  if (is.data.frame(points)) points <- as.matrix(points)
  checked(
    points, is.numeric(points) && length(points) > 0, "a matrix with one point a row",
    unname(check_array(points, "points", call)), null = TRUE, arg = "points", call = call
  )
}

# Sampled filters by irrep, as they go back into Python.
check_filters <- function(points, call = rlang::caller_env()) {
  arrays <- vapply(points, function(p) is.numeric(p) && length(dim(p)) == 3L, NA)
  checked(
    points, rlang::is_named(points) && all(arrays),
    "a matrix of points, or what `kernels_compute_harmonics()` gives", reticulate::dict(points),
    arg = "points", call = call
  )
}
