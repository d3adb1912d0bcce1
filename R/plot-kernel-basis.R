#' Plot kernels
#'
#' Shows the elements of a basis as small images, one panel for each element
#' and entry of the kernel's matrix: as pixels in the plane, as slices through
#' space, as curves over the radius for a radial profile, as matrices for a
#' single point.
#'
#' @param x An `escnn_kernel_basis`.
#' @param elements Which elements, as positions from 1; `NULL` for all, or, where more
#'   than 16 panels would be needed, for those that differ most.
#' @param size Number of pixels along each side, one whole number.
#' @param extent Distance from the origin to the border, in pixels; `NULL` to go as far
#'   as the kernels reach.
#' @param slices Heights of the slices through space, up to three, in pixels.
#' @param title Title of the plot; `NULL` for what the basis is.
#' @param limits The range of the colours, as two numbers, or values that are to be
#'   compared; `NULL` for that of the kernels. Zero is in the middle.
#' @param ... Not used.
#' @returns A ggplot, with [alt text][alt_text]. Colours run from dark blue (negative)
#'   over grey to yellow, which can be told apart with any kind of colour vision; at most
#'   16 panels are drawn, row and column of the matrix in brackets.
#' @section Errors: `escnn_error_argument` when the basis does not have these elements.
#' @family kernel bases
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' g <- gspace_rot2d_on_r2(n = 4)
#' basis <- gspace_build_kernel_basis(g, repr_trivial(g), repr_irrep(g, 1), rings = c(0, 1))
#' plot(basis)
#' plot(kernel_gaussian_radial_profile(c(0, 1, 2), 0.4))
#' @export
plot.escnn_kernel_basis <- function(x, elements = NULL, size = 33, extent = NULL,
                                    slices = NULL, title = NULL, limits = NULL, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to plot.")
  check_alive(x)
  title <- check_string(title, null = TRUE)
  size <- check_whole(size, min = 2)
  about <- about_basis(x)
  title <- title %||% basis_title(x, about)
  extent <- check_number(extent %||% about$reach, min = 0, arg = "extent")
  limits <- check_limits(limits)
  chosen <- !is.null(elements)
  elements <- check_index(elements %||% TRUE, length(x), NULL, "elements", "elements")
  if (length(elements) == 0L) abort_arg("elements", elements, "an index of one element or more")
  # each point is a row in each panel, with a few copies on the way
  check_cost(
    paste("A picture of a basis with `size =", paste0(format(size, scientific = FALSE), "`")),
    200 * size^min(about$dimensionality, 2) * min(max_panels, length(x)),
    arg = "size", hint = "Take a smaller `size`."
  )
  if (about$point) {
    return(plot_point_kernels(x, elements, title, limits, chosen))
  }
  if (about$dimensionality == 1) {
    return(plot_profile(x, elements, size, extent, title, limits))
  }
  slices <- check_slices(slices, about$dimensionality, extent)
  entries <- differing_entries(x, elements, about, extent, length(slices), chosen)
  grid <- kernel_grid(about$dimensionality, size, extent, slices)
  plot_images(x, entries, grid, title, limits)
}

max_panels <- 16L

basis_title <- function(x, about) {
  if (is.null(about$`in`)) {
    return(format(x))
  }
  size <- unlist(about$size)
  paste0(
    "Kernels from ", about$`in`, " to ", about$out, " of ", about$group, ": a basis of ",
    count_words(size[[1]], "element"), ", each of ", size[[2]], " x ", size[[3]],
    if (prod(size[2:3]) == 1) " number" else " numbers"
  )
}

check_slices <- function(slices, dimensionality, extent, call = rlang::caller_env()) {
  if (dimensionality < 3) {
    return(NULL)
  }
  slices <- slices %||% (c(-1, 0, 1) * extent / 3)
  checked(
    slices, is.numeric(slices) && length(slices) %in% 1:3 && all(is.finite(slices)),
    "one to three heights, in pixels", arg = "slices", call = call
  )
}

kernel_grid <- function(dimensionality, size, extent, slices) {
  steps <- seq(-extent, extent, length.out = size)
  grid <- if (dimensionality == 2) {
    expand.grid(x = steps, y = steps)
  } else {
    expand.grid(x = steps, y = steps, z = slices)
  }
  as.matrix(grid)
}

# One row a point and panel.
kernel_values <- function(x, entries, points) {
  shown <- unique(entries$element)
  values <- kernels_sample(x, points)[, shown, , , drop = FALSE]
  label <- paste0(
    "element ", entries$element,
    if (prod(dim(values)[3:4]) > 1) paste0(" [", entries$row, ", ", entries$column, "]")
  )
  parts <- lapply(seq_along(label), function(i) {
    at <- entries[i, ]
    value <- values[, match(at$element, shown), at$row, at$column]
    data.frame(points, value = value, panel = label[[i]])
  })
  cells <- do.call(rbind, parts)
  cells$panel <- factor(cells$panel, label)
  attr(cells, "left_out") <- attr(entries, "left_out")
  cells
}

