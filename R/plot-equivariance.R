#' Plot a check of equivariance
#'
#' Shows the relative error against the angle, on a logarithmic scale, with the
#' tolerances as lines. Exact and interpolated elements differ in colour and in shape.
#'
#' @param x What [check_equivariance()] returned.
#' @param ... Not used.
#' @returns A ggplot, with alt text.
#' @section Errors: An error of [rlang::check_installed()] when 'ggplot2' is
#'   not installed.
#' @seealso [check_equivariance()]
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' model <- field_type(gspace_rot2d_on_r2(n = 8), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 5)
#' plot(check_equivariance(model))
#' @export
plot.escnn_equivariance <- function(x, ...) {
  rlang::check_installed("ggplot2", "to plot.")
  rows <- unclass_rows(x)
  # a perfect score has no logarithm: it is drawn at the precision of the numbers
  floor <- 1e-8
  rows$shown <- pmax(rows$relative_error, floor)
  rows$kind <- factor(rows$kind, c("exact", "interpolated"))
  rows$what <- ifelse(rows$flip, "with a flip", "rotation")
  limits <- attr(x, "tolerance")[levels(droplevels(rows$kind))]
  lines <- data.frame(kind = factor(names(limits), levels(rows$kind)), limit = unname(limits))
  about <- attr(x, "about")
  ggplot2::ggplot(rows, ggplot2::aes(x = .data$angle, y = .data$shown, colour = .data$kind)) +
    ggplot2::geom_hline(
      data = lines, ggplot2::aes(yintercept = .data$limit, colour = .data$kind),
      linetype = "dashed"
    ) +
    ggplot2::geom_point(ggplot2::aes(shape = .data$what), size = 2.5) +
    ggplot2::scale_x_continuous(breaks = seq(0, 360, 45)) +
    ggplot2::scale_y_log10(
      limits = c(floor, max(1, rows$shown)),
      breaks = 10^seq(-8, 0, 2), labels = paste0("1e", seq(-8, 0, 2))
    ) +
    ggplot2::scale_colour_manual(
      values = c(exact = "#0072B2", interpolated = "#D55E00"), drop = TRUE
    ) +
    ggplot2::labs(
      title = paste("Equivariance of", about$module, "under", about$group),
      subtitle = "Dashed: the largest error that passes",
      x = "Angle of the rotation (degrees)", y = "Relative error",
      colour = "Element", shape = "Acts by",
      alt = alt_equivariance(x)
    ) +
    ggplot2::theme_minimal()
}

# The same in words.
alt_equivariance <- function(x) {
  by_kind <- summary(x)
  parts <- vapply(seq_len(nrow(by_kind)), function(i) {
    row <- by_kind[i, ]
    paste0(
      row$elements, " ", row$kind, " elements have relative errors up to ",
      error_number(row$relative_error), ", ",
      if (row$failed == 0) "all" else paste(row$elements - row$failed, "of them"),
      " within the limit of ", error_number(row$tolerance)
    )
  }, "")
  about <- attr(x, "about")
  paste0(
    "Relative error of ", about$module, " against the angle of rotation, group ", about$group,
    ". ", paste(parts, collapse = "; "), "."
  )
}
