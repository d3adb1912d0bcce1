#' Pages about symmetries
#'
#' `explore()` of a group, a gspace, a representation, a field type or a basis of kernels
#' writes one HTML file, in which you see and try what the elements do.
#'
#' * **Groups**: elements are moves of a letter F, or of a marked solid in space. Press two moves
#'   and see what both together are; go through the table of all products with the arrow keys.
#'   Continuous groups have sliders.
#' * **Gspaces**: what elements do to points of the plane or of space, where a point can get, and
#'   to which subgroups the space can be restricted.
#' * **Representations and field types**: what an element does to the numbers at a point. Trivial
#'   fields are numbers that stay, irreps arrows that turn, regular and quotient fields rings whose
#'   values move on. The matrix is in a table.
#' * **Bases of kernels**: kernels as maps, whose ring and frequency you choose. Turning the
#'   picture of a kernel is the same as mixing its numbers by the representations.
#'
#' @param x A group, gspace, representation, field type or basis of kernels. A field type shows
#'   each of its representations once.
#' @param elements Which elements of the basis, as positions from 1; `NULL` for as many as fit.
#' @param file Path of the HTML file to write. `NULL` writes a temporary file and, in an
#'   interactive session, opens it.
#' @param ... Must be empty.
#' @returns The path of the file, of class `escnn_page`, invisibly.
#' @section Errors: `escnn_error_too_large` for groups with more than 120 elements and
#'   representations whose matrices would make a page too large; `escnn_error_argument` for
#'   groups and bases that there is no page for, such as bases of a single point;
#'   `escnn_error_not_written` when the file can't be written.
#' @source Of this package.
#' @seealso [explore()] for networks.
#' @family explorers
#' @examplesIf escnn_available()
#' file <- tempfile(fileext = ".html")
#' explore(group_dihedral(4), file = file)
#' g <- gspace_rot2d_on_r2(n = 8)
#' explore(field_type(g, regular = 1, irrep_1 = 1), file = file)
#' @name explore_symmetry
NULL

#' @rdname explore_symmetry
#' @export
explore.escnn_group <- function(x, ..., file = NULL) { # nolint: object_name_linter.
  check_dots(...)
  check_alive(x)
  frame <- named_frame(element_frame(x), group_moves(x))
  data <- list(
    view = "group", frame = frame$data, solid = solid_of(x),
    moves = encode_moves(group_moves(x), frame),
    how = if (frame$kind == "list") {
      "Press two moves below, one after the other. The third picture shows what they are together."
    } else {
      "Set both moves by the sliders. The third picture shows what they are together."
    }
  )
  explore_page(
    paste("The group", format(x)), group_intro(x, data), symmetry_scripts("group.js"), data, file
  )
}

symmetry_scripts <- function(...) c("moves.js", "moves-draw.js", "moves-choose.js", ...)

group_intro <- function(x, data) {
  about <- about_group(x)
  shown <- if (length(data$moves) > 1) {
    "two pictures, one for each factor of the group"
  } else if (data$moves[[1]]$size == 2) {
    "the letter F"
  } else {
    paste("a marked", data$solid)
  }
  c(
    paste0(
      "This group has ", order_words(about), ". Each is shown as a move of ", shown,
      ". Doing one move and then another is again one of these moves, and each can be undone: ",
      "that is what makes them a group."
    ),
    if (about$abelian) {
      "Here the order of two moves never matters: the group is commutative."
    } else {
      "Here the order of two moves can matter. Find two for which it does: swap them."
    }
  )
}