plot_images <- function(x, entries, points, title, limits = NULL) {
  cells <- kernel_values(x, entries, points)
  range <- colour_range(cells$value, limits, signed = TRUE)
  shown <- nlevels(cells$panel)
  label <- ggplot2::as_labeller(function(x) if (shown > 4) sub("^element ", "", x) else x)
  entry <- if (any(grepl("[", levels(cells$panel), fixed = TRUE))) " [row, column of its matrix]"
  panels <- if ("z" %in% names(cells)) {
    heights <- sort(unique(cells$z))
    words <- paste("z =", format(round(heights, 2), trim = TRUE))
    cells$slice <- factor(cells$z, heights, words)
    ggplot2::facet_grid(
      ggplot2::vars(.data$slice), ggplot2::vars(.data$panel), labeller = label
    )
  } else {
    ggplot2::facet_wrap(
      ggplot2::vars(.data$panel), ncol = panel_columns(shown), labeller = label
    )
  }
  plot <- ggplot2::ggplot(cells, ggplot2::aes(x = .data$x, y = .data$y, fill = .data$value)) +
    ggplot2::geom_raster() +
    panels +
    scale_values(range) +
    ggplot2::scale_x_continuous(breaks = middle_breaks) +
    ggplot2::scale_y_continuous(breaks = middle_breaks) +
    ggplot2::coord_equal(expand = FALSE) +
    ggplot2::labs(
      title = title, subtitle = if (shown > 4) paste0("Number of the element", entry),
      x = "x (pixels)", y = "y (pixels)",
      caption = paragraphs(left_out(cells), clipped_words(cells$value, limits))
    ) +
    plain_theme() + theme_cells() + small_strips(shown) +
    (if (shown > 4) ggplot2::theme(axis.text = ggplot2::element_text(size = 6.5)))
  escnn_plot(plot, kernel_alt(title, shown, paste0(
    "images of ", length(unique(cells$x)), " by ", length(unique(cells$y)), " pixels",
    if ("z" %in% names(cells)) paste0(" in slices at ", toString(levels(cells$slice)))
  ), cells, kernel_image_text(cells)))
}

plot_profile <- function(x, elements, size, extent, title, limits = NULL) {
  radii <- seq(0, extent, length.out = max(size, 101L))
  values <- kernels_sample(x, cbind(radii))[, elements, 1, 1, drop = FALSE]
  rows <- data.frame(
    radius = rep(radii, length(elements)), value = as.vector(values),
    element = factor(rep(elements, each = length(radii)))
  )
  plot <- ggplot2::ggplot(rows, ggplot2::aes(
    x = .data$radius, y = .data$value, colour = .data$element, linetype = .data$element
  )) +
    ggplot2::geom_line() +
    ggplot2::scale_colour_viridis_d(end = 0.85) +
    ggplot2::labs(
      title = title, x = "Distance from the origin (pixels)", y = "Value",
      colour = "Element", linetype = "Element"
    ) +
    (if (!is.null(limits)) ggplot2::coord_cartesian(ylim = limits)) +
    plain_theme()
  tops <- radii[apply(abs(matrix(values, length(radii))), 2, which.max)]
  escnn_plot(plot, paste0(
    title, ": ", count_words(length(elements), "curve"), " over the distance from 0 to ",
    format(extent, digits = 3), " pixels, highest at ",
    and_words(format(unique(round(tops, 2)), trim = TRUE)), "."
  ))
}

plot_point_kernels <- function(x, elements, title, limits = NULL, chosen = FALSE) {
  values <- kernels_sample(x)
  shown <- if (chosen) {
    utils::head(elements, max_panels)
  } else {
    sort(elements[differing(matrix(values[1, elements, , ], length(elements)), max_panels)])
  }
  matrices <- lapply(shown, function(i) matrix(values[1, i, , ], dim(values)[[3]]))
  names(matrices) <- paste("element", shown)
  cells <- matrix_cells(matrices)
  attr(cells, "left_out") <- length(elements) - length(shown)
  range <- colour_range(cells$value, limits, signed = TRUE)
  plot <- ggplot2::ggplot(
    cells, ggplot2::aes(x = .data$column, y = .data$row, fill = .data$value)
  ) +
    ggplot2::geom_tile() +
    ggplot2::facet_wrap(ggplot2::vars(.data$panel), ncol = panel_columns(length(shown))) +
    ggplot2::scale_y_reverse(breaks = whole_breaks) +
    ggplot2::scale_x_continuous(breaks = whole_breaks) +
    scale_values(range) +
    ggplot2::coord_equal(expand = FALSE) +
    ggplot2::labs(
      title = title, x = "Column (input)", y = "Row (output)",
      caption = paragraphs(left_out(cells), clipped_words(cells$value, limits))
    ) +
    plain_theme() + theme_cells()
  escnn_plot(plot, kernel_alt(
    title, length(shown), "matrices", cells, matrices_text(matrices, most_kernels_in_words)
  ))
}

# Zero and one tick to each side, inside of the panel: those of neighbours don't meet.
middle_breaks <- function(range) {
  reach <- 0.75 * max(range)
  step <- if (reach >= 1) floor(reach) else signif(reach, 1)
  c(-step, 0, step)
}

whole_breaks <- function(range) {
  breaks <- unique(round(pretty(range, 4)))
  breaks[breaks >= 1]
}

left_out <- function(cells) {
  more <- attr(cells, "left_out")
  if (more > 0) {
    paste0(
      format(more, big.mark = ","), " more ", if (more == 1) "is" else "are",
      " not shown: choose with `elements`."
    )
  }
}

kernel_alt <- function(title, count, what, cells, panels) {
  paste0(
    title, ": ", count_words(count, "panel"), ", ", what, ", values from ",
    format(min(cells$value), digits = 2), " (dark blue) over 0 (grey) to ",
    format(max(cells$value), digits = 2), " (yellow). ", capital(panels)
  )
}
