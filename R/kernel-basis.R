# Kernel bases as R objects: printing, sizes, elements.

about_basis <- function(x, call = rlang::caller_env()) {
  check_alive(x, arg = "x", call = call)
  py_invoke("escnn_r.kernels.describe_basis", x, .call = call)
}

#' @export
format.escnn_kernel_basis <- function(x, ...) {
  if (is_dead(x)) {
    return(dead_line(x))
  }
  about <- about_basis(x)
  size <- unlist(about$size)
  paste0(
    about$class, ": ", size[[1]], if (size[[1]] == 1) " element" else " elements", ", ",
    size[[2]], " x ", size[[3]],
    if (!is.null(about$`in`)) paste0(", ", about$group, ": ", about$`in`, " -> ", about$out)
  )
}

#' @export
print.escnn_kernel_basis <- function(x, ...) {
  writeLines(strwrap(tagged(x), width = 78, exdent = 2))
  invisible(x)
}

#' @export
summary.escnn_kernel_basis <- function(object, ...) {
  about <- about_basis(object)
  about$label <- format(object)
  about$irreps <- table(unlist(lapply(kernels_attributes_list(object), `[[`, "j")))
  structure(about, class = "escnn_summary_kernel_basis")
}

#' @export
print.escnn_summary_kernel_basis <- function(x, ...) {
  writeLines(strwrap(paste("<kernel basis>", x$label), width = 78, exdent = 2))
  space <- if (x$point) "a single point" else paste0("R^", x$dimensionality)
  writeLines(paste0("On ", space, if (!is.null(x$group)) paste0(", equivariant to ", x$group)))
  if (length(x$irreps)) {
    writeLines(strwrap(
      paste("Elements by irrep of the filters:", toString(paste(x$irreps, names(x$irreps)))),
      width = 78, exdent = 2
    ))
  }
  invisible(x)
}

#' @export
length.escnn_kernel_basis <- function(x) {
  unlist(about_basis(x)$size)[[1]]
}

#' @export
dim.escnn_kernel_basis <- function(x) {
  unlist(about_basis(x)$size)
}

basis_operators <- function(operator, e1, e2, call) {
  switch(if (missing(e2)) "none" else operator,
    "==" = same_basis(e1, e2, call),
    "!=" = !same_basis(e1, e2, call),
    abort_operator(operator, "Kernel bases have `==` and `!=`.")
  )
}

same_basis <- function(e1, e2, call) {
  bases <- list(e1, e2)
  if (!all(vapply(bases, inherits, NA, "escnn_kernel_basis"))) {
    return(FALSE)
  }
  check_alive(e1, call = call)
  check_alive(e2, call = call)
  py_invoke("escnn_r.kernels.same_basis", e1, e2, .call = call)
}

#' Elements of kernel bases
#'
#' `basis[[i]]` gives the attributes of one element of a basis, and `basis[i]` those of
#' several. `kernels_attributes()` and `as.data.frame()` make a table of all elements,
#' `kernels_steerable_attributes()` one of the filters from which they are made.
#'
#' @param x,basis An `escnn_kernel_basis`, see [kernels_act].
#' @param i Positions of elements, from 1.
#' @param j An irrep of the filters' group, its id or its name, to see only
#'   what comes from it; `NULL` for all.
#' @param row.names,optional,... Not used.
#' @returns A list for `basis[[i]]`, a list of lists for `basis[i]`, else a
#'   data frame with a row for each element. Which attributes there are
#'   depends on the basis: `radius` and `sigma` of the ring, `j` the irrep of
#'   the filters, `irrep_frequency` its frequency, `in_irrep` and `out_irrep`
#'   what the kernel leads between, positions (from 1) as `idx`.
#' @section Errors: `escnn_error_argument` when there is no such element.
#' @source Python: `KernelBasis.__getitem__`, `attrs_j`, `attrs_j_iter`,
#'   `steerable_attrs` and the like; several of them fail for circular shells.
#' @family kernel bases
#' @examplesIf escnn_available()
#' g <- gspace_rot2d_on_r2(n = 4)
#' basis <- gspace_build_kernel_basis(g, repr_trivial(g), repr_irrep(g, 1), rings = 1)
#' basis[[1]]
#' kernels_attributes(basis)[c("idx", "radius", "j", "out_irrep")]
#' @export
kernels_attributes <- function(basis, j = NULL) {
  check_basis(basis)
  elements <- kernels_attributes_list(basis)
  if (!is.null(j)) {
    name <- py_invoke("escnn_r.kernels.basis_name", basis, check_irrep_named(j))
    elements <- Filter(function(each) identical(each$j, name), elements)
  }
  attribute_table(elements)
}

#' @rdname kernels_attributes
#' @export
kernels_steerable_attributes <- function(basis, j = NULL) {
  check_basis(basis)
  attribute_table(py_invoke(
    "escnn_r.kernels.steerable_attributes", basis, if (!is.null(j)) check_irrep_named(j)
  ))
}

#' @rdname kernels_attributes
#' @export
as.data.frame.escnn_kernel_basis <- function( # nolint: object_name_linter.
    x, row.names = NULL, optional = FALSE, ...) { # nolint: object_name_linter.
  check_dots(...)
  check_alive(x)
  attribute_table(kernels_attributes_list(x))
}

#' @rdname kernels_attributes
#' @export
`[.escnn_kernel_basis` <- function(x, i) {
  check_alive(x)
  i <- if (missing(i)) seq_len(length(x)) else check_index(i, length(x), NULL, "i", "elements")
  py_invoke("escnn_r.kernels.list_elements", x, as.list(i - 1L))
}

#' @rdname kernels_attributes
#' @export
`[[.escnn_kernel_basis` <- function(x, i) {
  if (missing(i)) abort_missing("i", rlang::current_env())
  check_alive(x)
  if (is.character(i) && length(i) == 1L) {
    return(attribute_between(x, i))
  }
  i <- check_whole(i, min = 1, max = length(x))
  py_invoke("escnn_r.kernels.list_elements", x, list(i - 1L))[[1]]
}

kernels_attributes_list <- function(basis) {
  py_invoke("escnn_r.kernels.list_elements", basis)
}

attribute_table <- function(elements) {
  columns <- unique(unlist(lapply(elements, names)))
  table <- lapply(columns, function(column) {
    values <- lapply(elements, function(each) each[[column]] %||% NA)
    if (all(lengths(values) == 1L)) unlist(values) else I(values)
  })
  names(table) <- columns
  as.data.frame(table, stringsAsFactors = FALSE)
}

# Called with points, a basis gives its values there.
#' @rawNamespace S3method(reticulate::py_to_r_wrapper, escnn_kernel_basis)
NULL

py_to_r_wrapper.escnn_kernel_basis <- function(x) { # nolint: object_name_linter.
  force(x)
  function(points = NULL) kernels_sample(x, points)
}
