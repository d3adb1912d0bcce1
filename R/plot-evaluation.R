#' Plot how well a model does on rotated data
#'
#' Draws the loss and metrics of `evaluate(angles =)` against the angle: one panel for
#' each, one line for each model, or for each `threshold` if there are several.
#'
#' @param x What [evaluate()][evaluate_fit] gave for several `angles`.
#' @param ... The same of other models, to compare them. Names become those of the lines:
#'   `plot(one, conventional = two)`.
#' @param name The name of the first line, where there are several.
#' @param metrics Which columns to draw; `NULL` for all.
#' @param title Title of the plot.
#' @returns A ggplot, with [alt text][alt_text].
#' @section Errors: `escnn_error_argument` when something isn't what `evaluate(angles =)`
#'   gives, or doesn't have these columns.
#' @family plots
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' x <- array(rnorm(20 * 81), c(20, 1, 9, 9))
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 9) |>
#'   nn_group_pooling()
#' fitted <- fit(model, x, factor(rep(1:2, 10)), epochs = 1)
#' plot(evaluate(fitted, x, factor(rep(1:2, 10)), "accuracy", angles = seq(0, 315, 45)))
#' @export
plot.escnn_evaluation <- function(x, ..., name = "equivariant", metrics = NULL, title = NULL) {
  rlang::check_installed("ggplot2", "to plot.")
  others <- list(...)
  title <- check_string(title, null = TRUE) %||% "Scores on rotated data"
  runs <- c(stats::setNames(list(x), check_string(name)), others)
  unnamed <- !nzchar(names(runs))
  names(runs)[unnamed] <- paste("model", which(unnamed))
  for (i in seq_along(runs)) {
    if (!is.data.frame(runs[[i]]) || !"angle" %in% names(runs[[i]])) {
      abort_arg(
        if (i == 1) "x" else names(runs)[[i]], runs[[i]],
        "what `evaluate()` gives for several `angles`"
      )
    }
  }
  runs <- unlist(lapply(names(runs), function(name) {
    by_threshold(runs[[name]], name, alone = length(runs) == 1L)
  }), recursive = FALSE)
  where <- c("angle", "threshold")
  known <- Reduce(intersect, lapply(runs, function(run) setdiff(names(run), where)))
  metrics <- metrics %||% known
  if (!is.character(metrics) || !length(metrics) || !all(metrics %in% known)) {
    abort_arg("metrics", metrics, paste("among", toString(encodeString(known, quote = "\""))))
  }
  rows <- do.call(rbind, lapply(names(runs), function(model) {
    run <- as.data.frame(runs[[model]])
    do.call(rbind, lapply(metrics, function(metric) {
      data.frame(model = model, metric = metric, angle = run$angle, value = run[[metric]])
    }))
  }))
  rows$model <- factor(rows$model, names(runs))
  rows$metric <- factor(rows$metric, metrics)
  escnn_plot(plot_scores(rows, title), scores_alt(rows, title))
}

# A table of scores for each of several thresholds, under the name of its line.
by_threshold <- function(run, name, alone) {
  run <- as.data.frame(run)
  thresholds <- unique(run$threshold)
  if (length(thresholds) < 2L) {
    return(stats::setNames(list(run), name))
  }
  parts <- lapply(thresholds, function(threshold) run[run$threshold == threshold, ])
  label <- paste("threshold", format(thresholds, digits = 3, trim = TRUE, drop0trailing = TRUE))
  stats::setNames(parts, if (alone) label else paste0(name, ", ", label))
}

plot_scores <- function(rows, title) {
  models <- nlevels(rows$model)
  legend <- if (all(grepl("^threshold ", levels(rows$model)))) NULL else "Model"
  colours <- rep(score_colours, length.out = models)
  span <- diff(range(rows$angle))
  ggplot2::ggplot(rows, ggplot2::aes(
    x = .data$angle, y = .data$value, colour = .data$model, linetype = .data$model,
    shape = .data$model
  )) +
    (if (span > 0) ggplot2::geom_line(linewidth = 0.7)) +
    ggplot2::geom_point(size = 1.8) +
    ggplot2::facet_wrap(ggplot2::vars(.data$metric), scales = "free_y") +
    ggplot2::scale_colour_manual(legend, values = colours) +
    ggplot2::scale_linetype_discrete(legend) +
    ggplot2::scale_shape_manual(legend, values = rep(c(16, 17, 15, 3, 7, 8), length.out = models)) +
    (if (span >= 180) {
      ggplot2::scale_x_continuous(breaks = seq(-360, 720, 90))
    } else {
      ggplot2::scale_x_continuous(n.breaks = 5)
    }) +
    ggplot2::labs(title = title, x = "Angle of the rotation (degrees)", y = NULL) +
    plain_theme() +
    ggplot2::theme(legend.position = if (models == 1) "none" else "bottom")
}

scores_alt <- function(rows, title) {
  number <- function(x) format(x, digits = 3)
  parts <- vapply(split(rows, list(rows$model, rows$metric), drop = TRUE), function(part) {
    low <- which.min(part$value)
    high <- which.max(part$value)
    whose <- if (nlevels(rows$model) > 1) paste(" of", part$model[[1]])
    if (!length(low)) {
      return(paste0(part$metric[[1]], whose, " is unknown"))
    }
    if (part$value[[low]] == part$value[[high]]) {
      return(paste0(part$metric[[1]], whose, " is ", number(part$value[[low]]), " at all angles"))
    }
    paste0(
      part$metric[[1]], whose, " is between ", number(part$value[[low]]), " (at ",
      number(part$angle[[low]]), " degrees) and ", number(part$value[[high]]), " (at ",
      number(part$angle[[high]]), " degrees)"
    )
  }, "")
  paste0(
    title, ", at ", count_words(length(unique(rows$angle)), "angle"), ": ",
    paste(parts, collapse = "; "), "."
  )
}
