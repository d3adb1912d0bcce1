#' Take geometric tensors apart
#'
#' `split()` cuts a tensor into several, each with some of its fields,
#' `tensor_restrict()` keeps only the symmetries of a subgroup, `tensor_to()`
#' changes the device or the type of the numbers, `tensor_is_compatible()` and
#' `tensor_has_same_coords()` say whether two tensors can be added, and
#' `as.list()` gives the items of the batch. None of them changes its argument.
#'
#' @param x A geometric tensor.
#' @param f A label for each field; fields with the same label come together. `NULL`
#'   where `breaks` is used instead.
#' @param drop Not used.
#' @param breaks Instead of `f`: numbers of the fields (from 1) at which new
#'   parts start.
#' @param subgroup A subgroup, in the form that [group_subgroup()] takes.
#' @param device `"cpu"`, `"cuda"`, `"mps"`; `NULL` for no change.
#' @param dtype `"float32"`, `"float64"` or `"float16"`; `NULL` for no change.
#' @param other Another geometric tensor.
#' @param ... Not used; must be empty.
#' @returns `split()`: a list of geometric tensors, named by label.
#'   `as.list()`: a list of tensors of one item each. `tensor_restrict()`,
#'   `tensor_to()`: a geometric tensor. The others: `TRUE` or `FALSE`.
#' @section Errors: `escnn_error_argument` when labels, breaks or a subgroup
#'   don't fit.
#' @source Python: `escnn.nn.GeometricTensor.split` (which changes the list it
#'   is given), `restrict`, `to`, `is_compatible`, `has_same_coords`.
#' @seealso [geometric_tensor()], [transform_fibers()]
#' @family geometric tensors
#' @examplesIf escnn_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 4), regular = 1, trivial = 2)
#' x <- geometric_tensor(array(1:54, c(1, 6, 3, 3)), type)
#' split(x, c("a", "b", "b"))
#' split(x, breaks = 2)
#' tensor_restrict(x, 2)
#' @name tensor_parts
NULL

#' @rdname tensor_parts
#' @export
split.escnn_tensor <- function(x, f = NULL, drop = FALSE, breaks = NULL, ...) {
  check_dots(...)
  check_alive(x)
  if (is.null(f) == is.null(breaks)) {
    abort_arg("f", f, "given, or else `breaks`", "Give a label for each field.")
  }
  if (is.null(f)) {
    breaks <- check_index(breaks, length(x$type), NULL, "breaks", "fields")
    return(lapply(unname(split(seq_along(x$type), findInterval(
      seq_along(x$type), sort(unique(breaks))
    ))), function(where) x[, where]))
  }
  labels <- check_field_labels(f, x$type)
  lapply(split(seq_along(labels), factor(labels, unique(labels))), function(where) x[, where])
}

#' @rdname tensor_parts
#' @export
as.list.escnn_tensor <- function(x, ...) {
  check_dots(...)
  lapply(seq_len(dim(x)[[1]]), function(i) x[i])
}

#' @rdname tensor_parts
#' @export
tensor_restrict <- function(x, subgroup) {
  check_object(x, "escnn_tensor")
  type <- py_invoke("escnn_r.gspaces.restrict_field_type", x$type, check_subgroup(subgroup))
  py_invoke("escnn_r.fields.retyped_tensor", x, type)
}

#' @rdname tensor_parts
#' @export
tensor_to <- function(x, device = NULL, dtype = NULL) {
  check_object(x, "escnn_tensor")
  if (!is.null(dtype)) check_choice(dtype, c("float32", "float64", "float16"))
  py_invoke("escnn_r.fields.moved_tensor", x, check_string(device, null = TRUE), dtype)
}

#' @rdname tensor_parts
#' @export
tensor_is_compatible <- function(x, other) {
  check_object(x, "escnn_tensor")
  check_object(other, "escnn_tensor")
  py_invoke(x$is_compatible, other)
}

#' @rdname tensor_parts
#' @export
tensor_has_same_coords <- function(x, other) {
  check_object(x, "escnn_tensor")
  check_object(other, "escnn_tensor")
  py_invoke(x$has_same_coords, other)
}

#' Act on the fibres alone
#'
#' Changes the channels of each point as a group element does, and leaves the
#' points where they are.
#'
#' @param x A geometric tensor, or an array with channels in its second
#'   dimension.
#' @param element An element of the type's group.
#' @param type For arrays, the field type of their channels.
#' @param ... Not used.
#' @returns Of the kind of `x`.
#' @section Errors: `escnn_error_argument` when `element` belongs to another
#'   group, or an array has another number of channels.
#' @source Python: `escnn.nn.FieldType.transform_fibers`,
#'   `GeometricTensor.transform_fibers`.
#' @seealso [transform()][transform.escnn_tensor] for the whole action.
#' @family geometric tensors
#' @examplesIf escnn_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 4), "regular")
#' x <- array(1:4, c(1, 4, 1, 1))
#' as.vector(transform_fibers(x, group_element(type$gspace, 1), type))
#' @export
transform_fibers <- function(x, element, type = NULL) {
  if (missing(x)) abort_missing("x", rlang::current_env())
  check_object(element, "escnn_group_element")
  tensor <- inherits(x, "escnn_tensor")
  if (!tensor) x <- check_array(x)
  if (tensor) {
    check_alive(x)
    return(py_invoke("escnn_r.fields.transform_fibres", x, element))
  }
  check_object(type, "escnn_field_type")
  py_invoke("escnn_r.fields.act_on_fibres", type, x, element)
}
