#' The parts of kernel bases
#'
#' What [kernels_act] are built of, for bases of one's own: rings around the
#' origin, steerable filters on them, and kernels from these.
#'
#' * `kernel_gaussian_radial_profile()`: Gaussian bumps over the distance from
#'   the origin.
#' * `kernel_circular_shells_basis()`, `kernel_spherical_shells_basis()`:
#'   these times circular (plane, O(2)) or spherical (space, O(3)) harmonics.
#' * `kernel_point_basis()`: the constant on a single point, any group.
#' * `kernel_sparse_orbit_basis()`: harmonics on the points to which a finite
#'   group moves `root`, blurred;
#'   `kernel_sparse_orbit_basis_with_icosahedral_symmetry()` finds the root of
#'   an icosahedron, a dodecahedron or an icosidodecahedron itself.
#' * `kernel_harmonic_polynomial_r3_generator()`: harmonic polynomials in
#'   space.
#' * `kernel_steerable_kernel_basis()`: kernels between two representations
#'   from steerable filters; `kernel_wigner_eckart_basis()` between two irreps,
#'   `kernel_restricted_wigner_eckart_basis()` for a subgroup of the group that
#'   the filters are steerable for.
#' * `kernel_adjoint_basis()`: the same kernels on turned points.
#' * `kernel_union_basis()`: the elements of several bases.
#'
#' @param radii,sigma Centres and widths of the bumps, in pixels: one width
#'   for all or one for each. For orbits `sigma` is the width of the blur.
#' @param l Highest frequency of the harmonics or degree of the polynomials.
#' @param radial A `kernel_gaussian_radial_profile()`.
#' @param filter A function of the attributes of a part of the filters that
#'   says with `TRUE` or `FALSE` whether to keep it, as in [kernels_act].
#' @param axis Angle of the axis of reflections in radians.
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param x A [homspace()] of a finite group, the orbit.
#' @param action The representation by which the group moves points.
#' @param root The point that stands for the subgroup of `x`, which must leave
#'   it in place.
#' @param harmonics A list of irreps or their ids; `NULL` for all.
#' @param change_of_basis An invertible matrix that the orbit's points are
#'   multiplied with, for example `2 * diag(3)`.
#' @param attributes A named list that describes the elements.
#' @param basis A basis: of steerable filters, or for
#'   `kernel_adjoint_basis()` of any kind.
#' @param in_repr,out_repr Representations of the group.
#' @param irreps_basis `"WignerEckartBasis"`, or
#'   `"RestrictedWignerEckartBasis"` with `subgroup`.
#' @param in_irrep,out_irrep Irreps of the group, their ids or their names.
#' @param subgroup The subgroup that kernels are equivariant to, as in
#'   [group_subgroup()].
#' @param adjoint An orthogonal matrix.
#' @param bases_list A list of bases of kernels of one shape.
#' @param ... Not used.
#' @returns An `escnn_kernel_basis`, as in [kernels_act].
#' @section Errors: `escnn_error_argument` when something is not of the kind
#'   described or groups differ; `escnn_error_empty_basis` when nothing is
#'   left.
#' @source Python: `escnn.kernels.GaussianRadialProfile` and the other classes
#'   of `escnn.kernels`. Lang and Weiler (2020),
#'   <https://arxiv.org/abs/2010.10952>, for the Wigner-Eckart theorem.
#' @family kernel bases
#' @examplesIf escnn_available()
#' rings <- kernel_gaussian_radial_profile(c(0, 1), sigma = 0.6)
#' filters <- kernel_circular_shells_basis(2, rings)
#' filters
#' o2 <- group_o2()
#' kernel_steerable_kernel_basis(filters, repr_irrep(o2, 1, 1), repr_irrep(o2, 0, 0))
#' kernel_restricted_wigner_eckart_basis(filters, c(NA, 4), in_irrep = 1, out_irrep = 0)
#' @name kernel_parts
NULL

#' @rdname kernel_parts
#' @export
kernel_gaussian_radial_profile <- function(radii, sigma) {
  call <- rlang::current_env()
  py_invoke(
    "escnn_r.kernels.gaussian_radial_profile",
    check_widths(radii, "radii", call), check_widths(sigma, "sigma", call)
  )
}

#' @rdname kernel_parts
#' @export
kernel_spherical_shells_basis <- function(l, radial, filter = NULL) {
  l <- check_whole(l, min = 0)
  check_basis(radial, "radial")
  py_invoke(
    "escnn_r.kernels.shells_basis", "SphericalShellsBasis", l, radial, check_filter(filter)
  )
}

