#' Subgroups
#'
#' `group_subgroup()` finds a subgroup by its id. `subgroup_include()` takes an element
#' of the subgroup to the large group, and `subgroup_restrict()` takes it back.
#' `group_subgroups()` lists the subgroups of a finite group.
#'
#' How subgroups are named depends on the group. Every group has "trivial" and
#' "self". `NA` stands for no reflections or half turns, `Inf` for all rotations, and a
#' single number for that many rotations.
#'
#' | group | subgroup |
#' |---|---|
#' | cyclic, SO(2) | the number of rotations: `4` |
#' | dihedral | `c(axis, n)`: n rotations, with the reflection `c(1, axis)` |
#' | O(2) | the same, the axis an angle in radians: `c(pi / 2, 4)`, `c(NA, Inf)` |
#' | SO(3) | "ico", "octa", or `c(axis, n)`, see below |
#' | O(3) | a name, or `list(inversions, axis, n)`, see below |
#' | icosahedral | 1, 2, 3 or 5 rotations about one axis |
#' | octahedral | 1, 2, 3 or 4 rotations about one axis |
#' | direct products | a list of a subgroup of each factor, "first", "second" |
#' | double groups | these, or "diagonal" |
#'
#' In SO(3), `c(axis, n)` are n rotations about z, with half turns about a
#' horizontal axis at half this angle; `list(TRUE, n)` takes the x axis. The
#' names in O(3) are "so3", "ico", "full_ico", "octa", "full_octa", "inversion",
#' "mirror", and there is `list("cone", n)`; `inversions` is `TRUE` or `FALSE`.
#'
#' For SO(3), O(3) and the polyhedral groups a group element at the end moves
#' the subgroup to other axes: `list("octa", element)`.
#'
#' Wherever a function has an argument `subgroup`, it takes what is named here
#' or what `group_subgroup()` gives.
#'
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param id The subgroup's id; see the table.
#' @param subgroup An `escnn_subgroup`.
#' @param element A group element, or a list of them.
#' @param ... Not used.
#' @returns `group_subgroup()` gives an `escnn_subgroup`, `subgroup_group()`
#'   the `escnn_group` that it is, `subgroup_id()` its id as text.
#'   `subgroup_include()` and `subgroup_restrict()` give an element, or a list
#'   for a list; `NULL` stands for elements that aren't in the subgroup.
#'   `subgroup_contains()` gives `TRUE` or `FALSE` for each. `group_subgroups()`
#'   gives a data frame with one row for each: its id as text, its name and
#'   order, and the `escnn_subgroup`.
#' @section Errors: `escnn_error_argument` when `id` does not name a subgroup of `g`
#'   (the message lists what the group allows), when an element belongs to another group,
#'   or when the subgroups of a continuous group are to be listed.
#' @source Python: `Group.subgroup`, `subgroup_trivial_id`, `subgroup_self_id`,
#'   `DirectProductGroup.subgroup1_id`, `subgroup2_id`,
#'   `DoubleGroup.subgroup_diagonal_id`. Python's maps to products of subgroups and
#'   those of polyhedral groups are wrong, and others know only the first of several
#'   equal axes; the maps here are right.
#' @seealso [gspace_restrict()] for gspaces with fewer symmetries.
#' @family groups
#' @examplesIf escnn_available()
#' d8 <- group_dihedral(8)
#' rotations <- group_subgroup(d8, c(NA, 4))
#' rotations
#' quarter_turn <- subgroup_include(rotations, group_element(group_cyclic(4), 1))
#' quarter_turn
#' subgroup_restrict(rotations, quarter_turn)
#' subgroup_contains(rotations, group_elements(d8))
#' group_subgroups(group_dihedral(3))
#' @export
group_subgroup <- function(g, id) {
  group <- check_group(g)
  py_invoke("escnn_r.group.subgroup_of", group, check_subgroup(id))
}

