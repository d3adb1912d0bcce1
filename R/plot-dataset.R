#' Plot examples of a data set
#'
#' Shows examples as pictures, with their labels. Of a volume, the middle slice
#' is shown.
#'
#' @param x A data set of images or volumes.
#' @param n How many examples, from the first on; at most 64. Pick others with
#'   `[`.
#' @param title Title of the plot.
#' @param ... Not used.
#' @returns A ggplot, with alt text.
#' @section Errors: `escnn_error_argument` when the examples do not lie on a grid.
#' @family data sets
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' images <- array(runif(6 * 64), c(6, 1, 8, 8))
#' plot(dataset_arrays(images, factor(rep(c("a", "b"), 3))), n = 6)
#' @export
plot.escnn_dataset <- function(x, n = 16, title = NULL, ...) {
  rlang::check_installed("ggplot2", "to plot.")
  about <- about_dataset(x)
  n <- check_whole(n, min = 1, max = 64)
  if (length(about$shape) < 3L) {
    abort_arg("x", x, "a data set of images or volumes", "Its examples are rows of numbers.")
  }
  if (length(x) == 0L) {
    abort_arg("x", x, "a data set of at least one example")
  }
  shown <- utils::head(x, n)
  rows <- example_rows(shown)
  labels <- example_labels(shown)
  what <- if (length(about$shape) == 4L) "middle slices of volumes" else "images"
  ggplot2::ggplot(rows, ggplot2::aes(x = .data$column, y = .data$row, fill = .data$colour)) +
    ggplot2::geom_raster() +
    ggplot2::facet_wrap(
      ggplot2::vars(.data$example), labeller = ggplot2::as_labeller(labels)
    ) +
    ggplot2::scale_y_reverse() +
    ggplot2::scale_fill_identity() +
    ggplot2::coord_equal(expand = FALSE) +
    ggplot2::labs(
      title = if (is.null(title)) about$name else title,
      subtitle = if (nzchar(about$note)) paste(strwrap(about$note, 80), collapse = "\n"),
      alt = paste0(
        length(labels), " ", what, " of the data set ", about$name, ", labelled ",
        toString(unname(labels)), "."
      )
    ) +
    ggplot2::theme_void() +
    ggplot2::theme(
      strip.text = ggplot2::element_text(margin = ggplot2::margin(2, 0, 2, 0)),
      panel.spacing = ggplot2::unit(4, "pt"), plot.margin = ggplot2::margin(6, 6, 6, 6)
    )
}

# One row a pixel and example, with its colour.
example_rows <- function(x) {
  values <- as.array(x)
  extent <- dim(values)
  if (length(extent) == 5L) {
    values <- values[, , (extent[[3]] + 1L) %/% 2L, , , drop = FALSE]
    dim(values) <- extent <- extent[-3]
  }
  n <- extent[[1]]
  # example, row, column, channel
  values <- aperm(values, c(1, 3, 4, 2))
  if (extent[[2]] == 3L) {
    values <- pmin(pmax(values, 0), 1)
    colour <- grDevices::rgb(values[, , , 1], values[, , , 2], values[, , , 3])
  } else {
    first <- as.vector(values[, , , 1])
    span <- range(first)
    colour <- grDevices::grey((first - span[[1]]) / max(diff(span), 1e-12))
  }
  size <- extent[3:4]
  data.frame(
    example = factor(rep(seq_len(n), prod(size))),
    row = rep(rep(seq_len(size[[1]]), each = n), size[[2]]),
    column = rep(seq_len(size[[2]]), each = n * size[[1]]),
    colour = colour
  )
}

# What each example is, by its place.
example_labels <- function(x) {
  y <- dataset_labels(x)
  n <- length(x)
  text <- if (is.matrix(y) && is.logical(y)) {
    apply(y, 1, function(row) if (any(row)) toString(colnames(y)[row]) else "none")
  } else if (is.null(y) || !is.null(dim(y))) {
    as.character(seq_len(n))
  } else {
    format(y, trim = TRUE, digits = 3)
  }
  stats::setNames(strtrim(text, 24), seq_len(n))
}
