# Predictions beside truths: labels of images, and maps of classes over them.

# What is known of an example and what was predicted, in a few words.
prediction_labels <- function(truth, predicted) {
  # labels in the order of those that were trained
  if (is.logical(predicted) && all(colnames(predicted) %in% colnames(truth))) {
    truth <- truth[, colnames(predicted), drop = FALSE]
  }
  predicted_text <- target_words(predicted)
  if (is.null(truth)) {
    return(data.frame(text = predicted_text, right = NA))
  }
  known <- target_words(truth)
  right <- if (is.numeric(predicted)) rep(NA, length(known)) else known == predicted_text
  text <- ifelse(
    right %in% TRUE, known, paste0(strtrim(predicted_text, 24), " (is ", strtrim(known, 24), ")")
  )
  data.frame(text = text, right = right)
}

# Examples of a data set with what a fitted model says of them.
plot_predictions <- function(shown, about, predicted, title, limits = NULL) {
  labels <- prediction_labels(dataset_labels(shown), predicted)
  rows <- pixel_colours(as.array(shown), limits)
  wrong <- which(labels$right %in% FALSE)
  frame <- data.frame(example = factor(wrong, seq_len(nrow(labels))))
  strips <- sub(" (is ", "\n(is ", labels$text, fixed = TRUE)
  plot <- picture_plot(rows, stats::setNames(strips, seq_along(strips)))
  if (length(wrong)) {
    plot <- plot + ggplot2::geom_rect(
      data = frame, xmin = -Inf, xmax = Inf, ymin = -Inf, ymax = Inf, fill = NA,
      colour = "#D55E00", linewidth = 1.2, inherit.aes = FALSE
    )
  }
  known <- !anyNA(labels$right)
  subtitle <- if (length(wrong)) {
    "Framed: predicted otherwise than it is"
  } else if (!known && !is.null(dataset_labels(shown))) {
    "What is predicted, and in brackets what it is"
  }
  right <- nrow(labels) - length(wrong)
  verb <- if (right == 1) " is" else " are"
  escnn_plot(plot + ggplot2::labs(title = title, subtitle = subtitle), paste0(
    picture_words(about, nrow(labels)), " of the data set ", about$name,
    ", with what is predicted: ", toString(labels$text),
    if (known) paste0(". ", right, " of ", nrow(labels), verb, " right"),
    "."
  ))
}

# Maps of classes over images: the truth, what a model gives, or both. `predicted` are
# classes from 1 of these levels, or `NULL`.
plot_segmentation <- function(shown, about, predicted, levels, title, limits = NULL) {
  truth <- if (!is.null(about$targets)) dataset_labels(shown)
  if (!is.null(truth) && has_class_maps(about)) {
    truth[] <- match(unlist(about$classes), levels)[truth]
  } else {
    truth <- NULL
  }
  maps <- Filter(Negate(is.null), list(truth = truth, prediction = predicted))
  maps <- lapply(maps, middle_slice)
  rows <- pixel_colours(as.array(shown), limits)
  rows <- do.call(rbind, lapply(names(maps), function(what) {
    cbind(rows, what = what, class = factor(levels[as.vector(maps[[what]])], levels))
  }))
  rows$what <- factor(rows$what, names(maps))
  rows$colour <- faded(rows$colour, 0.25)
  covered <- rows[!is.na(rows$class) & rows$class != levels[[1]], ]
  shares <- agreement_words(maps)
  plot <- ggplot2::ggplot(rows, ggplot2::aes(x = .data$column, y = .data$row)) +
    ggplot2::geom_raster(fill = rows$colour) +
    ggplot2::geom_tile(
      ggplot2::aes(fill = .data$class), data = covered, alpha = 0.55, width = 1, height = 1
    ) +
    ggplot2::facet_grid(ggplot2::vars(.data$what), ggplot2::vars(.data$example), switch = "y") +
    ggplot2::scale_y_reverse() +
    ggplot2::scale_fill_manual(
      NULL, values = class_colours(levels), breaks = levels[-1], drop = FALSE,
      guide = ggplot2::guide_legend(ncol = legend_columns(levels[-1]))
    ) +
    ggplot2::coord_equal(expand = FALSE) +
    ggplot2::labs(title = title, subtitle = shares) +
    picture_theme() +
    ggplot2::theme(
      strip.text.x = ggplot2::element_blank(), legend.position = "bottom",
      strip.text.y.left = ggplot2::element_text(angle = 90)
    )
  escnn_plot(plot, paste0(
    picture_words(about, length(shown)), " of the data set ", about$name,
    ", with the classes of their pixels over them in colour (",
    paste(names(maps), collapse = " above "), "): ", toString(levels[-1]), "; ", levels[[1]],
    " is left uncoloured. ", share_words(maps, levels),
    if (!is.null(shares)) paste0(" ", shares, ".")
  ))
}

# Of a legend below a plot that is five inches wide.
legend_columns <- function(labels) {
  max(1L, min(length(labels), 60L %/% (max(nchar(labels)) + 6L)))
}

middle_slice <- function(map) {
  extent <- dim(map)
  if (length(extent) < 4L) {
    return(map)
  }
  array(map[, (extent[[2]] + 1L) %/% 2L, , ], extent[-2])
}

# How much of the pictures each class covers.
share_words <- function(maps, levels) {
  parts <- vapply(names(maps), function(what) {
    shares <- 100 * table(factor(levels[as.vector(maps[[what]])], levels)) / length(maps[[what]])
    shares <- paste(format(round(c(shares), 1), trim = TRUE), "%", levels)
    paste0(what, ": ", and_words(shares, 8L))
  }, "")
  paste0("Shares of the pixels, ", paste(parts, collapse = "; "), ".")
}

agreement_words <- function(maps) {
  if (length(maps) == 2L) {
    paste0(format(100 * mean(maps[[1]] == maps[[2]]), digits = 3), " % of the pixels agree")
  }
}

# For few classes colours that differ in lightness, too; the first class, mostly
# background, has none.
class_colours <- function(levels) {
  few <- c("#E69F00", "#00456B", "#F0E442", "#C2477F", "#56B4E9", "#7A2E00", "#009E73")
  n <- length(levels) - 1L
  colours <- if (n <= length(few)) few[seq_len(n)] else grDevices::hcl.colors(n, "viridis")
  stats::setNames(c("#FFFFFF", colours), levels)
}

# Whether a class is given for each pixel.
has_class_maps <- function(about) {
  !is.null(about$classes) && !about$several && length(unlist(about$targets)) > 2L
}
