#' Plot a module
#'
#' Draws a network as a diagram: boxes of layers from left to right and row by row, each
#' with its settings, the fields that come out, its parameters and, for a given input, the
#' size of its output. Layers that change neither fields nor size share the box of the
#' layer before them.
#'
#' @param x A module.
#' @param input The size of an input, as [output_size()] takes it: for example
#'   `c(1, 28, 28)`; `NULL` for a diagram without sizes.
#' @param title Title of the plot; `NULL` for what the module takes and gives.
#' @param ... Not used.
#' @returns A ggplot, with [alt text][alt_text].
#' @section Errors: `escnn_error_argument` when `input` isn't a size that the module takes.
#' @family plots
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 4), kernel_size = 5) |>
#'   nn_relu() |>
#'   nn_group_pooling()
#' plot(model, input = c(1, 28, 28))
#' @export
plot.escnn_module <- function(x, input = NULL, title = NULL, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to plot.")
  check_alive(x)
  about <- about_module(x)
  sizes <- layer_sizes(x, about, input)
  group <- sub(":.*", "", about$in_type %||% "")
  title <- check_string(title, null = TRUE) %||% paste0(
    sub("^network", "Network", about$label), ", ", format_count(about$parameters, "parameter"),
    if (nzchar(group)) paste0(", equivariant under ", group)
  )
  boxes <- layer_boxes(about, sizes, input)
  plot <- plot_boxes(boxes, title)
  escnn_plot(plot, module_alt(boxes, title, about))
}

# One row a box: its lines of text, and what kind of layer begins it.
layer_boxes <- function(about, sizes, input) {
  layers <- if (length(about$layers)) about$layers else list(about)
  out <- vapply(layers, function(l) short_type(l$out_type), "")
  start <- list(data.frame(
    kind = "input", layers = "Input", fields = short_type(about$in_type), parameters = 0,
    size = if (is.null(input)) "" else paste(unlist(input), collapse = " x ")
  ))
  boxes <- list()
  for (i in seq_along(layers)) {
    layer <- layers[[i]]
    name <- layer$class
    if (nzchar(layer$extra)) name <- paste0(name, "\n", layer$extra)
    size <- if (length(sizes)) sizes[[i]] else ""
    kind <- layer_kind(layer$class)
    last <- if (length(boxes)) boxes[[length(boxes)]]
    joins <- !is.null(last) && kind %in% c("norm", "nonlinearity") && last$fields == out[[i]] &&
      last$size == size
    if (joins) {
      last$layers <- paste0(last$layers, "\n+ ", layer$class)
      last$parameters <- last$parameters + layer$parameters
      boxes[[length(boxes)]] <- last
    } else {
      boxes <- c(boxes, list(data.frame(
        kind = kind, layers = name, fields = out[[i]], parameters = layer$parameters, size = size
      )))
    }
  }
  do.call(rbind, c(start, boxes))
}

# "6 regular (24)" of "C4: 6 regular (24 channels)".
short_type <- function(type) {
  if (is.null(type)) {
    return("?")
  }
  gsub(" channels?\\)", ")", ifelse(grepl(" = ", type), type, sub("^[^:;]*: ", "", type)))
}

layer_kind <- function(class) {
  kinds <- c(
    norm = "Norm|Dropout", pool = "Pool|Vector|Upsampling|Restriction|Disentangle",
    convolution = "Conv|Linear", several = "Skip|Residual|Sequential|Branch",
    nonlinearity = "ReLU|ELU|Linearity|Sigmoid|Tanh|Gated|Nonlinear|Activation"
  )
  # a pool may be one of norms, and `NonLinearity` has `Linear` in it
  order <- c("pool", "several", "norm", "nonlinearity", "convolution")
  hit <- order[vapply(kinds[order], grepl, NA, x = class)]
  if (length(hit)) hit[[1]] else "other"
}

box_kinds <- data.frame(
  kind = c("input", "convolution", "nonlinearity", "norm", "pool", "several", "other"),
  label = c("input", "convolution, linear", "nonlinearity", "norm, dropout",
            "pool, change of type or size", "several layers", "other"),
  fill = c("#FFFFFF", "#9CC9E5", "#F7E08A", "#BDBDBD", "#DD8E55", "#4FA08A", "#9A86B8")
)

