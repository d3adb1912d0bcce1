#' What is in a representation
#'
#' In the right coordinates, every representation is a sum of irreps, its smallest
#' parts. These functions tell you which irreps these are, which matrices commute with
#' a representation, and which lead from one to another.
#'
#' @param x A group or a gspace, for its irreps, or a representation, for the
#'   irreps in it.
#' @param rho,rho1,rho2 Representations, `rho1` and `rho2` of one group.
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param psi,irrep An irrep, its id (whole numbers) or its name.
#' @param elements A group element or a list of them; `NULL` for those of
#'   [testing_elements()].
#' @param inverse Whether to give the inverse matrix.
#' @param ... Not used.
#' @returns
#' * `repr_irreps()`: a named list of irreps, for a representation in their
#'   order and as often as they are in it. Continuous groups give those made
#'   so far.
#' * `repr_decompose()`: a data frame of the irreps, their sizes and how often
#'   each occurs.
#' * `repr_irrep_id()`: the id, a vector of whole numbers that [repr_irrep()]
#'   takes.
#' * `repr_multiplicity()`: how often the irrep occurs.
#' * `repr_is_trivial()`, `repr_contains_trivial()`: `TRUE` or `FALSE`.
#' * `repr_character()`: the traces of the matrices, named by element.
#' * `repr_change_of_basis()`: the matrix Q of rho(g) = Q (sum of irreps) Q^-1.
#' * `repr_endomorphism_basis()`, `repr_homomorphism_space()`: an array of dim
#'   `c(basis, size of rho2, size of rho1)`, matrices that commute with `rho`
#'   or intertwine `rho1` and `rho2`.
#' @section Errors: `escnn_error_argument` when an argument is not of the kind
#'   described, or belongs to another group.
#' @source Python: `Group.irreps`, `Group.get_irrep_id`;
#'   `Representation.multiplicity`, `is_trivial`, `contains_trivial`,
#'   `character`, `endomorphism_basis`; `escnn.group.homomorphism_space`.
#' @family representations
#' @examplesIf escnn_available()
#' g <- group_dihedral(4)
#' names(repr_irreps(g))
#' repr_decompose(repr_regular(g))
#' repr_multiplicity(repr_regular(g), c(1, 1))
#' repr_character(repr_irrep(g, 1, 1))
#' dim(repr_endomorphism_basis(repr_regular(g)))
#' @export
repr_irreps <- function(x) {
  if (missing(x)) abort_missing("x", rlang::current_env())
  if (!inherits(x, "escnn_representation")) {
    x <- check_group(x)
  }
  check_alive(x)
  irreps <- py_invoke("escnn_r.group.all_irreps", x)
  names(irreps) <- vapply(irreps, function(irrep) irrep$name, "")
  irreps
}

#' @rdname repr_irreps
#' @export
repr_decompose <- function(rho) {
  check_object(rho, "escnn_representation")
  parts <- py_invoke("escnn_r.group.decompose", rho)
  data.frame(
    irrep = vapply(parts, `[[`, "", "irrep"),
    size = vapply(parts, function(f) as.integer(f$size), 1L),
    multiplicity = vapply(parts, function(f) as.integer(f$multiplicity), 1L)
  )
}

#' @rdname repr_irreps
#' @export
repr_irrep_id <- function(g, psi) {
  as.integer(unlist(
    py_invoke("escnn_r.group.irrep_id", check_group(g), check_irrep_named(psi))
  ))
}

#' @rdname repr_irreps
#' @export
repr_multiplicity <- function(rho, irrep) {
  check_object(rho, "escnn_representation")
  py_invoke("escnn_r.group.irrep_multiplicity", rho, check_irrep_named(irrep))
}

#' @rdname repr_irreps
#' @export
repr_is_trivial <- function(rho) {
  check_object(rho, "escnn_representation")
  py_invoke(rho$is_trivial)
}

#' @rdname repr_irreps
#' @export
repr_contains_trivial <- function(rho) {
  check_object(rho, "escnn_representation")
  py_invoke(rho$contains_trivial)
}

#' @rdname repr_irreps
#' @export
repr_character <- function(rho, elements = NULL) {
  check_object(rho, "escnn_representation")
  elements <- if (is.null(elements)) {
    testing_elements(rho$group)
  } else {
    as_elements(elements, rlang::current_env(), "elements")
  }
  values <- py_invoke("escnn_r.group.character", rho, elements)
  names(values) <- vapply(elements, format, "")
  unlist(values)
}

#' @rdname repr_irreps
#' @export
repr_change_of_basis <- function(rho, inverse = FALSE) {
  check_object(rho, "escnn_representation")
  py_invoke("escnn_r.group.change_of_basis", rho, check_flag(inverse))
}

#' @rdname repr_irreps
#' @export
repr_endomorphism_basis <- function(rho) {
  check_object(rho, "escnn_representation")
  py_invoke("escnn_r.group.endomorphism_basis", rho)
}

#' @rdname repr_irreps
#' @export
repr_homomorphism_space <- function(rho1, rho2) {
  check_object(rho1, "escnn_representation")
  check_object(rho2, "escnn_representation")
  py_invoke("escnn_r.group.homomorphism_space", rho1, rho2)
}
