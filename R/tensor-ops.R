# Arithmetic, parts and direct sums of geometric tensors.

tensor_operators <- function(operator, e1, e2, call) {
  if (missing(e2)) {
    return(unary_tensor(operator, e1))
  }
  if (operator %in% c("==", "!=")) {
    abort_operator(operator, "Compare values with `all.equal(as.array(x), as.array(y))`.")
  }
  if (!operator %in% c("+", "-", "*", "/")) {
    abort_operator(operator, "Geometric tensors have `+`, `-`, `*` and `/`.")
  }
  sides <- list(e1 = e1, e2 = e2)
  for (side in names(sides)) {
    sides[[side]] <- check_operand(sides[[side]], side, call)
  }
  py_invoke("escnn_r.fields.combine_tensors", operator, sides$e1, sides$e2, .call = call)
}

unary_tensor <- function(operator, x) {
  check_alive(x)
  switch(operator,
    "+" = x,
    "-" = py_invoke("escnn_r.fields.combine_tensors", "*", x, -1),
    abort_operator(operator, "Geometric tensors have `+`, `-`, `*` and `/`.")
  )
}

check_operand <- function(x, arg, call) {
  if (inherits(x, "escnn_tensor")) {
    return(check_alive(x, arg = arg, call = call))
  }
  if (is_torch_tensor(x)) {
    return(x)
  }
  if (!is.numeric(x) || length(x) != 1L || is.na(x)) {
    abort_arg(arg, x, "a geometric tensor or one number", call = call)
  }
  as.numeric(x)
}

#' @export
`[.escnn_tensor` <- function(x, ..., drop = FALSE) {
  check_alive(x)
  if (check_flag(drop)) {
    abort_arg(
      "drop", drop, "`FALSE`", "For values without these dimensions, `drop(as.array(x[1, ]))`."
    )
  }
  extent <- dim(x)
  extent[[2]] <- length(x$type)
  indices <- read_indices(...)
  unknown <- setdiff(rlang::names2(indices), "")
  if (length(unknown)) {
    cli::cli_abort(
      c("Unknown argument {.arg {unknown[[1]]}}.", i = "Indices have no names."),
      class = error_class("argument"), arg = unknown[[1]]
    )
  }
  if (length(indices) > length(extent)) {
    cli::cli_abort(
      "A tensor of {length(extent)} dimensions takes at most as many indices,
       not {length(indices)}.",
      class = error_class("argument")
    )
  }
  what <- c("batch items", "fields", rep("positions", length(extent) - 2L))
  env <- parent.frame()
  index <- lapply(seq_along(indices), function(k) {
    if (rlang::is_missing(indices[[k]])) {
      return(NULL)
    }
    i <- indices[[k]]
    labels <- if (k == 2L) names(x) else NULL
    chosen <- check_index(i, extent[[k]], labels, paste("index", k), what[[k]], call = env)
    if (k == 2L && !length(chosen)) abort_arg("index 2", i, "one field or more", call = env)
    as.list(chosen - 1L)
  })
  py_invoke("escnn_r.fields.select_fields", x, index)
}

# The values of indices; empty ones stay missing.
read_indices <- function(...) {
  rlang::dots_list(..., .preserve_empty = TRUE, .ignore_empty = "none")
}

#' @export
c.escnn_tensor <- function(...) {
  tensors <- list(...)
  for (tensor in tensors) {
    check_object(tensor, "escnn_tensor", arg = "...")
  }
  py_invoke(
    "escnn_r.fields.concatenate_tensors", unname(tensors),
    .doing = "These tensors cannot be put side by side"
  )
}

#' Act on a geometric tensor with a group element
#'
#' Gives the transformed field: the values move over the grid as the element
#' moves space, and their channels change as the representations say.
#'
#' Multiples of a quarter turn and reflections of the grid are exact and keep
#' the gradient. For other elements, values are interpolated with splines, and
#' everything outside of the grid counts as zero.
#'
#' @param _data A geometric tensor.
#' @param element An element of the tensor's fibre group.
#' @param order Order of the interpolating splines, from 0 (nearest) to 5.
#' @param ... Not used.
#' @returns A geometric tensor of the same type.
#' @section Errors: `escnn_error_argument` when `element` belongs to another
#'   group.
#' @source Python: `escnn.nn.GeometricTensor.transform`, which rounds the
#'   action to half precision before it interpolates; this function doesn't.
#' @family geometric tensors
#' @examplesIf escnn_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 4), "trivial")
#' x <- geometric_tensor(array(0:3, c(1, 1, 2, 2)), type)
#' as.array(transform(x, group_element(type$gspace, 1)))[1, 1, , ]
#' @export
transform.escnn_tensor <- function(`_data`, element, order = 2, ...) { # nolint: object_name_linter.
  check_dots(...)
  check_alive(`_data`, arg = "_data")
  check_object(element, "escnn_group_element",
    hint = "Make one with, for example, `group_element(g, 1)`."
  )
  group <- `_data`$type$fibergroup
  if (element$group != group) {
    abort_arg(
      "element", element, paste("an element of", format(group)),
      paste0("It is one of ", format(element$group), ".")
    )
  }
  order <- check_whole(order, min = 0, max = 5)
  py_invoke("escnn_r.fields.transform", `_data`, element, order)
}
