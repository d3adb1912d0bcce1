#' Many elements of a group
#'
#' `group_sample()` draws elements at random from the whole group, all equally
#' likely, and `group_grid()` collects them by a rule. `group_grid_so2()` and
#' `group_grid_so3()` collect only rotations, as elements of O(2) and O(3).
#' `group_sphere_grid()` gives rotations that take the pole `c(0, 0, 1)` to
#' points on the sphere.
#'
#' Types for SO(3) and O(3): "ico", "cube" and "tetra" are the 60, 24 and 12
#' rotations of the solids; "fibonacci", "hopf" and "thomson" spread about `n`
#' rotations evenly (the last by minimising an energy, which takes a while the
#' first time), "thomson_cube" `24 * n` with the symmetry of the cube. O(3)
#' takes each with and without the inversion. Other groups have "regular":
#' `n` equal steps, and for finite groups all elements when `n` is `NULL`.
#' Every group has "rand".
#'
#' Types for the sphere: "ico", "cube", "tetra" and "cube_vertices" are
#' points of the solids; "fibonacci" and "thomson" have `n` points,
#' "thomson_cube" `24 * n`, "healpix" about `n`; "longlat" has `n` longitudes
#' and `m` latitudes; "rand" is random.
#'
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param n How many elements, one whole number; in `group_sample()`, `NULL` for a
#'   single element. For a direct product, one number for both factors or one for
#'   each.
#' @param type The rule; see the details. For a direct product, one rule for both
#'   factors or one for each.
#' @param m Number of latitudes of "longlat".
#' @param adjoint `NULL`, or an element that turns the whole collection: elements
#'   are conjugated by it, and points on the sphere are moved by it.
#' @param seed A whole number that random elements depend on; `NULL` takes one from
#'   R's own random numbers, so that `set.seed()` counts.
#' @param ... Not used.
#' @returns A list of `escnn_group_element`; `group_sample()` with `n = NULL`
#'   a single one.
#' @section Errors: `escnn_error_argument` when the group does not have a collection
#'   of this type, or when `n` doesn't fit it.
#' @source Python: `Group.sample`, `Group.grid`, `O2.grid_so2`, `O3.grid_so3`,
#'   `SO3.sphere_grid`. Python's own sphere grid of SO(3) takes the pole to the
#'   opposite points, with a random turn about them; this one doesn't.
#' @family groups
#' @examplesIf escnn_available()
#' group_sample(group_so2(), seed = 1)
#' group_sample(group_dihedral(4), n = 2, seed = 1)
#' group_grid(group_cyclic(8), n = 4)
#' length(group_grid(group_so3(), "cube"))
#' north <- c(0, 0, 1)
#' t(sapply(group_sphere_grid(group_so3(), "cube"), function(e) as.matrix(e) %*% north))
#' @export
group_sample <- function(g, n = NULL, seed = NULL) {
  py_invoke(
    "escnn_r.group.sample_elements", check_group(g),
    check_whole(n, min = 1, null = TRUE), seed_or_draw(seed)
  )
}

#' @rdname group_sample
#' @export
group_grid <- function(g, type = "regular", n = NULL, adjoint = NULL, seed = NULL) {
  group <- check_group(g)
  py_invoke(
    "escnn_r.group.element_grid", group, check_types(type), check_counts(n),
    check_mover(adjoint), grid_seed(type, seed)
  )
}

#' @rdname group_sample
#' @export
group_grid_so2 <- function(g, n, type = "regular", seed = NULL) {
  group <- check_group(g)
  py_invoke(
    "escnn_r.group.grid_of_rotations", group, check_string(type), check_whole(n, min = 1),
    seed = grid_seed(type, seed)
  )
}

#' @rdname group_sample
#' @export
group_grid_so3 <- function(g, type, n = NULL, adjoint = NULL, seed = NULL) {
  group <- check_group(g)
  py_invoke(
    "escnn_r.group.grid_of_rotations", group, check_string(type),
    check_whole(n, min = 1, null = TRUE), check_mover(adjoint), grid_seed(type, seed)
  )
}

#' @rdname group_sample
#' @export
group_sphere_grid <- function(g, type, n = NULL, m = NULL, adjoint = NULL, seed = NULL) {
  group <- check_group(g)
  py_invoke(
    "escnn_r.group.sphere_grid", group, check_string(type),
    check_whole(n, min = 1, null = TRUE), check_whole(m, min = 2, null = TRUE),
    check_mover(adjoint), grid_seed(type, seed)
  )
}

# Other grids than random ones are the same each time.
grid_seed <- function(type, seed, call = rlang::caller_env()) {
  if (is.null(seed) && !"rand" %in% unlist(type)) NULL else seed_or_draw(seed, "seed", call)
}

check_mover <- function(adjoint, call = rlang::caller_env()) {
  check_object(
    adjoint, "escnn_group_element", "`NULL` or a group element", null = TRUE, arg = "adjoint",
    call = call
  )
}

check_types <- function(type, call = rlang::caller_env()) {
  if (!is.character(type) || length(type) == 1L) {
    return(check_string(type, arg = "type", call = call))
  }
  lapply(unname(type), check_string, arg = "type", call = call)
}

check_counts <- function(n, call = rlang::caller_env()) {
  if (length(n) < 2L || !(is.numeric(n) || is_plain_list(n))) {
    return(check_whole(n, min = 1, null = TRUE, arg = "n", call = call))
  }
  lapply(unname(as.list(n)), check_whole, min = 1, null = TRUE, arg = "n", call = call)
}
