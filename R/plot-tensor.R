#' Plot feature maps
#'
#' Shows the fields of one item of a batch as images, all on one colour scale, named by
#' field: scalars and other fields channel by channel, vectors as arrows over their
#' length. Of a volume, the middle slice is shown.
#'
#' @param x A geometric tensor on a grid.
#' @param item Which item of the batch, from 1.
#' @param fields Which fields, as an index from 1 or names; at most 16 pictures
#'   are drawn.
#' @param title Title of the plot.
#' @param limits The range of the colours; `NULL` for that of the values. Two numbers,
#'   or the tensors or arrays that are to be compared: `limits = list(x, y)`.
#' @param arrows Whether fields of vectors, which turn as the plane or space does, are
#'   drawn as arrows; otherwise channel by channel as other fields.
#' @param ... Not used.
#' @returns A ggplot, with [alt text][alt_text]. With negative values, the colours are
#'   dark blue below zero, grey at zero and yellow above; in print without colours,
#'   lighter is more.
#' @section Errors: `escnn_error_argument` when the tensor does not have this item or
#'   these fields, or does not lie on a grid.
#' @family geometric tensors
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' type <- field_type(gspace_rot2d_on_r2(n = 4), "trivial")
#' plot(geometric_tensor(array(volcano[1:61, 1:61], c(1, 1, 61, 61)), type))
#' wind <- field_type(gspace_rot2d_on_r2(n = 4), "irrep_1")
#' turning <- array(c(row(diag(9)) - 5, col(diag(9)) - 5), c(1, 9, 9, 2))
#' plot(geometric_tensor(aperm(turning, c(1, 4, 2, 3)), wind))
#' @export
plot.escnn_tensor <- function(x, item = 1, fields = NULL, title = NULL, limits = NULL,
                              arrows = TRUE, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to plot.")
  check_alive(x)
  title <- check_string(title, null = TRUE)
  limits <- check_limits(limits)
  maps <- feature_maps(x, item, fields, check_flag(arrows))
  plot_feature_maps(maps, title, limits, format(x$type))
}

plot_feature_maps <- function(maps, title, limits, type) {
  rows <- maps$rows
  vectors <- maps$arrows
  range <- colour_range(rows$value, limits)
  several <- nlevels(rows$map)
  all_vectors <- length(maps$vectors) == several
  name <- if (all_vectors) "Length" else if (length(maps$vectors)) "Value,\nor length" else "Value"
  plot <- ggplot2::ggplot(rows, ggplot2::aes(x = .data$column, y = .data$row)) +
    ggplot2::geom_raster(ggplot2::aes(fill = .data$value)) +
    (if (!is.null(vectors)) arrow_layers(vectors)) +
    ggplot2::facet_wrap(
      ggplot2::vars(.data$map), ncol = panel_columns(several),
      labeller = ggplot2::as_labeller(map_labels(maps))
    ) +
    ggplot2::scale_y_reverse(n.breaks = 4) +
    ggplot2::scale_x_continuous(n.breaks = 4) +
    scale_values(range, name) +
    ggplot2::coord_equal(expand = FALSE) +
    ggplot2::labs(
      title = title, subtitle = if (several > 4) "Number of the field [channel]",
      x = "Column (pixels)", y = "Row (pixels)",
      caption = paragraphs(
        if (several > 4) maps$kinds,
        if (maps$left_out > 0) {
          paste(count_words(maps$left_out, "more picture"), "not shown: choose with `fields`.")
        },
        clipped_words(rows$value, limits)
      )
    ) +
    plain_theme() + theme_cells() + small_strips(several)
  escnn_plot(plot, feature_alt(maps, title, type, range))
}

feature_alt <- function(maps, title, type, range) {
  rows <- maps$rows
  scalars <- nlevels(rows$map) - length(maps$vectors)
  drawn <- c(
    if (scalars > 0) count_words(scalars, "channel"),
    if (length(maps$vectors)) {
      paste(
        count_words(length(maps$vectors), "field"), "of vectors, drawn as arrows over their length"
      )
    }
  )
  directions <- vapply(maps$vectors, function(map) {
    paste0(
      direction_words(maps$field_means[[map]], map), flow_words(maps$field_flows[[map]], map)
    )
  }, "")
  paste0(
    if (is.null(title)) "Feature maps" else title, ": ", and_words(drawn), ", of type ", type,
    ", each ", max(rows$row), " by ", max(rows$column), " pixels, values from ",
    range_words(rows$value), ". ", strongest_words(rows), paste(directions, collapse = ""),
    colour_words(range)
  )
}

# Where values are largest, by ninths of a picture.
place_words <- function(row, column, size) {
  third <- function(at, extent) pmin(3L, 1L + floor(3 * (at - 0.5) / extent))
  down <- c("top", "middle", "bottom")[third(row, size[[1]])]
  across <- c("left", "centre", "right")[third(column, size[[2]])]
  ifelse(down == "middle" & across == "centre", "middle", paste(down, across))
}

strongest_words <- function(rows) {
  size <- c(max(rows$row), max(rows$column))
  if (all(size == 1) || diff(range(rows$value)) == 0) {
    return("")
  }
  top <- rows[which.max(rows$value), ]
  paste0(
    "The largest value is at the ", place_words(top$row, top$column, size),
    if (nlevels(rows$map) > 1) paste0(" of ", top$map), ". ", each_largest_words(rows)
  )
}

# The largest value of each picture, where there are several.
each_largest_words <- function(rows) {
  if (nlevels(rows$map) == 1L) {
    return("")
  }
  largest <- tapply(rows$value, rows$map, max)
  paste0(
    "The largest of each field [channel]: ",
    paste(sub("^field ([0-9]+): .*?( \\[[0-9]+\\])?$", "\\1\\2", names(largest), perl = TRUE),
          vapply(largest, format, "", digits = 2), sep = ": ", collapse = ", "), ". "
  )
}

direction_words <- function(mean, map) {
  if (sqrt(sum(mean^2)) < 1e-9) {
    return(paste0("The arrows of ", map, " have no common direction. "))
  }
  angle <- atan2(mean[[2]], mean[[1]]) * 180 / pi
  to <- c("right", "upper right", "top", "upper left", "left", "lower left", "bottom",
          "lower right")[[1 + round(angle / 45) %% 8]]
  paste0("On average the arrows of ", map, " point to the ", to, ". ")
}

# Arrows that go round the middle, or out of it.
flow_words <- function(flow, map) {
  words <- c(
    "circle anticlockwise around the middle", "circle clockwise around the middle",
    "point away from the middle", "point to the middle"
  )
  shares <- c(flow[[1]], -flow[[1]], flow[[2]], -flow[[2]])
  if (max(shares) < 0.5) {
    return("")
  }
  paste0("The arrows of ", map, " ", words[[which.max(shares)]], ". ")
}

# Black on a white rim, to be seen on any colour.
arrow_layers <- function(vectors) {
  layer <- function(colour, linewidth) {
    ggplot2::geom_segment(
      ggplot2::aes(xend = .data$to_column, yend = .data$to_row), data = vectors,
      colour = colour, linewidth = linewidth, lineend = "round", linejoin = "round",
      arrow = ggplot2::arrow(length = ggplot2::unit(0.25 * vectors$step_share[[1]], "npc"),
                             type = "open", angle = 25)
    )
  }
  list(layer("white", 1.3), layer("black", 0.5))
}
