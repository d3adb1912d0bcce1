#' Plot a check of equivariance
#'
#' Shows the relative error against the angle (of groups that turn about several axes:
#' against the number of the element), on a logarithmic scale, with the
#' tolerances as lines. Exact and interpolated elements differ in colour and in shape,
#' and those with a flip are open.
#'
#' @param x What [check_equivariance()] returned.
#' @param ... Not used.
#' @returns A ggplot, with [alt text][alt_text].
#' @section Errors: An error of [rlang::check_installed()] when 'ggplot2' is
#'   not installed.
#' @seealso [check_equivariance()]
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' model <- field_type(gspace_rot2d_on_r2(n = 8), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 5)
#' plot(check_equivariance(model))
#' @export
plot.escnn_equivariance <- function(x, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to plot.")
  rows <- unclass_rows(x)
  # a perfect score has no logarithm: it is drawn at the precision of the numbers
  floor <- 1e-8
  rows$shown <- pmax(judged_error(rows), floor)
  turning <- !all(is.nan(rows$angle))
  rows$at <- if (turning) rows$angle else seq_len(nrow(rows))
  rows$kind <- factor(rows$kind, c("exact", "interpolated"))
  kinds <- names(element_shapes)
  rows$element <- factor(
    paste0(rows$kind, ifelse(rows$flip, ", with a flip", "")), kinds
  )
  limits <- attr(x, "tolerance")[levels(droplevels(rows$kind))]
  lines <- data.frame(kind = factor(names(limits), levels(rows$kind)), limit = unname(limits))
  about <- attr(x, "about")
  lines$element <- factor(lines$kind, kinds)
  plot <- ggplot2::ggplot(rows, ggplot2::aes(
    x = .data$at, y = .data$shown, colour = .data$element, shape = .data$element
  )) +
    ggplot2::geom_hline(
      data = lines, ggplot2::aes(yintercept = .data$limit, colour = .data$element),
      linetype = c(exact = "dashed", interpolated = "longdash")[as.character(lines$kind)],
      show.legend = FALSE
    ) +
    ggplot2::geom_point(size = 2.5, stroke = 1) +
    (if (turning) {
      ggplot2::scale_x_continuous(breaks = seq(0, 360, 45))
    } else {
      ggplot2::scale_x_continuous(breaks = function(range) unique(round(pretty(range, 6))))
    }) +
    ggplot2::scale_y_log10(
      limits = c(floor, max(1, rows$shown)),
      breaks = 10^seq(-8, 0, 2), labels = paste0("1e", seq(-8, 0, 2))
    ) +
    ggplot2::scale_colour_manual(
      "Element", values = stats::setNames(rep(two_colours, each = 2), kinds)
    ) +
    ggplot2::scale_shape_manual("Element", values = element_shapes) +
    ggplot2::labs(
      title = paste("Equivariance of", module_words(about$module), "under", about$group),
      subtitle = paste0(
        "Dashed: the largest that passes",
        if ("interpolated" %in% rows$kind) ". Of interpolated: as a share of what inputs differ by"
      ),
      x = if (turning) "Angle of the rotation (degrees)" else "Element, by its number",
      y = "Relative error"
    ) +
    plain_theme()
  escnn_plot(plot, equivariance_alt(x))
}

# Filled, or open with a flip.
element_shapes <- c(
  exact = 16, "exact, with a flip" = 1, interpolated = 17, "interpolated, with a flip" = 2
)

# The same in words.
equivariance_alt <- function(x) {
  by_kind <- summary(x)
  parts <- vapply(seq_len(nrow(by_kind)), function(i) {
    row <- by_kind[i, ]
    paste0(
      row$elements, " ", row$kind, " elements have ",
      if (row$kind == "exact") {
        paste("relative errors up to", error_number(row$relative_error))
      } else {
        paste(
          "errors up to", error_share(row$share_of_others),
          "of what outputs of different inputs differ by"
        )
      }, ", ",
      if (row$failed == 0) "all" else paste(row$elements - row$failed, "of them"),
      " within the limit of ",
      if (row$kind == "exact") error_number(row$tolerance) else error_share(row$tolerance),
      if (row$unclear > 0) paste0(", ", row$unclear, " unclear")
    )
  }, "")
  about <- attr(x, "about")
  paste0(
    "Relative error of ", module_words(about$module), " against ",
    if (all(is.nan(x$angle))) "the number of the element" else "the angle of rotation",
    ", group ", about$group,
    ". ", paste(parts, collapse = "; "), "."
  )
}
