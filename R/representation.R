#' Representations
#'
#' A representation says how the numbers at one point change when the group
#' acts: each group element becomes a matrix. Call a representation with an
#' element to get that matrix.
#'
#' Vectors in space with components x, y and z are [repr_standard()]. The irrep
#' of frequency 1 of SO(3) and O(3) is the same in another order: y, z, x.
#'
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param ... For `repr_irrep()`, the id of the irrep: whole numbers, one for
#'   most groups (its frequency), two for dihedral groups, O(2) and O(3), those
#'   of both factors for direct products. For `repr_direct_sum()`, representations of one group.
#' @param change_of_basis For `repr_direct_sum()`, an invertible square matrix
#'   Q: the sum is then Q (r1 + r2 + ...) Q^-1; `NULL` for none.
#' @param name Name of the sum; `NULL` for one made of its parts.
#' @returns An `escnn_representation`, or for `repr_list()` a named list of
#'   those that the group has made so far. `dim()` gives rows and columns of
#'   the matrices, `c()` and `+` the direct sum.
#' @section Errors: `escnn_error_argument` when the group has no such irrep,
#'   or is continuous and so has no regular representation.
#' @source Python: `Group.trivial_representation`, `regular_representation`,
#'   `irrep`, `representations`; `escnn.group.directsum`.
#' @seealso [repr_irreps()] for the irreps, [repr_quotient()] for more of them.
#' @family representations
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' quarter_turn <- group_element(g, 1)
#' repr_irrep(g, 1)(quarter_turn)
#' round(repr_regular(g)(quarter_turn))
#' dim(repr_trivial(g) + repr_irrep(g, 1))
#' @name representations
NULL

#' @rdname representations
#' @export
repr_trivial <- function(g) {
  check_group(g)$trivial_representation
}

#' @rdname representations
#' @export
repr_regular <- function(g) {
  py_invoke("escnn_r.group.regular_representation", check_group(g))
}

#' @rdname representations
#' @export
repr_irrep <- function(g, ...) {
  call <- rlang::current_env()
  group <- check_group(g)
  ids <- lapply(list(...), check_irrep_ids, call = call)
  call_by_symbols(py_invoke, c("escnn_r.group.irrep_of", group, unname(unlist(ids)), .call = call))
}

check_irrep_ids <- function(id, call) {
  if (!is.atomic(id) && !is_plain_list(id)) {
    abort_arg("...", id, "whole numbers, the id of an irrep", call = call)
  }
  lapply(id, check_whole, arg = "...", call = call)
}

#' @rdname representations
#' @export
repr_list <- function(g) {
  check_group(g)$representations
}

#' @rdname representations
#' @export
repr_direct_sum <- function(..., change_of_basis = NULL, name = NULL) {
  call <- rlang::current_env()
  parts <- flat_list(list(...))
  if (length(parts) == 0) {
    abort_arg("...", nothing, "one or more representations", "For example `repr_trivial(g)`.")
  }
  # each is a number at least, and to look at a million of them takes long
  py_invoke("escnn_r.group.check_sum", as.numeric(length(parts)))
  for (part in parts) check_object(part, "escnn_representation", arg = "...", call = call)
  py_invoke(
    "escnn_r.group.direct_sum", unname(parts),
    check_square(change_of_basis, null = TRUE), check_string(name, null = TRUE)
  )
}

is_plain_list <- function(x) is.list(x) && !is.object(x)

#' @export
c.escnn_representation <- function(...) {
  repr_direct_sum(...)
}

#' @export
format.escnn_representation <- function(x, ...) {
  if (is_dead(x)) dead_line(x) else reticulate::py_str(x)
}

#' @export
summary.escnn_representation <- function(object, ...) {
  check_alive(object)
  structure(
    py_invoke("escnn_r.group.describe_representation", object),
    class = "escnn_summary_representation"
  )
}

#' @export
print.escnn_summary_representation <- function(x, ...) {
  counts <- table(factor(unlist(x$irreps), levels = unique(unlist(x$irreps))))
  writeLines(paste0(
    "<representation> ", x$label, " of ", x$group, ", ", x$size, " x ", x$size
  ))
  writeLines(strwrap(
    paste("Irreps:", paste(counts, names(counts), collapse = " + ")),
    width = 78, exdent = 2
  ))
  writeLines(strwrap(
    paste("Nonlinearities that keep it equivariant:", toString(unlist(x$nonlinearities))),
    width = 78, exdent = 2
  ))
  invisible(x)
}

#' @export
dim.escnn_representation <- function(x) {
  check_alive(x)
  c(x$size, x$size)
}

representation_operators <- function(operator, e1, e2, call) {
  if (operator == "+" && !missing(e2)) {
    check_object(e1, "escnn_representation", call = call)
    check_object(e2, "escnn_representation", call = call)
    return(repr_direct_sum(e1, e2))
  }
  equality_operators(operator, e1, e2, call, "Representations have `+`, `==` and `!=`.")
}

# Called with an element, a representation gives a plain matrix.
#' @rawNamespace S3method(reticulate::py_to_r_wrapper, escnn_representation)
NULL

py_to_r_wrapper.escnn_representation <- function(x) { # nolint: object_name_linter.
  force(x)
  function(...) {
    check_alive(x, arg = "x", call = NULL)
    call <- rlang::caller_env()
    count <- ...length()
    if (count != 1L) {
      cli::cli_abort(
        "A representation is called with one group element, not with {count} argument{?s}.",
        class = error_class("argument"), call = call
      )
    }
    element <- check_object(..1, "escnn_group_element", arg = "element", call = call)
    group <- x$group
    if (element$group != group) {
      cli::cli_abort(
        "{.arg element} must be an element of {format(group)}, not of {format(element$group)}.",
        class = error_class("argument"), call = call
      )
    }
    py_invoke(x, element, .call = call)
  }
}
