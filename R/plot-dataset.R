#' Plot examples of a data set
#'
#' Shows examples as pictures, with their labels, and with what a fitted model
#' predicts, if you give one: wrong ones are framed. Where each pixel has a class, the
#' classes lie over the picture in colour, truth above prediction; the first class, which
#' is mostly background, stays uncoloured. Of a volume, the middle slice is shown.
#'
#' @param x A data set of images or volumes.
#' @param fitted A fitted model whose predictions are shown beside the truths;
#'   `NULL` for the truths alone.
#' @param n How many examples, from the first on; at most 64. Pick others with
#'   `[`.
#' @param title Title of the plot.
#' @param limits The values of black and white in pictures of one channel, as two numbers,
#'   or arrays that are to be compared; `NULL` for the range of what is shown. Colours of
#'   pictures with three channels always run from 0 to 1.
#' @param ... Not used.
#' @returns A ggplot, with [alt text][alt_text].
#' @section Errors: `escnn_error_argument` when the examples do not lie on a grid, and
#'   when the model predicts fields of numbers, which have no picture here.
#' @family data sets
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' images <- array(runif(6 * 64), c(6, 1, 8, 8))
#' plot(dataset_arrays(images, factor(rep(c("a", "b"), 3))), n = 6)
#' @export
plot.escnn_dataset <- function(x, fitted = NULL, n = 16, title = NULL,
                               limits = NULL, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to plot.")
  about <- about_dataset(x)
  if (is.numeric(fitted) && missing(n)) {
    # as in plot(x, 4)
    n <- fitted
    fitted <- NULL
  }
  if (!is.null(fitted)) check_fit(fitted)
  n <- check_whole(n, min = 1, max = 64)
  title <- check_string(title, null = TRUE) %||% about$name
  limits <- check_limits(limits)
  if (length(about$shape) < 3L) {
    abort_arg("x", x, "a data set of images or volumes", "Its examples are rows of numbers.")
  }
  if (length(x) == 0L) {
    abort_arg("x", x, "a data set of at least one example")
  }
  shown <- utils::head(x, n)
  predicted <- if (!is.null(fitted)) stats::predict(fitted, shown)
  if (!is.null(fitted) && length(dim(predicted)) > 2L && fit_kind(fitted) != "classes") {
    cli::cli_abort(
      c(
        "{.arg fitted} predicts fields of numbers, which have no picture beside the example.",
        i = "Draw them with
             {.code plot(predict(fitted_module(fitted), as.array(x), type = \"tensor\"))}."
      ),
      class = error_class("argument"), arg = "fitted"
    )
  }
  if (length(dim(predicted)) > 2L || (is.null(predicted) && has_class_maps(about))) {
    levels <- if (is.null(fitted)) unlist(about$classes) else fitted$levels
    return(plot_segmentation(shown, about, predicted, levels, title, limits))
  }
  if (!is.null(predicted)) {
    return(plot_predictions(shown, about, predicted, title, limits))
  }
  labels <- example_labels(shown)
  plot <- picture_plot(pixel_colours(as.array(shown), limits), labels) +
    ggplot2::labs(title = title, subtitle = if (nzchar(about$note)) about$note)
  escnn_plot(plot, paste0(
    picture_words(about, length(labels)), " of the data set ", about$name, ", labelled ",
    toString(unname(labels)), "."
  ))
}

picture_words <- function(about, n) {
  if (length(about$shape) == 4L) {
    return(count_words(n, "middle slice of a volume", "middle slices of volumes"))
  }
  count_words(n, "image")
}

# Pictures side by side, each with its label.
picture_plot <- function(rows, labels) {
  ggplot2::ggplot(rows, ggplot2::aes(x = .data$column, y = .data$row, fill = .data$colour)) +
    ggplot2::geom_raster() +
    ggplot2::scale_fill_identity() +
    example_panels(labels) + small_strips(length(labels))
}

# A panel for each example, whose rows go down.
example_panels <- function(labels) {
  list(
    ggplot2::facet_wrap(
      ggplot2::vars(.data$example), labeller = ggplot2::as_labeller(labels),
      ncol = panel_columns(length(labels))
    ),
    ggplot2::scale_y_reverse(), ggplot2::coord_equal(expand = FALSE), picture_theme()
  )
}

# Colours nearer to white, so that others are seen over them.
faded <- function(colours, least) {
  grDevices::rgb(least + (1 - least) * t(grDevices::col2rgb(colours)) / 255)
}

# One row a pixel and example, with its colour.
pixel_colours <- function(values, limits = NULL) {
  values <- middle_slices(values)
  extent <- dim(values)
  n <- extent[[1]]
  # example, row, column, channel
  values <- aperm(values, c(1, 3, 4, 2))
  if (extent[[2]] == 3L) {
    values <- pmin(pmax(values, 0), 1)
    colour <- grDevices::rgb(values[, , , 1], values[, , , 2], values[, , , 3])
  } else {
    first <- as.vector(values[, , , 1])
    span <- limits %||% range(first)
    shade <- (first - span[[1]]) / max(diff(span), 1e-12)
    colour <- grDevices::grey(squished(shade))
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
  numbered <- is.null(y) || (!is.null(dim(y)) && !is.logical(y))
  text <- if (numbered) as.character(seq_len(n)) else target_words(y)
  stats::setNames(strtrim(text, 24), seq_len(n))
}

# What is to be predicted, or was, in a word or a few for each example.
target_words <- function(y) {
  if (is.matrix(y) && is.logical(y)) {
    return(apply(y, 1, function(row) if (any(row)) toString(colnames(y)[row]) else "none"))
  }
  if (is.numeric(y) && length(dim(y)) > 1L) {
    y <- matrix(y, nrow(y))
    return(apply(y, 1, function(row) toString(format(row, digits = 2, trim = TRUE))))
  }
  if (is.numeric(y)) format(y, trim = TRUE, digits = 3) else as.character(y)
}
