#' Groups
#'
#' The symmetry groups on which gspaces and representations are built. Each group is
#' made once in a session: a second call gives the same object.
#'
#' @param n Order of the rotations, one whole number of at least 1.
#' @param maximum_frequency Highest frequency of the irreps that are made in
#'   advance; others are made when they are needed.
#' @param ... Not used.
#' @returns An `escnn_group`. `length()` counts the elements of a finite one;
#'   `group_order()` gives the number of elements, `Inf` for continuous groups.
#' @section Errors: `escnn_error_argument` when an argument is not of the kind
#'   described, `escnn_error_too_large` (see [escnn_limits]) when a group would
#'   take too much memory or time.
#' @source Python: `escnn.group.cyclic_group` and the like.
#' @seealso [group_element()], [repr_regular()], [gspace_no_base_space()]
#' @family groups
#' @examplesIf escnn_available()
#' g <- group_dihedral(4)
#' g
#' group_order(g)
#' group_order(group_so2())
#' @name groups
NULL

#' @rdname groups
#' @export
group_trivial <- function() {
  py_invoke("escnn.group.trivial_group")
}

#' @rdname groups
#' @export
group_cyclic <- function(n) {
  group_by_order("cyclic_group", n)
}

#' @rdname groups
#' @export
group_dihedral <- function(n) {
  group_by_order("dihedral_group", n)
}

#' @rdname groups
#' @export
group_so2 <- function(maximum_frequency = 3) {
  group_by_frequency("so2_group", maximum_frequency)
}

#' @rdname groups
#' @export
group_o2 <- function(maximum_frequency = 3) {
  group_by_frequency("o2_group", maximum_frequency)
}

#' @rdname groups
#' @export
group_so3 <- function(maximum_frequency = 2) {
  group_by_frequency("so3_group", maximum_frequency)
}

#' @rdname groups
#' @export
group_o3 <- function(maximum_frequency = 2) {
  group_by_frequency("o3_group", maximum_frequency)
}

#' @rdname groups
#' @export
group_klein4 <- function() {
  py_invoke("escnn.group.klein4_group")
}

#' @rdname groups
#' @export
group_ico <- function() {
  py_invoke("escnn.group.ico_group")
}

#' @rdname groups
#' @export
group_full_ico <- function() {
  py_invoke("escnn.group.full_ico_group")
}

#' @rdname groups
#' @export
group_octa <- function() {
  py_invoke("escnn.group.octa_group")
}

#' @rdname groups
#' @export
group_full_octa <- function() {
  py_invoke("escnn.group.full_octa_group")
}

#' @rdname groups
#' @export
group_cylinder <- function(maximum_frequency = 3) {
  group_by_frequency("cylinder_group", maximum_frequency)
}

#' @rdname groups
#' @export
group_full_cylinder <- function(maximum_frequency = 3) {
  group_by_frequency("full_cylinder_group", maximum_frequency)
}

#' @rdname groups
#' @export
group_cylinder_discrete <- function(n) {
  group_by_order("cylinder_discrete_group", n)
}

#' @rdname groups
#' @export
group_full_cylinder_discrete <- function(n) {
  group_by_order("full_cylinder_discrete_group", n)
}

group_by_order <- function(name, n, call = rlang::caller_env()) {
  n <- check_whole(n, min = 1, arg = "n", call = call)
  py_invoke("escnn_r.group.group_of_order", name, n, .call = call)
}

group_by_frequency <- function(name, maximum_frequency, call = rlang::caller_env()) {
  maximum_frequency <- check_whole(
    maximum_frequency, min = 0, arg = "maximum_frequency", call = call
  )
  py_invoke("escnn_r.group.group_of_frequency", name, maximum_frequency, .call = call)
}

#' @param g A group, or a gspace, which stands for its fibre group.
#' @rdname groups
#' @export
group_order <- function(g) {
  order <- about_group(g)$order
  if (order < 0) Inf else order
}

about_group <- function(g, call = rlang::caller_env()) {
  py_invoke("escnn_r.group.describe_group", check_group(g, call = call))
}

# A group, also from what has one: the object that Python's groups.py unwraps.
check_group <- function(g, arg = rlang::caller_arg(g), call = rlang::caller_env()) {
  force(arg)
  force(call)
  if (missing(g)) abort_missing(arg, call)
  if (inherits(g, "escnn_subgroup")) {
    check_alive(g, arg = arg, call = call)
    return(g$group)
  }
  check_object(
    g, c("escnn_group", "escnn_gspace"),
    hint = "Make one with, for example, `group_cyclic(4)` or `gspace_rot2d_on_r2(n = 4)`.",
    arg = arg, call = call
  )
  if (inherits(g, "escnn_gspace")) g$fibergroup else g
}

#' @export
format.escnn_group <- function(x, ...) {
  if (is_dead(x)) {
    return(dead_line(x))
  }
  as.character(x$name)
}

#' @export
summary.escnn_group <- function(object, ...) {
  check_alive(object)
  structure(about_group(object), class = "escnn_summary_group")
}

#' @export
print.escnn_summary_group <- function(x, ...) {
  kind <- c(
    if (x$continuous) "continuous" else "finite",
    if (x$abelian) "commutative" else "not commutative"
  )
  writeLines(paste0("<group> ", x$name, ": ", toString(kind), ", ", order_words(x)))
  writeLines(strwrap(
    paste0("Representations made so far: ", toString(x$representations)),
    width = 78, exdent = 2
  ))
  invisible(x)
}

#' @export
length.escnn_group <- function(x) {
  order <- about_group(x)$order
  if (order < 0) 1L else as.integer(order)
}
