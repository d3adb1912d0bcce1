#' Plot groups
#'
#' Draws a finite group as its Cayley table, as a Cayley graph, or as the lattice of its
#' subgroups. Of a gspace, the flag that its group turns and mirrors is drawn; see
#' [plot.escnn_gspace()].
#'
#' Elements of groups of the plane are marked by the angle of their turn, with an `M` before
#' it where they mirror first. Elements of groups of space have their numbers in
#' `group_elements()`.
#'
#' @param x A finite group of at most 64 elements.
#' @param type `"table"`: row times column, where the row acts last. `"graph"`: arrows
#'   lead from each element to its products with generators. `"subgroups"`: each subgroup
#'   that [group_subgroups()] lists, joined to the next larger ones that contain it, with
#'   the index on the line.
#' @param title Title of the plot; `NULL` for one that names the group.
#' @param ... Not used.
#' @returns A ggplot, with [alt text][alt_text].
#' @section Errors: `escnn_error_argument` when the group is continuous or too large.
#' @family plots
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' plot(group_dihedral(3))
#' plot(group_dihedral(4), type = "graph")
#' plot(group_dihedral(4), type = "subgroups")
#' @export
plot.escnn_group <- function(x, type = c("table", "graph", "subgroups"), title = NULL, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to plot.")
  check_alive(x)
  type <- check_choice(type, c("table", "graph", "subgroups"))
  title <- check_string(title, null = TRUE)
  if (group_order(x) > most_elements) {
    size <- if (is.finite(group_order(x))) group_order(x) else "infinitely many"
    cli::cli_abort(
      c(
        "{format(x)} has {size} elements, too many to draw: at most {most_elements} fit.",
        i = "Draw a part of it, such as {.code group_cyclic(8)}, which is in {.code group_so2()}."
      ),
      class = error_class("argument"), arg = "x"
    )
  }
  switch(type,
    table = plot_cayley_table(x, title), graph = plot_cayley_graph(x, title),
    subgroups = plot_subgroups(x, title)
  )
}

most_elements <- 64L
# Larger tables have colours alone.
most_letters <- 16L

# Positions of products, from 1: row times column.
multiplication_table <- function(group) {
  table <- py_invoke("escnn_r.group.multiplication_table", group_elements(group))
  array(as.integer(table) + 1L, dim(table))
}

plot_cayley_table <- function(group, title) {
  table <- multiplication_table(group)
  about <- group_marks(group)
  n <- nrow(table)
  rows <- data.frame(
    row = as.vector(row(table)), column = as.vector(col(table)), product = as.vector(table)
  )
  rows$label <- about$names[rows$product]
  rows$label <- stacked_marks(rows$label)
  header <- table_breaks(n)
  plot <- ggplot2::ggplot(rows, ggplot2::aes(
    x = .data$column, y = .data$row, fill = .data$product
  )) +
    ggplot2::geom_tile(colour = if (n <= 24) "white", linewidth = 0.3) +
    (if (n <= most_letters) {
      ggplot2::geom_text(
        ggplot2::aes(label = .data$label), lineheight = 0.85,
        colour = ink_on(rows$product, c(1, n))
      )
    }) +
    ggplot2::scale_fill_viridis_c(
      "Product", limits = c(1, n), breaks = round(seq(1, n, length.out = min(n, 5))),
      labels = function(at) about$names[at]
    ) +
    ggplot2::scale_x_continuous(
      breaks = column_breaks(header, about$names), labels = function(at) {
        stacked_marks(about$names[at])
      }, position = "top"
    ) +
    ggplot2::scale_y_reverse(breaks = header, labels = about$names[header]) +
    ggplot2::coord_equal(expand = FALSE) +
    ggplot2::labs(
      title = title %||% paste("Cayley table of", format(group)), x = "Acts first",
      y = "Acts last", caption = about$caption
    ) +
    plain_theme() + theme_cells() +
    # columns may be a fifth of an inch wide
    ggplot2::theme(axis.text = ggplot2::element_text(
      size = if (n <= 8) 8.8 else if (n <= 12) 7 else 5, lineheight = 0.85
    )) +
    (if (n <= most_letters) ggplot2::theme(legend.position = "none"))
  # shares of the panel, for the letters to be as large as fits
  attr(plot, "text_box") <- c(1, 1) / n
  commutes <- identical(table, t(table))
  lines <- if (n <= 8) {
    rows <- apply(table, 1, function(row) toString(about$names[row]))
    paste0(" Row by row: ", paste0(about$names, ": ", rows, collapse = "; "), ".")
  }
  escnn_plot(plot, paste0(
    title %||% paste("Cayley table of", format(group)), ": the products of its ",
    count_words(n, "element"), ", ", and_words(about$names, 8L), ". ", marks_text(about), " ",
    if (commutes) {
      "The table is the same on both sides of its diagonal: the order of factors does not matter."
    } else {
      uneven <- which(table != t(table), arr.ind = TRUE)
      i <- uneven[1, ]
      paste0(
        "The order of factors matters: ", about$names[[i[[1]]]], " times ", about$names[[i[[2]]]],
        " is ", about$names[[table[i[[1]], i[[2]]]]], ", the other way round ",
        about$names[[table[i[[2]], i[[1]]]]], "."
      )
    }, lines
  ))
}

table_breaks <- function(n) if (n <= 16) seq_len(n) else unique(round(seq(1, n, length.out = 9)))

# Angles such as 157.5 are wider than narrow columns: every other one is named.
column_breaks <- function(header, names) {
  wide <- max(nchar(unlist(strsplit(names, " ", fixed = TRUE)))) > 4L
  if (length(header) > 12L && wide) header[c(TRUE, FALSE)] else header
}