#' @rdname group_subgroup
#' @export
group_subgroups <- function(g) {
  subgroups <- py_invoke("escnn_r.group.list_subgroups", check_group(g))
  about <- lapply(subgroups, function(s) py_invoke("escnn_r.group.describe_subgroup", s))
  table <- data.frame(
    id = vapply(about, `[[`, "", "id"),
    group = vapply(about, `[[`, "", "group"),
    order = vapply(about, function(a) as.integer(a$order), 1L)
  )
  table$subgroup <- structure(subgroups, class = "escnn_subgroup_list")
  table
}

#' @rdname group_subgroup
#' @export
subgroup_group <- function(subgroup) {
  check_object(subgroup, "escnn_subgroup", hint = "Make one with `group_subgroup(g, id)`.")
  subgroup$group
}

#' @rdname group_subgroup
#' @export
subgroup_id <- function(subgroup) {
  check_object(subgroup, "escnn_subgroup", hint = "Make one with `group_subgroup(g, id)`.")
  about_subgroup(subgroup)$id
}

#' @rdname group_subgroup
#' @export
subgroup_include <- function(subgroup, element) {
  map_subgroup(subgroup, element, include = TRUE)
}

#' @rdname group_subgroup
#' @export
subgroup_restrict <- function(subgroup, element) {
  map_subgroup(subgroup, element, include = FALSE)
}

#' @rdname group_subgroup
#' @export
subgroup_contains <- function(subgroup, element) {
  call <- rlang::current_env()
  restricted <- map_subgroup(subgroup, as_elements(element, call), include = FALSE, call = call)
  !vapply(restricted, is.null, logical(1))
}

map_subgroup <- function(subgroup, element, include, call = rlang::caller_env()) {
  check_object(
    subgroup, "escnn_subgroup",
    hint = "Make one with `group_subgroup(g, id)`.", arg = "subgroup", call = call
  )
  elements <- as_elements(element, call)
  many <- is_plain_list(element)
  mapped <- py_invoke("escnn_r.group.map_elements", subgroup, elements, include, .call = call)
  if (many) mapped else mapped[[1]]
}

# One or several group elements as a list.
as_elements <- function(element, call = rlang::caller_env(), arg = "element") {
  if (missing(element)) abort_missing(arg, call)
  elements <- if (is_plain_list(element)) unname(element) else list(element)
  for (each in elements) {
    check_object(
      each, "escnn_group_element",
      allowed = "a group element or a list of them",
      hint = "Make one with, for example, `group_element(g, 1)`.", arg = arg, call = call
    )
  }
  elements
}

# A subgroup as Python's `escnn_r.group.subgroups.read()` takes it: an object, or
# numbers (NA for none, Inf for all rotations), words, elements, lists of these.
check_subgroup <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  force(arg)
  force(call)
  if (missing(x)) abort_missing(arg, call)
  if (inherits(x, "escnn_subgroup")) {
    return(check_alive(x, arg = arg, call = call))
  }
  parts <- if (is.null(x) || is_plain_list(x)) x else if (is.atomic(x)) as.list(x)
  plain <- vapply(parts, function(part) {
    is.null(part) || is_plain_list(part) || inherits(part, "escnn_group_element") ||
      (is.atomic(part) && length(part) >= 1L && !is.complex(part))
  }, logical(1))
  if (length(parts) == 0 || !all(plain)) {
    abort_arg(
      arg, x, "what names a subgroup",
      "For example `4` in a cyclic group, `c(NA, 4)` in a dihedral one, or \"trivial\".",
      call = call
    )
  }
  if (length(parts) == 1L && !is_plain_list(x)) {
    return(subgroup_part(parts[[1]]))
  }
  unname(lapply(parts, subgroup_part))
}

subgroup_part <- function(part) {
  if (is_plain_list(part) || (is.atomic(part) && length(part) > 1L)) {
    return(unname(lapply(part, subgroup_part)))
  }
  if (length(part) == 1L && is.atomic(part) && is.na(part)) NULL else part
}
