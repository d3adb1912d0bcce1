#' Plot a field type
#'
#' Shows what fields a type has: for each representation how many fields, and one of them as
#' a row of squares, one a channel, in blocks of the irreps that it is made of.
#'
#' @param x A field type.
#' @param title Title of the plot; `NULL` for the type in words.
#' @param ... Not used.
#' @returns A ggplot, with [alt text][alt_text]. At most 12 representations are drawn.
#' @section Errors: `escnn_error_python` when the Python session is gone.
#' @family plots
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' g <- gspace_flip_rot2d_on_r2(n = 4)
#' plot(field_type(g, regular = 8, trivial = 4))
#' @export
plot.escnn_field_type <- function(x, title = NULL, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to plot.")
  check_alive(x)
  title <- check_string(title, null = TRUE) %||% format(x)
  fields <- field_kinds(x)
  shown <- utils::head(fields, 12L)
  blocks <- do.call(rbind, Map(function(field, row) {
    ends <- cumsum(field$sizes)
    data.frame(
      row = row, left = ends - field$sizes + 0.5, right = ends + 0.5, irrep = field$irreps,
      shade = seq_along(ends) %% 2 == 0
    )
  }, shown, seq_along(shown)))
  cells <- do.call(rbind, Map(function(field, row) {
    data.frame(row = row, channel = seq_len(sum(field$sizes)))
  }, shown, seq_along(shown)))
  labels <- vapply(shown, function(field) {
    channels <- count_words(sum(field$sizes), "channel")
    paste0(field$count, " x ", shorten(field$name, 28), "\n", channels)
  }, "")
  widest <- max(cells$channel)
  plot <- ggplot2::ggplot(blocks) +
    ggplot2::geom_rect(
      ggplot2::aes(
        xmin = .data$left, xmax = .data$right, ymin = .data$row - 0.35, ymax = .data$row + 0.2,
        fill = .data$shade
      ), colour = "black", linewidth = 0.4
    ) +
    (if (widest <= 64) {
      ggplot2::geom_segment(
        ggplot2::aes(
          x = .data$channel + 0.5, xend = .data$channel + 0.5, y = .data$row - 0.35,
          yend = .data$row + 0.2
        ), data = cells, colour = "black", linewidth = 0.15
      )
    }) +
    (if (widest <= 64) {
      ggplot2::geom_text(
        ggplot2::aes(
          x = (.data$left + .data$right) / 2, y = .data$row + 0.24,
          label = sub("^irrep_", "", .data$irrep)
        ), size = if (widest <= 10) 3 else if (widest <= 24) 2.2 else 1.6, vjust = 1
      )
    }) +
    ggplot2::scale_fill_manual(
      values = c("FALSE" = "#9CC9E5", "TRUE" = "#FFFFFF"), guide = "none"
    ) +
    ggplot2::scale_y_reverse(breaks = seq_along(labels), labels = labels) +
    ggplot2::scale_x_continuous(
      breaks = function(range) setdiff(unique(round(pretty(c(1, range[[2]] - 0.4), 6))), 0),
      expand = ggplot2::expansion(add = c(0.6, 0.3))
    ) +
    ggplot2::coord_cartesian(ylim = c(max(length(shown), 3) + 0.5, 0.5), clip = "off") +
    ggplot2::labs(
      title = title, subtitle = "One field of each, and its irreps by their numbers",
      x = "Channel of the field", y = NULL,
      caption = paragraphs(
        "A square is a channel. Blue and white set neighbouring irreps apart, and mean no more.",
        if (length(fields) > 12) paste(length(fields) - 12, "more representations not shown.")
      )
    ) +
    plain_theme() + ggplot2::theme(panel.grid = ggplot2::element_blank())
  parts <- vapply(shown, function(field) {
    paste0(
      count_words(field$count, "field"), " ", field$name, " of size ", sum(field$sizes),
      ", made of ", and_words(field$irreps, 8L)
    )
  }, "")
  escnn_plot(plot, paste0(title, ": ", paste(parts, collapse = "; "), "."))
}

# Each representation once, with its number of fields and its irreps.
field_kinds <- function(type) {
  channels <- field_type_channels(type)
  lapply(unique(channels$representation), function(name) {
    first <- match(name, channels$representation)
    irreps <- repr_irreps(type$representations[[first]])
    list(
      name = name, count = sum(channels$representation == name), irreps = names(irreps),
      sizes = vapply(irreps, function(irrep) as.integer(irrep$size), 1L, USE.NAMES = FALSE)
    )
  })
}