#' @rdname kernel_parts
#' @export
kernel_circular_shells_basis <- function(l, radial, filter = NULL, axis = pi / 2) {
  l <- check_whole(l, min = 0)
  check_basis(radial, "radial")
  py_invoke(
    "escnn_r.kernels.shells_basis", "CircularShellsBasis", l, radial, check_filter(filter),
    check_number(axis)
  )
}

#' @rdname kernel_parts
#' @export
kernel_point_basis <- function(g) {
  py_invoke("escnn.kernels.PointBasis", check_group(g))
}

#' @rdname kernel_parts
#' @export
kernel_sparse_orbit_basis <- function(x, action, root, sigma, harmonics = NULL,
                                      change_of_basis = NULL, attributes = NULL) {
  check_object(x, "escnn_homspace", hint = "Make one with `homspace(g, subgroup)`.")
  check_object(action, "escnn_representation")
  checked(
    root, is.numeric(root) && length(root) > 0 && all(is.finite(root)), "the coordinates of a point"
  )
  py_invoke(
    "escnn_r.kernels.orbit_basis", x, check_number(sigma, min = 0), action,
    as.list(as.numeric(root)),
    harmonics = check_harmonics(harmonics),
    change_of_basis = check_square(change_of_basis, null = TRUE),
    attributes = check_attributes(attributes)
  )
}

#' @rdname kernel_parts
#' @export
kernel_sparse_orbit_basis_with_icosahedral_symmetry <- function( # nolint: object_length_linter.
    x, sigma, harmonics = NULL, change_of_basis = NULL, attributes = NULL) {
  check_object(x, "escnn_homspace", hint = "Make one with `homspace(group_ico(), 5)`.")
  py_invoke(
    "escnn_r.kernels.orbit_basis", x, check_number(sigma, min = 0),
    harmonics = check_harmonics(harmonics),
    change_of_basis = check_square(change_of_basis, null = TRUE),
    attributes = check_attributes(attributes)
  )
}

#' @rdname kernel_parts
#' @export
kernel_harmonic_polynomial_r3_generator <- function(l) {
  py_invoke("escnn_r.kernels.harmonic_polynomials", check_whole(l, min = 0))
}

#' @rdname kernel_parts
#' @export
kernel_steerable_kernel_basis <- function(
    basis, in_repr, out_repr,
    irreps_basis = c("WignerEckartBasis", "RestrictedWignerEckartBasis"), subgroup = NULL) {
  check_basis(basis)
  check_object(in_repr, "escnn_representation")
  check_object(out_repr, "escnn_representation")
  py_invoke(
    "escnn_r.kernels.steerable_kernel_basis", basis, in_repr, out_repr,
    check_choice(irreps_basis, c("WignerEckartBasis", "RestrictedWignerEckartBasis")),
    if (!is.null(subgroup)) check_subgroup(subgroup)
  )
}

#' @rdname kernel_parts
#' @export
kernel_wigner_eckart_basis <- function(basis, in_irrep, out_irrep) {
  check_basis(basis)
  py_invoke(
    "escnn_r.kernels.irrep_basis", "WignerEckartBasis", basis,
    check_irrep_named(in_irrep), check_irrep_named(out_irrep)
  )
}

#' @rdname kernel_parts
#' @export
kernel_restricted_wigner_eckart_basis <- function(basis, subgroup, in_irrep, out_irrep) {
  check_basis(basis)
  subgroup <- check_subgroup(subgroup)
  py_invoke(
    "escnn_r.kernels.irrep_basis", "RestrictedWignerEckartBasis", basis,
    check_irrep_named(in_irrep), check_irrep_named(out_irrep), subgroup
  )
}

#' @rdname kernel_parts
#' @export
kernel_adjoint_basis <- function(basis, adjoint) {
  check_basis(basis)
  py_invoke("escnn_r.kernels.adjoint_basis", basis, check_square(adjoint))
}

#' @rdname kernel_parts
#' @export
kernel_union_basis <- function(bases_list) {
  checked(
    bases_list, is_plain_list(bases_list) && length(bases_list) > 0,
    "a list of one or more kernel bases"
  )
  for (basis in bases_list) check_basis(basis, "bases_list")
  py_invoke("escnn_r.kernels.union_basis", unname(bases_list))
}

check_basis <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  force(arg)
  check_object(
    x, "escnn_kernel_basis",
    hint = "Make one with `gspace_build_kernel_basis()` or one of the `kernels_*_act_*()`.",
    arg = arg, call = call
  )
}

check_harmonics <- function(harmonics, call = rlang::caller_env()) {
  if (is.null(harmonics)) NULL else check_irreps_named(harmonics, "harmonics", call)
}

check_attributes <- function(attributes, call = rlang::caller_env()) {
  checked(
    attributes, is_plain_list(attributes) && rlang::is_named(attributes), "a named list",
    reticulate::dict(attributes), null = TRUE, arg = "attributes", call = call
  )
}
