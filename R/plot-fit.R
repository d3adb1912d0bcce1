#' Plot the history of training
#'
#' Shows loss and metrics by epoch, for training and validation data.
#'
#' @param x A fitted model.
#' @param ... Not used.
#' @returns A ggplot, with [alt text][alt_text].
#' @section Errors: An error of rlang when ggplot2 is not installed.
#' @source Drawn with 'ggplot2'.
#' @family training
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' x <- array(rnorm(20 * 81), c(20, 1, 9, 9))
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 9) |>
#'   nn_group_pooling()
#' plot(fit(model, x, factor(rep(1:2, 10)), epochs = 4, validation = 0.2))
#' @export
plot.escnn_fit <- function(x, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to plot.")
  rows <- tidy(x)
  rows$data <- factor(rows$data, c("train", "valid"), c("training", "validation"))
  rows$metric <- factor(rows$metric, unique(rows$metric))
  plot <- ggplot2::ggplot(
    rows,
    ggplot2::aes(
      .data$epoch, .data$value, colour = .data$data, linetype = .data$data, shape = .data$data
    )
  ) +
    (if (max(rows$epoch) > min(rows$epoch)) ggplot2::geom_line()) +
    ggplot2::geom_point(size = 1.6) +
    ggplot2::facet_wrap("metric", scales = "free_y") +
    ggplot2::scale_colour_manual(
      "Data", values = stats::setNames(two_colours, levels(rows$data))
    ) +
    ggplot2::scale_linetype_discrete("Data") +
    ggplot2::scale_shape_discrete("Data") +
    ggplot2::scale_x_continuous(
      "Epoch", breaks = function(range) unique(round(pretty(range, 6)))
    ) +
    ggplot2::labs(title = "History of training", y = NULL) +
    plain_theme()
  escnn_plot(plot, history_alt(rows))
}

# Where each curve begins and ends, and its best.
history_alt <- function(rows) {
  epochs <- length(unique(rows$epoch))
  parts <- vapply(split(rows, list(rows$data, rows$metric), drop = TRUE), function(part) {
    number <- function(x) format(x, digits = 3)
    first <- part$value[[1]]
    last <- part$value[[nrow(part)]]
    name <- paste(part$metric[[1]], "of", part$data[[1]], "data")
    if (epochs == 1L) {
      return(paste(name, "is", number(first)))
    }
    verb <- if (isTRUE(last < first)) "falls" else if (isTRUE(last > first)) "rises" else "goes"
    paste(name, verb, "from", number(first), "to", number(last))
  }, "")
  paste0(
    "History of training over ", count_words(epochs, "epoch"), ": the ",
    paste(parts, collapse = "; "), "."
  )
}
