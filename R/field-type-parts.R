#' What a field type is made of
#'
#' `field_type_channels()` lists which channels belong to which field,
#' `field_type_representation()` gives all fields as one representation, and
#' `field_type_matrix()` gives the matrix by which an element mixes the channels of one
#' point. `field_type_restrict()` keeps only the symmetries of a subgroup, `sort()` puts
#' small fields first, and `split()` makes one type for each label.
#'
#' @param x A field type.
#' @param inverse Whether to give the inverse.
#' @param element An element of the type's group.
#' @param subgroup A subgroup, in the form that [group_subgroup()] takes.
#' @param decreasing Whether large fields come first.
#' @param f Labels, one for each field: strings, numbers or a factor.
#' @param drop Not used.
#' @param ... Not used; must be empty.
#' @returns `field_type_channels()`: a data frame with a row for each field and
#'   the columns `field`, `representation`, `start` and `end` (channels, from
#'   1). `field_type_representation()`: an `escnn_representation`.
#'   `field_type_irreps()`: names of irreps, in order.
#'   `field_type_change_of_basis()` and `field_type_matrix()`: square matrices
#'   with as many rows as the type has channels. `field_type_is_uniform()`:
#'   `TRUE` when all fields have the same representation.
#'   `field_type_restrict()`, `sort()`: a field type. `split()`: a named list
#'   of field types.
#' @section Errors: `escnn_error_argument` when an element belongs to another
#'   group, when the group does not have the subgroup, or when there are too few labels.
#' @source Python: `escnn.nn.FieldType`, its `fields_start`, `fields_end`,
#'   `representation`, `irreps`, `change_of_basis`, `fiber_representation`,
#'   `uniform`, `restrict`, `sorted`, `group_by_labels`.
#' @seealso [field_type()], [transform_fibers()]
#' @family field types
#' @examplesIf escnn_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 4), regular = 1, irrep_1 = 2)
#' field_type_channels(type)
#' field_type_matrix(type, group_element(type$gspace, 1))[1:4, 1:4]
#' field_type_restrict(type, 2)
#' sort(type)
#' split(type, c("a", "b", "a"))
#' @name field_type_parts
NULL

#' @rdname field_type_parts
#' @export
field_type_channels <- function(x) {
  check_object(x, "escnn_field_type")
  about <- py_invoke("escnn_r.fields.type_summary", x)
  data.frame(
    field = seq_along(about$start), representation = unlist(about$names),
    start = unlist(about$start), end = unlist(about$end)
  )
}

#' @rdname field_type_parts
#' @export
field_type_representation <- function(x) {
  check_object(x, "escnn_field_type")
  x$representation
}

#' @rdname field_type_parts
#' @export
field_type_irreps <- function(x) {
  check_object(x, "escnn_field_type")
  unlist(py_invoke("escnn_r.fields.type_irreps", x))
}

#' @rdname field_type_parts
#' @export
field_type_change_of_basis <- function(x, inverse = FALSE) {
  check_object(x, "escnn_field_type")
  py_invoke("escnn_r.fields.type_change_of_basis", x, check_flag(inverse))
}

#' @rdname field_type_parts
#' @export
field_type_matrix <- function(x, element) {
  check_object(x, "escnn_field_type")
  check_object(element, "escnn_group_element")
  py_invoke("escnn_r.fields.type_matrix", x, element)
}

#' @rdname field_type_parts
#' @export
field_type_is_uniform <- function(x) {
  check_object(x, "escnn_field_type")
  py_invoke("escnn_r.fields.type_summary", x)$uniform
}

#' @rdname field_type_parts
#' @export
field_type_restrict <- function(x, subgroup) {
  check_object(x, "escnn_field_type")
  py_invoke("escnn_r.gspaces.restrict_field_type", x, check_subgroup(subgroup))
}

#' @rdname field_type_parts
#' @export
sort.escnn_field_type <- function(x, decreasing = FALSE, ...) {
  check_dots(...)
  check_alive(x)
  order <- unlist(py_invoke("escnn_r.fields.fields_in_order", x)) + 1L
  x[if (check_flag(decreasing)) rev(order) else order]
}

#' @rdname field_type_parts
#' @export
split.escnn_field_type <- function(x, f, drop = FALSE, ...) {
  check_dots(...)
  labels <- check_field_labels(f, x)
  lapply(split(seq_along(labels), factor(labels, unique(labels))), function(where) x[where])
}

# One label for each field of a type.
check_field_labels <- function(f, type, call = rlang::caller_env()) {
  check_alive(type, call = call)
  if (missing(f)) abort_missing("f", call)
  if (is.list(f) || !is.atomic(f) || anyNA(f) || length(f) != length(type)) {
    abort_arg("f", f, paste0("a label for each of the ", length(type), " fields"), call = call)
  }
  as.character(f)
}
