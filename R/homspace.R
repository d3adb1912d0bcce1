#' Homogeneous spaces
#'
#' A homogeneous space is made of all points to which a group moves one point. In other
#' words, it is made of the cosets of the subgroup that leaves this point in place: the
#' sphere, for example, is SO(3) modulo SO(2). `homspace_basis()` and the like give bases
#' of the functions and vector fields on it.
#'
#' A field on the space is a function f on the group with
#' f(gh) = psi(h)^-1 f(g) for all h in the subgroup; `rho` says how it changes
#' when the group acts.
#'
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param subgroup The subgroup that leaves a point in place, as in
#'   [group_subgroup()].
#' @param space An `escnn_homspace`.
#' @param e1,e2,element Elements of the group.
#' @param rho An irrep of the group, or its id: one whole number or several.
#' @param psi An irrep of the subgroup, or its id.
#' @param irreps A list of irreps of the group, or of their ids.
#' @param name Name of the representation; `NULL` for one of its own.
#' @param ... Not used.
#' @returns
#' * `homspace()`: an `escnn_homspace`.
#' * `homspace_same_coset()`: `TRUE` when both elements move the point to the
#'   same place.
#' * `homspace_basis()`: an array of dim `c(size of rho, multiplicity, size of
#'   psi)`, the basis of psi-fields that change by rho, at an element.
#' * `homspace_dimension_basis()`: these three numbers.
#' * `homspace_scalar_basis()`: the basis of functions, a matrix of dim `c(size
#'   of rho, multiplicity)`.
#' * `homspace_induced_representation()`: the `escnn_representation` on the
#'   fields that change by one of `irreps`.
#' * `homspace_complete_basis()`: the bases of all these fields at an element, joined
#'   in one vector, which is as long as that representation is large.
#' @section Errors: `escnn_error_argument` when the group does not have the subgroup,
#'   when an element or an irrep belongs to another group, and when the space has no
#'   fields that change by one of `irreps`.
#' @source Python: `escnn.group.HomSpace`, `Group.homspace`. Cesa, Lang and
#'   Weiler (2022), <https://openreview.net/forum?id=WE4qe9xlnQw>.
#' @family groups
#' @examplesIf escnn_available()
#' sphere <- homspace(group_so3(), c(NA, Inf))
#' sphere
#' homspace_dimension_basis(sphere, rho = 1, psi = 0)
#' round(homspace_scalar_basis(sphere, group_identity(group_so3()), rho = 1), 3)
#' @export
homspace <- function(g, subgroup) {
  py_invoke("escnn_r.group.homogeneous_space", check_group(g), check_subgroup(subgroup))
}

#' @rdname homspace
#' @export
homspace_same_coset <- function(space, e1, e2) {
  check_homspace(space)
  check_object(e1, "escnn_group_element")
  check_object(e2, "escnn_group_element")
  py_invoke("escnn_r.group.same_coset", space, e1, e2)
}

#' @rdname homspace
#' @export
homspace_basis <- function(space, element, rho, psi) {
  check_homspace(space)
  check_object(element, "escnn_group_element")
  py_invoke("escnn_r.group.homspace_basis", space, element, check_irrep(rho), check_irrep(psi))
}

#' @rdname homspace
#' @export
homspace_dimension_basis <- function(space, rho, psi) {
  check_homspace(space)
  as.integer(unlist(
    py_invoke("escnn_r.group.homspace_dimension_basis", space, check_irrep(rho), check_irrep(psi))
  ))
}

#' @rdname homspace
#' @export
homspace_scalar_basis <- function(space, element, rho) {
  check_homspace(space)
  check_object(element, "escnn_group_element")
  py_invoke("escnn_r.group.homspace_scalar_basis", space, element, check_irrep(rho))
}

#' @rdname homspace
#' @export
homspace_induced_representation <- function(space, psi, irreps, name = NULL) {
  check_homspace(space)
  py_invoke(
    "escnn_r.group.induced_representation", space, check_irrep(psi), check_irreps(irreps),
    check_string(name, null = TRUE)
  )
}

#' @rdname homspace
#' @export
homspace_complete_basis <- function(space, element, psi, irreps, name = NULL) {
  check_homspace(space)
  check_object(element, "escnn_group_element")
  basis <- py_invoke(
    "escnn_r.group.homspace_complete_basis", space, element, check_irrep(psi), check_irreps(irreps),
    check_string(name, null = TRUE)
  )
  as.vector(basis)
}

check_homspace <- function(space, call = rlang::caller_env()) {
  check_object(
    space, "escnn_homspace",
    hint = "Make one with `homspace(g, subgroup)`.", arg = "space", call = call
  )
}

# An irrep, or its id: whole numbers.
check_irrep <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  representation <- !missing(x) && inherits(x, "escnn_representation")
  checked(
    x, representation || are_whole(x), "an irrep or its id",
    if (representation) check_alive(x, arg = arg, call = call) else as.list(as.integer(x)),
    "For example `repr_irrep(g, 1)`, or only `1`.", arg = arg, call = call
  )
}

check_irreps <- function(x, check = check_irrep, kinds = "irreps or their ids",
                         arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  each <- function() if (is_plain_list(x)) x else if (is.atomic(x)) as.list(x) else list(x)
  checked(
    x, length(each()) > 0, paste("a list of one or more", kinds),
    lapply(unname(each()), check, arg = arg, call = call), arg = arg, call = call
  )
}
