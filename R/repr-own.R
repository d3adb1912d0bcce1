#' Make your own representations
#'
#' `repr_from_irreps()` makes a representation from irreps and a change of basis,
#' which covers every case. `repr_from_matrices()` makes one of a finite group from
#' its matrices, and finds the irreps itself. `repr_irreducible()` makes an irrep from
#' a function, in coordinates of your choice.
#'
#' It is checked that the matrices are a representation: products of elements must
#' become products of matrices. For finite groups, an irrep must be irreducible.
#'
#' @param g A group, or a gspace, which stands for its fibre group.
#' @param name Name of the representation, not yet taken in the group.
#' @param irreps A list of irreps, of their ids, or of their names.
#' @param change_of_basis An invertible square matrix Q, so that rho(g) = Q
#'   (sum of irreps) Q^-1; `NULL` for the sum itself.
#' @param supported_nonlinearities Kinds of nonlinearities that keep fields of
#'   this kind equivariant, such as `"pointwise"` (for permutations), `"norm"`
#'   (for orthogonal matrices), `"gated"` and `"gate"`; `NULL` for
#'   none.
#' @param representation A function of a group element that gives its matrix.
#' @param id Id of the irrep, whole numbers.
#' @param size Number of rows of its matrices.
#' @param type `"R"`, `"C"` or `"H"`: whether the matrices that commute with it
#'   form the real numbers, the complex ones or the quaternions.
#' @param character A function of a group element that gives the trace of its
#'   matrix; `NULL` to take it from `representation`.
#' @param ... Not used.
#' @returns An `escnn_representation`.
#' @section Errors: `escnn_error_argument` when the name is taken, sizes don't
#'   fit, or the matrices are not a representation.
#' @source Python: `escnn.group.Representation`,
#'   `escnn.group.IrreducibleRepresentation`.
#' @family representations
#' @examplesIf escnn_available()
#' g <- group_cyclic(4)
#' repr_from_irreps(g, "pair", list(0, 1), supported_nonlinearities = "norm")
#' sign <- repr_from_matrices(g, "swap", function(e) {
#'   if (e$value %% 2 == 0) diag(2) else diag(2)[2:1, ]
#' }, "pointwise")
#' repr_decompose(sign)
#' @export
repr_from_irreps <- function(g, name, irreps, change_of_basis = NULL,
                             supported_nonlinearities = NULL) {
  py_invoke(
    "escnn_r.group.own_representation", check_group(g), check_string(name),
    check_irreps_named(irreps), check_square(change_of_basis, null = TRUE),
    check_words(supported_nonlinearities)
  )
}

#' @rdname repr_from_irreps
#' @export
repr_from_matrices <- function(g, name, representation,
                               supported_nonlinearities = NULL) {
  py_invoke(
    "escnn_r.group.representation_from_matrices", check_group(g), check_string(name),
    of_element(check_function(representation)), check_words(supported_nonlinearities)
  )
}

#' @rdname repr_from_irreps
#' @export
repr_irreducible <- function(g, id, name, representation, size, type = c("R", "C", "H"),
                             supported_nonlinearities = NULL, character = NULL) {
  group <- check_group(g)
  id <- checked(id, are_whole(id), "one or more whole numbers", as.list(as.integer(id)))
  py_invoke(
    "escnn_r.group.own_irrep", group, id, check_string(name),
    of_element(check_function(representation)), check_whole(size, min = 1),
    check_choice(type, c("R", "C", "H")), check_words(supported_nonlinearities),
    of_element(check_function(character, null = TRUE))
  )
}

# Called from Python, elements come unconverted; the user's function gets one
# whose `$value` and the like are R's.
of_element <- function(f) {
  if (is.null(f)) {
    return(NULL)
  }
  function(e) f(py_invoke("escnn_r.group.standard_representation", e))
}
