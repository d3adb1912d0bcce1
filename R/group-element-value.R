#' What group elements are as numbers
#'
#' `element_to()` writes one element or several in any parametrisation of the
#' group. `element_value()` uses the group's own, which `element_param()` names.
#' `as.matrix()` gives the orthogonal matrix by which an element moves points of
#' the plane or of space, and `group_element_from_matrix()` finds the element of
#' such a matrix. `group_change_param()` converts numbers without making an element.
#'
#' @param element A group element, or a list of elements of one group.
#' @param param A parametrisation, one of [group_parametrizations()].
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param value For `group_change_param()`, the numbers that name an element, as in
#'   [group_element()]. For `group_element_from_matrix()`, an orthogonal matrix:
#'   2 x 2 for groups of the plane, 3 x 3 for those of space.
#' @param from,to Parametrisations.
#' @param x A group element.
#' @param ... Must be empty.
#' @returns Numbers in the form that [group_element()] takes: a single one, a
#'   vector (Euler angles, quaternions, flip and angle), a matrix, or a list of a
#'   flip and a matrix. For a list of elements, single numbers become a vector,
#'   vectors become the rows of a matrix, and everything else stays a list.
#' @section Errors: `escnn_error_argument` when the group doesn't have this
#'   parametrisation, or doesn't have an element that acts by the matrix.
#' @source Python: `GroupElement.to`, `value`, `param`;
#'   `Icosahedral.change_param`.
#' @family groups
#' @examplesIf escnn_available()
#' g <- group_cyclic(8)
#' element_to(group_element(g, 1), "radians")
#' element_to(group_elements(g), "radians") / pi
#' as.matrix(group_element(g, 2))
#' group_element_from_matrix(g, rbind(c(0, -1), c(1, 0)))
#' group_change_param(group_so3(), c(0, 0, 0, 1), from = "Q", to = "MAT")
#' @export
element_to <- function(element, param) {
  check_string(param)
  convert_elements(element, param)
}

#' @rdname element_to
#' @export
element_value <- function(element) {
  convert_elements(element, NULL)
}

#' @rdname element_to
#' @export
element_param <- function(element) {
  check_object(element, "escnn_group_element")
  as.character(element$param)
}

#' @rdname element_to
#' @export
group_change_param <- function(g, value, from, to) {
  group <- check_group(g)
  value <- check_element_value(value)
  changed <- py_invoke(
    "escnn_r.group.change_param", group, value, check_string(from), check_string(to)
  )
  plain_value(changed)
}

#' @rdname element_to
#' @export
group_element_from_matrix <- function(g, value) {
  group <- check_group(g)
  checked(
    value, is.numeric(value) && is.matrix(value) && !anyNA(value), "an orthogonal matrix of numbers"
  )
  py_invoke("escnn_r.group.element_from_matrix", group, value)
}

#' @rdname element_to
#' @export
as.matrix.escnn_group_element <- function(x, ...) {
  check_dots(...)
  check_alive(x)
  py_invoke("escnn_r.group.element_matrix", x)
}

convert_elements <- function(element, param, call = rlang::caller_env()) {
  elements <- as_elements(element, call)
  values <- py_invoke("escnn_r.group.converted_elements", elements, param, .call = call)
  values <- lapply(values, plain_value)
  if (!is_plain_list(element)) {
    return(values[[1]])
  }
  if (length(values) == 0 || !all(vapply(values, is.numeric, NA)) || is.matrix(values[[1]])) {
    return(values)
  }
  if (length(values[[1]]) == 1L) unlist(values) else do.call(rbind, values)
}

# Pairs of single numbers as one vector, all others as a list of their parts.
plain_value <- function(value) {
  if (is.list(value)) {
    parts <- lapply(value, plain_value)
    single <- vapply(parts, function(p) is.numeric(p) && length(p) == 1L, NA)
    return(if (all(single)) unlist(parts) else parts)
  }
  if (length(dim(value)) == 1L) as.vector(value) else value
}
