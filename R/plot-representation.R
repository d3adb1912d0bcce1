#' Plot a representation
#'
#' Draws the matrices by which elements act, as coloured squares with
#' their values, or which irreps a representation is made of: the change of
#' basis with its columns grouped by irrep.
#'
#' @param x An `escnn_representation`.
#' @param elements A group element or a list of them; `NULL` for the first
#'   four of [testing_elements()] that are not the identity, or all if there
#'   are fewer.
#' @param what `"matrix"` for the matrices of elements, `"blocks"` for the
#'   matrices in the coordinates of the irreps, where they fall into blocks,
#'   `"basis"` for the change of basis.
#' @param title Title of the plot; `NULL` for one that names the representation.
#' @param limits The range of the colours, as two numbers, or values that are to be
#'   compared; `NULL` for that of the matrices. Zero is in the middle.
#' @param ... Not used.
#' @returns A ggplot, with [alt text][alt_text]. Colours run from dark blue (negative)
#'   over grey to yellow, which can be told apart with any kind of colour vision.
#' @section Errors: `escnn_error_argument` when an element belongs to another group.
#' @family representations
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' rho <- repr_regular(group_dihedral(3))
#' plot(rho)
#' plot(rho, what = "blocks")
#' plot(rho, what = "basis")
#' @export
plot.escnn_representation <- function(x, elements = NULL,
                                      what = c("matrix", "blocks", "basis"), title = NULL,
                                      limits = NULL, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to plot.")
  check_alive(x)
  what <- check_choice(what, c("matrix", "blocks", "basis"))
  title <- check_string(title, null = TRUE) %||% repr_title(x)
  matrices <- repr_matrices(x, elements, what)
  numbers <- seq_len(nrow(matrices[[1]]))
  labels <- if (what == "matrix") numbers else irrep_labels(x)
  rows <- matrix_cells(matrices)
  lines <- if (what == "matrix") numeric() else block_lines(x)
  limits <- check_limits(limits)
  range <- colour_range(rows$value, limits, signed = TRUE)
  plot <- ggplot2::ggplot(rows, ggplot2::aes(x = .data$column, y = .data$row, fill = .data$value)) +
    ggplot2::geom_tile() +
    (if (max(rows$row) <= 8) {
      ggplot2::geom_text(
        ggplot2::aes(label = short_number(.data$value)), size = if (max(rows$row) <= 4) 3 else 2.2,
        colour = ink_on(rows$value, range)
      )
    }) +
    ggplot2::geom_vline(xintercept = lines, colour = "white", linewidth = 0.4) +
    (if (what == "blocks") {
      ggplot2::geom_hline(yintercept = lines, colour = "white", linewidth = 0.4)
    }) +
    ggplot2::facet_wrap(
      ggplot2::vars(.data$panel), ncol = panel_columns(length(matrices)),
      labeller = ggplot2::as_labeller(wrapped_moves)
    ) +
    ggplot2::scale_x_continuous(
      breaks = numbers, labels = labels, guide = ggplot2::guide_axis(angle = 45)
    ) +
    ggplot2::scale_y_reverse(
      breaks = numbers, labels = if (what == "basis") numbers else labels
    ) +
    scale_values(range) +
    ggplot2::coord_equal(expand = FALSE) +
    ggplot2::labs(
      title = title, x = NULL, y = NULL, caption = clipped_words(rows$value, limits)
    ) +
    plain_theme() + theme_cells() + small_strips(length(matrices)) +
    ggplot2::theme(axis.text = ggplot2::element_text(size = if (what == "matrix") 8 else 6.5))
  escnn_plot(plot, repr_alt(x, matrices, what, title))
}

repr_title <- function(x) {
  paste0(x$name, ", a representation of ", format(x$group), " of size ", x$size)
}

# The matrices to draw, named by element.
repr_matrices <- function(x, elements, what, call = rlang::caller_env()) {
  if (what == "basis") {
    return(list("Change of basis" = repr_change_of_basis(x)))
  }
  elements <- elements %||% telling_elements(x)
  elements <- as_elements(elements, call, "elements")
  if (!length(elements)) abort_arg("elements", elements, "one group element or more", call = call)
  matrices <- lapply(elements, x)
  if (what == "blocks") {
    to <- repr_change_of_basis(x, inverse = TRUE)
    back <- repr_change_of_basis(x)
    matrices <- lapply(matrices, function(m) to %*% m %*% back)
  }
  names(matrices) <- make.unique(move_words(elements), sep = ", again ")
  matrices
}

telling_elements <- function(x) {
  elements <- testing_elements(x$group)
  identity <- group_identity(x$group)
  others <- Filter(function(e) e != identity, elements)
  utils::head(if (length(others)) others else elements, 4)
}

# One row a cell and matrix.
matrix_cells <- function(matrices) {
  parts <- Map(function(m, panel) {
    data.frame(panel = panel, row = as.vector(row(m)), column = as.vector(col(m)),
               value = as.vector(m))
  }, matrices, names(matrices))
  cells <- do.call(rbind, parts)
  cells$panel <- factor(cells$panel, names(matrices))
  rownames(cells) <- NULL
  cells
}

irrep_labels <- function(x) {
  irreps <- repr_irreps(x)
  sizes <- vapply(irreps, function(irrep) as.integer(irrep$size), 1L)
  paste0(rep(names(irreps), sizes), ifelse(rep(sizes, sizes) > 1,
                                           paste0(" [", sequence(sizes), "]"), ""))
}

block_lines <- function(x) {
  sizes <- vapply(repr_irreps(x), function(irrep) as.integer(irrep$size), 1L)
  utils::head(cumsum(unname(sizes)), -1) + 0.5
}

short_number <- function(x) {
  shown <- formatC(x, digits = 2, format = "fg")
  ifelse(abs(x) < 5e-3, "", trimws(shown))
}

# The block of each irrep, once where it comes again.
block_words <- function(x, matrices) {
  irreps <- repr_irreps(x)
  sizes <- vapply(irreps, function(irrep) as.integer(irrep$size), 1L)
  ends <- cumsum(sizes)
  once <- which(!duplicated(names(irreps)))
  shown <- utils::head(matrices, 6L)
  paste0(vapply(names(shown), function(name) {
    blocks <- vapply(once, function(k) {
      at <- seq(ends[[k]] - sizes[[k]] + 1L, ends[[k]])
      paste(names(irreps)[[k]], matrix_text(shown[[name]][at, at, drop = FALSE]))
    }, "")
    paste0(capital(name), ": ", paste(blocks, collapse = ", "), ".")
  }, ""), collapse = " ")
}

repr_alt <- function(x, matrices, what, title) {
  size <- nrow(matrices[[1]])
  shown <- switch(what,
    matrix = paste0(count_words(length(matrices), "matrix", "matrices"), " of size ", size),
    blocks = paste0(count_words(length(matrices), "matrix", "matrices"), " of size ", size,
                    " in the coordinates of the irreps ", toString(unique(names(repr_irreps(x)))),
                    ", with a block for each irrep"),
    basis = paste0("the change of basis of size ", size, ", its columns grouped by the irreps ",
                   toString(unique(names(repr_irreps(x)))))
  )
  paste0(
    title, ": ", shown, if (what != "basis") " for these moves", ". ",
    if (what == "blocks") block_words(x, matrices) else capital(matrices_text(matrices)),
    " Dark blue squares are negative, grey ones zero, yellow ones positive."
  )
}
