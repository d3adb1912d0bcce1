#' Group elements
#'
#' `group_element()` makes one element, and `group_elements()` lists all elements
#' of a finite group. `testing_elements()` lists those with which equivariance is
#' checked: all elements of a finite group, a fixed sample of a continuous one.
#'
#' `*` multiplies elements, `e^-1` and `solve(e)` invert one, `e^k` is a power,
#' and `==` compares. Elements are numbered as in mathematics: the identity of a
#' cyclic group is 0.
#'
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param value Numbers that name the element: steps for cyclic groups,
#'   `c(flip, steps)` for dihedral ones, an angle in radians for SO(2),
#'   `c(flip, angle)` for O(2), a unit quaternion `c(x, y, z, w)` for SO(3)
#'   and the polyhedral groups, `c(inversion, x, y, z, w)` for O(3). For
#'   direct products, a list of two such values. In the parametrisation "MAT", a
#'   rotation matrix.
#' @param values `NULL` for all elements. Otherwise the values of several: a vector
#'   with one number for each, a matrix with one row for each, an array whose first
#'   dimension counts rotation matrices, or a list.
#' @param param The parametrisation of `value`, one of
#'   `unlist(g$PARAMETRIZATIONS)`; `NULL` for the group's own.
#' @param n For SO(2) and O(2), the number of rotations to test with. Other
#'   groups choose their own.
#' @param ... Not used.
#' @returns An `escnn_group_element`, or a list of them.
#' @section Errors: `escnn_error_argument` when `value` does not name an element of
#'   `g`, when elements of different groups are multiplied, or when all elements of
#'   a continuous group are asked for.
#' @source Python: `Group.element`, `Group.elements`, `Group.identity`,
#'   `Group.testing_elements`.
#' @family groups
#' @seealso [element_to()] for the numbers that name an element.
#' @examplesIf escnn_available()
#' g <- group_cyclic(8)
#' e <- group_element(g, 1)
#' e * e
#' e^-1 == group_element(g, 7)
#' group_elements(group_cyclic(3))
#' group_elements(group_dihedral(4), rbind(c(0, 1), c(1, 2)))
#' @export
group_element <- function(g, value, param = NULL) {
  group <- check_group(g)
  value <- check_element_value(value)
  py_invoke("escnn_r.group.group_element", group, value, check_string(param, null = TRUE))
}

#' @rdname group_element
#' @export
group_elements <- function(g, values = NULL, param = NULL) {
  group <- check_group(g)
  check_string(param, null = TRUE)
  if (is.null(values)) {
    if (!is.null(param)) {
      abort_arg(
        "param", param, "left out when `values` is",
        "It says how `values` are to be read; `element_value()` gives the value of an element."
      )
    }
    return(py_invoke("escnn_r.group.group_elements", group))
  }
  values <- check_element_values(values)
  py_invoke("escnn_r.group.many_elements", group, values, param)
}

#' @rdname group_element
#' @export
group_identity <- function(g) {
  check_group(g)$identity
}

#' @rdname group_element
#' @export
testing_elements <- function(g, n = NULL) {
  group <- check_group(g)
  py_invoke("escnn_r.group.testing_elements", group, check_whole(n, min = 1, null = TRUE))
}

check_element_value <- function(value, call = rlang::caller_env()) {
  is_value <- function(part) {
    if (is_plain_list(part)) {
      return(length(part) > 0 && all(vapply(part, is_value, NA)))
    }
    is.numeric(part) && length(part) > 0 && !anyNA(part)
  }
  checked(
    value, is_value(if (is.list(value)) unclass(value) else value),
    "numbers that name a group element",
    hint = "For example `1` in a cyclic group, `c(1, 2)` in a dihedral one.", arg = "value",
    call = call
  )
}

# Several values as a list of them.
check_element_values <- function(values, call = rlang::caller_env()) {
  if (!is_plain_list(values)) {
    if (!is.null(alias_class(values))) {
      abort_arg("values", values, "numbers that name group elements", call = call)
    }
    first <- if (is.null(dim(values))) length(values) else dim(values)[[1]]
    if (!is.numeric(values) || first == 0 || length(dim(values)) > 3L) {
      abort_arg(
        "values", values, "numbers that name group elements, or a list of them",
        "For example `0:3` in a cyclic group, a matrix of rows in others.",
        call = call
      )
    }
    values <- lapply(seq_len(first), function(i) {
      switch(length(dim(values)) + 1L, values[[i]], values[[i]], values[i, ], values[i, , ])
    })
  }
  lapply(unname(values), check_element_value, call = call)
}

#' @export
format.escnn_group_element <- function(x, ...) {
  if (is_dead(x)) dead_line(x) else py_invoke("escnn_r.group.element_label", x)
}

#' @export
summary.escnn_group_element <- function(object, ...) {
  check_alive(object)
  structure(
    list(element = format(object), group = format(object$group)),
    class = "escnn_summary_group_element"
  )
}

#' @export
print.escnn_summary_group_element <- function(x, ...) {
  writeLines(paste0("<group element> ", x$element, " of ", x$group))
  invisible(x)
}

element_operators <- function(operator, e1, e2, call) {
  switch(if (missing(e2)) "none" else operator,
    "*" = multiply_elements(e1, e2, call),
    "^" = {
      check_object(e1, "escnn_group_element", call = call)
      py_invoke(
        "escnn_r.group.element_power", e1, check_whole(e2, arg = "exponent", call = call),
        .call = call
      )
    },
    equality_operators(operator, e1, e2, call, "Group elements have `*`, `^`, `==` and `!=`.")
  )
}

multiply_elements <- function(e1, e2, call = rlang::caller_env()) {
  check_object(e1, "escnn_group_element", call = call)
  check_object(e2, "escnn_group_element", call = call)
  if (!py_invoke("escnn_r.group.same_group", e1, e2)) {
    cli::cli_abort(
      "{.arg e1} and {.arg e2} must be elements of one group, not of
       {format(e1$group)} and {format(e2$group)}.",
      class = error_class("argument"), call = call
    )
  }
  py_invoke("operator.matmul", e1, e2)
}

# Equality of any two of the package's objects; of different kinds, FALSE.
equal_objects <- function(e1, e2, call = rlang::caller_env()) {
  sides <- list(e1 = e1, e2 = e2)
  for (side in names(sides)) {
    if (is.null(alias_class(sides[[side]]))) {
      return(FALSE)
    }
    check_alive(sides[[side]], arg = side, call = call)
  }
  identical(alias_class(e1), alias_class(e2)) && isTRUE(py_invoke("operator.eq", e1, e2))
}

abort_operator <- function(operator, allowed) {
  cli::cli_abort(
    c("The operator {.code {operator}} has no meaning here.", verbatim(allowed, "i")),
    class = error_class("argument"), call = NULL
  )
}

#' @export
solve.escnn_group_element <- function(a, b, ...) {
  check_dots(...)
  inverse <- a^-1
  if (missing(b)) inverse else inverse * check_object(b, "escnn_group_element")
}
