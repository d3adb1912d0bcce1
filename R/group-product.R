#' Direct products of groups
#'
#' The elements of a direct product are pairs, one element of each factor, and pairs
#' multiply factor by factor. `group_double()` is the product of a group with itself,
#' which has one more subgroup, the diagonal: `group_subgroup(g, "diagonal")`.
#'
#' @param g1,g2,g Groups, or gspaces, which stand for their fibre groups. In all
#'   functions but the first two, `g` is a direct product.
#' @param name Name of the product; `NULL` for the names of both factors.
#' @param e1,e2 Elements of the first and of the second factor.
#' @param element For `group_split_element()`, an element of the product; for
#'   `group_inclusion()`, an element of one factor.
#' @param factor Which factor the element is from: 1 or 2.
#' @param ... Not used.
#' @returns `group_direct_product()` and `group_double()` give an
#'   `escnn_group`, `group_factors()` a list of both groups,
#'   `group_pair_elements()` and `group_inclusion()` an element of the product,
#'   `group_split_element()` a list of two elements.
#' @section Errors: `escnn_error_argument` when `g` is not a direct product, or when an
#'   element belongs to another group.
#' @source Python: `escnn.group.direct_product`, `double_group`;
#'   `DirectProductGroup.G1`, `G2`, `inclusion1`, `inclusion2`,
#'   `pair_elements`, `split_element`.
#' @family groups
#' @examplesIf escnn_available()
#' g <- group_direct_product(group_cyclic(4), group_dihedral(3))
#' g
#' group_factors(g)
#' e <- group_pair_elements(
#'   g, group_element(group_cyclic(4), 1), group_element(group_dihedral(3), c(1, 0))
#' )
#' e
#' group_split_element(g, e)
#' group_subgroup(group_double(group_cyclic(3)), "diagonal")
#' @export
group_direct_product <- function(g1, g2, name = NULL) {
  py_invoke(
    "escnn.group.direct_product", check_group(g1), check_group(g2),
    name = check_string(name, null = TRUE)
  )
}

#' @rdname group_direct_product
#' @export
group_double <- function(g, name = NULL) {
  py_invoke("escnn.group.double_group", check_group(g), name = check_string(name, null = TRUE))
}

#' @rdname group_direct_product
#' @export
group_factors <- function(g) {
  py_invoke("escnn_r.group.element_factors", check_group(g))
}

#' @rdname group_direct_product
#' @export
group_pair_elements <- function(g, e1, e2) {
  group <- check_group(g)
  check_object(e1, "escnn_group_element")
  check_object(e2, "escnn_group_element")
  py_invoke("escnn_r.group.element_pair", group, e1, e2)
}

#' @rdname group_direct_product
#' @export
group_split_element <- function(g, element) {
  group <- check_group(g)
  check_object(element, "escnn_group_element")
  py_invoke("escnn_r.group.split_element", group, element)
}

#' @rdname group_direct_product
#' @export
group_inclusion <- function(g, element, factor = 1) {
  group <- check_group(g)
  check_object(element, "escnn_group_element")
  py_invoke("escnn_r.group.include_element", group, element, check_whole(factor, min = 1, max = 2))
}