plot_boxes <- function(boxes, title) {
  n <- nrow(boxes)
  columns <- if (n <= 4) n else if (n <= 8) 4 else if (n <= 15) 5 else 6
  boxes$column <- (seq_len(n) - 1) %% columns
  boxes$row <- (seq_len(n) - 1) %/% columns
  wide <- 21
  wrap <- function(text) paste(strwrap(at_capitals(text, wide), wide), collapse = "\n")
  boxes$text <- vapply(seq_len(n), function(i) {
    lines <- c(
      vapply(strsplit(boxes$layers[[i]], "\n")[[1]], wrap, ""),
      wrap(shorten(boxes$fields[[i]], 60)), if (nzchar(boxes$size[[i]])) boxes$size[[i]],
      if (boxes$parameters[[i]] > 0) wrap(format_count(boxes$parameters[[i]], "parameter"))
    )
    paste(lines, collapse = "\n")
  }, "")
  boxes$kind <- factor(boxes$kind, box_kinds$kind)
  half <- c(0.43, 0.4)
  plot <- ggplot2::ggplot(boxes, ggplot2::aes(x = .data$column, y = .data$row)) +
    ggplot2::geom_path(
      ggplot2::aes(group = .data$box), data = box_links(boxes, half), colour = "grey30",
      arrow = ggplot2::arrow(length = ggplot2::unit(4, "pt"), type = "closed")
    ) +
    ggplot2::geom_rect(
      ggplot2::aes(
        xmin = .data$column - half[[1]], xmax = .data$column + half[[1]],
        ymin = .data$row - half[[2]], ymax = .data$row + half[[2]], fill = .data$kind
      ), colour = "black", linewidth = 0.3
    ) +
    ggplot2::geom_text(ggplot2::aes(label = .data$text), size = 3.2, lineheight = 0.95) +
    ggplot2::scale_fill_manual(
      NULL, values = stats::setNames(box_kinds$fill, box_kinds$kind),
      labels = stats::setNames(box_kinds$label, box_kinds$kind),
      guide = ggplot2::guide_legend(ncol = 3)
    ) +
    ggplot2::scale_y_reverse(expand = ggplot2::expansion(0)) +
    ggplot2::scale_x_continuous(expand = ggplot2::expansion(0)) +
    ggplot2::coord_cartesian(
      xlim = c(-0.5, columns - 0.5), ylim = c(max(boxes$row) + 0.5, -0.5)
    ) +
    ggplot2::labs(title = title) +
    picture_theme() +
    ggplot2::theme(
      legend.position = "bottom", legend.text = ggplot2::element_text(size = 7.5),
      legend.key.size = ggplot2::unit(9, "pt")
    )
  # shares of the panel, for the letters to be as large as fits
  attr(plot, "text_box") <- 2 * half / c(columns, max(boxes$row) + 1)
  plot
}

# Long names of classes get spaces before capitals where lines may break.
at_capitals <- function(text, wide) {
  words <- strsplit(text, " ", fixed = TRUE)[[1]]
  long <- nchar(words) > wide
  words[long] <- gsub("(?<=[a-z])(?=[A-Z])", " ", words[long], perl = TRUE)
  paste(words, collapse = " ")
}

# From each box to the next: across, or around to the row below.
box_links <- function(boxes, half) {
  n <- nrow(boxes)
  do.call(rbind, lapply(seq_len(n - 1), function(i) {
    from <- boxes[i, ]
    to <- boxes[i + 1, ]
    if (from$row == to$row) {
      at <- rbind(c(from$column + half[[1]], from$row), c(to$column - half[[1]], to$row))
    } else {
      at <- rbind(
        c(from$column, from$row + half[[2]]), c(from$column, from$row + 0.5),
        c(to$column, from$row + 0.5), c(to$column, to$row - half[[2]])
      )
    }
    data.frame(column = at[, 1], row = at[, 2], box = i)
  }))
}

module_alt <- function(boxes, title, about) {
  steps <- gsub("\n\\+ ", ", ", boxes$layers[-1])
  steps <- gsub("\n", " (", steps)
  open <- grepl("(", steps, fixed = TRUE)
  steps[open] <- sub("^([^(]*\\([^,]*(, [a-z][^,]*)*)", "\\1)", steps[open])
  steps <- paste0(steps, " to ", boxes$fields[-1], ifelse(
    nzchar(boxes$size[-1]), paste0(", ", boxes$size[-1]), ""
  ))
  paste0(
    title, ". From ", boxes$fields[[1]], if (nzchar(boxes$size[[1]])) paste0(", ", boxes$size[[1]]),
    ": ", item_list(utils::head(steps, 12), length(steps), "more steps"), "."
  )
}
