#' Plot what a prediction depends on
#'
#' Draws each image in grey, with its map over it in colour: the stronger the
#' colour, the more depends on the pixel. Lines go round what is above half of the
#' largest value, dashed ones where it speaks against the explained class. Of a volume,
#' the slice with the largest values is shown.
#'
#' A gradient has one colour, orange. Maps of the other methods have two: what
#' is orange speaks for the explained class, what is dark blue against it. The colours
#' can be told apart with any kind of colour vision, and in print without colours, where blue
#' is darker; `+` and `-` stand where the largest of each are.
#'
#' @param x What [explain_prediction()] gave.
#' @param n How many examples, from the first on; at most 64. Pick others with
#'   `[`.
#' @param title Title of the plot.
#' @param common Whether one scale of colours is for all examples; otherwise each
#'   image has its own, and values are shares of its largest.
#' @param limits How far the colours go, as a number, or values that are to be compared;
#'   `common` is then `TRUE`.
#' @param ... Not used.
#' @returns A ggplot, with [alt text][alt_text].
#' @section Errors: `escnn_error_argument` when `n` is not a whole number from 1 to 64.
#' @family training
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' x <- array(rnorm(20 * 81), c(20, 1, 9, 9))
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 9) |>
#'   nn_group_pooling()
#' fitted <- fit(model, x, factor(rep(c("a", "b"), 10)), epochs = 1)
#' plot(explain_prediction(fitted, x[1:2, , , , drop = FALSE], "occlusion"))
#' @export
plot.escnn_explanation <- function(x, n = 16, title = NULL, common = FALSE,
                                   limits = NULL, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to plot.")
  n <- check_whole(n, min = 1, max = 64)
  title <- check_string(title, null = TRUE)
  limits <- check_limits(limits)
  common <- check_flag(common) || !is.null(limits)
  if (length(x) == 0L) abort_arg("x", x, "an explanation of at least one example")
  x <- x[seq_len(min(n, length(x)))]
  volumes <- length(dim(x$maps)) > 3L
  x <- strongest_slices(x)
  signed <- x$method != "gradient"
  rows <- explanation_rows(x, common)
  labels <- stats::setNames(strtrim(as.character(x$output), 24), seq_along(x$output))
  most <- if (!common) 1 else max(abs(limits %||% rows$value), 1e-12)
  legend <- if (common) "Value" else "Share of the\nlargest value"
  plot <- ggplot2::ggplot(rows, ggplot2::aes(x = .data$column, y = .data$row)) +
    ggplot2::geom_raster(fill = rows$colour) +
    ggplot2::geom_raster(ggplot2::aes(fill = .data$value), alpha = rows$opacity) +
    outline(rows, most / 2, "solid") +
    (if (signed) outline(rows, -most / 2, "22")) +
    (if (signed) sign_marks(rows, most)) +
    example_panels(labels) +
    attribution_scale(signed, most, legend) +
    ggplot2::labs(
      title = title %||% paste("By", gsub("_", " ", x$method)),
      caption = paste0(
        "Lines: more than half of the largest value", if (signed) ", dashed below zero", ".",
        if (volumes) "\nOf each volume the slice where its map is largest."
      )
    )
  escnn_plot(plot, explanation_alt(x, volumes))
}

# Only where a picture has such values: ggplot2 warns of contours without lines.
outline <- function(rows, level, linetype) {
  beyond <- if (level > 0) rows$value > level else rows$value < level
  rows <- rows[rows$example %in% rows$example[beyond], ]
  if (!nrow(rows)) {
    return(NULL)
  }
  # what is high at an edge is closed there
  ggplot2::geom_contour(
    ggplot2::aes(z = .data$value), data = rows, breaks = level, linetype = linetype,
    colour = "black", linewidth = 0.4
  )
}

# Blue that stays darker than orange in grey, with white between.
attribution_scale <- function(signed, limit, title) {
  if (signed) {
    ggplot2::scale_fill_gradient2(
      title, low = "#003C70", mid = "#FFFFFF", high = "#E8862E", limits = c(-limit, limit),
      oob = squished
    )
  } else {
    ggplot2::scale_fill_gradient(title, low = "#FFFFFF", high = "#E8862E", limits = c(0, limit),
                                 oob = squished)
  }
}

# One row a pixel and example: the picture's colour, the map's value, and how much of it covers.
explanation_rows <- function(x, common) {
  rows <- pixel_colours(x$inputs)
  largest <- apply(abs(x$maps), 1, max)
  scale <- if (common) rep(max(largest), length(largest)) else largest
  share <- x$maps / pmax(scale, 1e-12)
  # as `pixel_colours()` has them: examples vary fastest
  rows$value <- as.vector(if (common) x$maps else share)
  rows$opacity <- pmin(0.9, abs(as.vector(share))^0.7)
  rows$colour <- faded(rows$colour, 0.35)
  rows
}

# Of each volume the slice where its map is largest.
strongest_slices <- function(x) {
  if (length(dim(x$maps)) < 4L) {
    return(x)
  }
  chosen <- apply(abs(x$maps), 1, function(map) which.max(apply(map, 1, max)))
  pick <- function(values, at) {
    extent <- dim(values)
    slices <- array(0, extent[-at])
    for (i in seq_along(chosen)) {
      if (at == 2L) {
        slices[i, , ] <- values[i, chosen[[i]], , ]
      } else {
        slices[i, , , ] <- values[i, , chosen[[i]], , ]
      }
    }
    slices
  }
  parts <- unclass(x)
  parts$maps <- pick(x$maps, 2L)
  parts$inputs <- pick(x$inputs, 3L)
  structure(parts, class = "escnn_explanation")
}

explanation_alt <- function(x, volumes = FALSE) {
  n <- length(x$output)
  signed <- x$method != "gradient"
  where <- vapply(seq_len(min(n, 4L)), function(i) {
    map <- matrix(x$maps[i, , ], dim(x$maps)[[2]])
    at <- arrayInd(which.max(abs(map)), dim(map))
    value <- map[at]
    paste0(
      as.character(x$output[[i]]), ": ", format(value, digits = 2), " at the ",
      place_words(at[[1]], at[[2]], dim(map)),
      if (signed) if (value >= 0) ", for the class" else ", against the class"
    )
  }, "")
  paste0(
    count_words(n, if (volumes) "volume" else "image"),
    if (volumes) ", of each the slice where its map is largest,",
    " in grey, with what the model's output depends on in colour, by ",
    gsub("_", " ", x$method), ". The largest values are: ",
    paste(where, collapse = "; "), if (n > 4L) "; and so on", "."
  )
}

# Where values are largest and smallest: a sign on each, if it is more than half of the most.
sign_marks <- function(rows, most) {
  marks <- do.call(rbind, lapply(split(rows, rows$example), function(part) {
    both <- part[c(which.max(part$value), which.min(part$value)), ]
    both$mark <- c("+", "-")
    both[c(1, -1) * both$value > most / 2, ]
  }))
  if (is.null(marks) || !nrow(marks)) {
    return(NULL)
  }
  marks$ink <- ifelse(marks$mark == "+", "black", "white")
  ggplot2::geom_text(
    ggplot2::aes(label = .data$mark), data = marks, colour = marks$ink, size = 5, fontface = "bold"
  )
}
