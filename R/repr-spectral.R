#' Representations up to a frequency
#'
#' Functions on a continuous group, or on the cosets of a subgroup, form a space of
#' infinite dimension. These representations are parts of it, up to a frequency or with
#' chosen irreps. Fourier nonlinearities and steerable networks of continuous groups
#' use them in place of regular fields.
#'
#' `repr_bl_*()` take all irreps up to frequency `l`, `repr_spectral_*()` the
#' irreps that are named. Cyclic and dihedral groups have the `repr_bl_*()`
#' too, where Python's escnn leaves some out.
#'
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param l Highest frequency, one whole number of at least 0.
#' @param subgroup The subgroup, as in [group_subgroup()].
#' @param irreps A list of irreps of the group, of their ids, or of their
#'   names.
#' @param repr An irrep of the subgroup, or its id.
#' @param name Name of the representation; `NULL` for one of its own.
#' @param ... Not used.
#' @returns An `escnn_representation`; `repr_bl_irreps()` gives a list of ids,
#'   which [repr_irrep()] and arguments called `irreps` take.
#' @section Errors: `escnn_error_argument` when the group does not have the irrep or the
#'   subgroup, when its irreps have no frequencies, or when the functions contain none of
#'   the irreps.
#' @source Python: `bl_regular_representation`, `bl_quotient_representation`,
#'   `bl_induced_representation`, `bl_sphere_representation` and `bl_irreps` of
#'   the groups; `Group.spectral_regular_representation`,
#'   `Group.spectral_quotient_representation`. Cesa, Lang and Weiler (2022),
#'   <https://openreview.net/forum?id=WE4qe9xlnQw>.
#' @family representations
#' @examplesIf escnn_available()
#' repr_bl_regular(group_so2(), 3)
#' repr_bl_sphere(group_so3(), 2)
#' repr_bl_irreps(group_o2(), 1)
#' repr_spectral_regular(group_cyclic(8), list(0, 1))
#' repr_bl_quotient(group_o2(), 2, c(0, 1))
#' @export
repr_bl_regular <- function(g, l, name = NULL) {
  py_invoke(
    "escnn_r.group.bl_regular", check_group(g), check_whole(l, min = 0),
    check_string(name, null = TRUE)
  )
}

#' @rdname repr_bl_regular
#' @export
repr_bl_quotient <- function(g, l, subgroup, name = NULL) {
  py_invoke(
    "escnn_r.group.bl_quotient", check_group(g), check_whole(l, min = 0),
    check_subgroup(subgroup), check_string(name, null = TRUE)
  )
}

#' @rdname repr_bl_regular
#' @export
repr_bl_induced <- function(g, l, repr, subgroup, name = NULL) {
  py_invoke(
    "escnn_r.group.bl_induced", check_group(g), check_whole(l, min = 0),
    check_irrep(repr), check_subgroup(subgroup), check_string(name, null = TRUE)
  )
}

#' @rdname repr_bl_regular
#' @export
repr_bl_sphere <- function(g, l, name = NULL) {
  py_invoke(
    "escnn_r.group.bl_sphere", check_group(g), check_whole(l, min = 0),
    check_string(name, null = TRUE)
  )
}

#' @rdname repr_bl_regular
#' @export
repr_bl_irreps <- function(g, l) {
  ids <- py_invoke("escnn_r.group.bl_irreps", check_group(g), check_whole(l, min = 0))
  lapply(ids, function(id) as.integer(unlist(id)))
}

#' @rdname repr_bl_regular
#' @export
repr_spectral_regular <- function(g, irreps, name = NULL) {
  py_invoke(
    "escnn_r.group.spectral_regular", check_group(g), check_irreps_named(irreps),
    check_string(name, null = TRUE)
  )
}

#' @rdname repr_bl_regular
#' @export
repr_spectral_quotient <- function(g, subgroup, irreps, name = NULL) {
  py_invoke(
    "escnn_r.group.spectral_quotient", check_group(g), check_subgroup(subgroup),
    check_irreps_named(irreps), check_string(name, null = TRUE)
  )
}

# Irreps, their ids or their names.
check_irreps_named <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  check_irreps(x, check_irrep_named, "irreps, or their ids or names", arg, call)
}

check_irrep_named <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  named <- !missing(x) && is.character(x)
  if (named) check_string(x, arg = arg, call = call) else check_irrep(x, arg, call)
}
