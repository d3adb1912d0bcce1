#' Plot kernels
#'
#' Shows the elements of a basis as small images, one panel for each element
#' and entry of the kernel's matrix: as pixels in the plane, as slices through
#' space, as curves over the radius for a radial profile, as matrices for a
#' single point.
#'
#' @param x An `escnn_kernel_basis`.
#' @param elements Which elements, as positions from 1; `NULL` for as many as
#'   fit.
#' @param size Number of pixels along each side, one whole number.
#' @param extent Distance from the origin to the border, in pixels; `NULL` to go as far
#'   as the kernels reach.
#' @param slices Heights of the slices through space, up to three, in pixels.
#' @param title Title of the plot; `NULL` for what the basis is.
#' @param ... Not used.
#' @returns A ggplot, with alt text. Colours run from blue (negative) over
#'   white to orange, which the colour-blind can tell apart; at most 16 panels
#'   are drawn, row and column of the matrix in brackets.
#' @section Errors: `escnn_error_argument` when the basis does not have these elements.
#' @family kernel bases
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' g <- gspace_rot2d_on_r2(n = 4)
#' basis <- gspace_build_kernel_basis(g, repr_trivial(g), repr_irrep(g, 1), rings = c(0, 1))
#' plot(basis)
#' plot(kernel_gaussian_radial_profile(c(0, 1, 2), 0.4))
#' @export
plot.escnn_kernel_basis <- function(x, elements = NULL, size = 33, extent = NULL,
                                    slices = NULL, title = NULL, ...) {
  rlang::check_installed("ggplot2", "to plot.")
  check_alive(x)
  title <- check_string(title, null = TRUE) %||% format(x)
  size <- check_whole(size, min = 2)
  about <- about_basis(x)
  extent <- check_number(extent %||% about$reach, min = 0, arg = "extent")
  elements <- check_index(elements %||% TRUE, length(x), NULL, "elements", "elements")
  if (length(elements) == 0L) abort_arg("elements", elements, "an index of one element or more")
  # each point is a row in each panel, with a few copies on the way
  check_cost(
    paste("A picture of a basis with `size =", paste0(format(size, scientific = FALSE), "`")),
    200 * size^min(about$dimensionality, 2) * min(max_panels, length(x)),
    arg = "size", hint = "Take a smaller `size`."
  )
  if (about$point) {
    return(plot_point_kernels(x, elements, title))
  }
  if (about$dimensionality == 1) {
    return(plot_profile(x, elements, size, extent, title))
  }
  slices <- check_slices(slices, about$dimensionality, extent)
  plot_images(x, elements, kernel_grid(about$dimensionality, size, extent, slices), title)
}

max_panels <- 16L

check_slices <- function(slices, dimensionality, extent, call = rlang::caller_env()) {
  if (dimensionality < 3) {
    return(NULL)
  }
  slices <- slices %||% (c(-1, 0, 1) * extent / 3)
  if (!is.numeric(slices) || !length(slices) %in% 1:3 || !all(is.finite(slices))) {
    abort_arg("slices", slices, "one to three heights, in pixels", call = call)
  }
  slices
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
kernel_values <- function(x, elements, points) {
  values <- kernels_sample(x, points)[, elements, , , drop = FALSE]
  size <- dim(values)[2:4]
  entries <- expand.grid(element = seq_len(size[[1]]), row = seq_len(size[[2]]),
                         column = seq_len(size[[3]]))
  entries <- entries[order(entries$element, entries$row, entries$column), ]
  entries <- utils::head(entries, max_panels %/% max(1L, length(unique(points[, -(1:2)]))))
  label <- paste0(
    "element ", elements[entries$element],
    if (size[[2]] * size[[3]] > 1) paste0(" [", entries$row, ", ", entries$column, "]")
  )
  parts <- lapply(seq_along(label), function(i) {
    e <- entries[i, ]
    data.frame(points, value = values[, e$element, e$row, e$column], panel = label[[i]])
  })
  cells <- do.call(rbind, parts)
  cells$panel <- factor(cells$panel, label)
  attr(cells, "left_out") <- prod(size) - length(label)
  cells
}

plot_images <- function(x, elements, points, title) {
  cells <- kernel_values(x, elements, points)
  shown <- nlevels(cells$panel)
  panels <- if ("z" %in% names(cells)) {
    heights <- sort(unique(cells$z))
    cells$slice <- factor(cells$z, heights, paste("z =", format(round(heights, 2))))
    ggplot2::facet_grid(ggplot2::vars(.data$panel), ggplot2::vars(.data$slice))
  } else {
    ggplot2::facet_wrap(ggplot2::vars(.data$panel))
  }
  ggplot2::ggplot(cells, ggplot2::aes(x = .data$x, y = .data$y, fill = .data$value)) +
    ggplot2::geom_raster() +
    panels +
    scale_signed(max(abs(cells$value))) +
    ggplot2::coord_equal(expand = FALSE) +
    ggplot2::labs(
      title = wrapped(title), x = "x (pixels)", y = "y (pixels)", fill = "Value",
      caption = left_out(cells),
      alt = kernel_alt(title, shown, paste0(
        "images of ", length(unique(cells$x)), " by ", length(unique(cells$y)), " pixels",
        if ("z" %in% names(cells)) paste0(" in slices at ", toString(levels(cells$slice)))
      ), cells)
    ) +
    ggplot2::theme_minimal() +
    theme_cells()
}

plot_profile <- function(x, elements, size, extent, title) {
  radii <- seq(0, extent, length.out = max(size, 101L))
  values <- kernels_sample(x, cbind(radii))[, elements, 1, 1, drop = FALSE]
  rows <- data.frame(
    radius = rep(radii, length(elements)), value = as.vector(values),
    element = factor(rep(elements, each = length(radii)))
  )
  ggplot2::ggplot(rows, ggplot2::aes(
    x = .data$radius, y = .data$value, colour = .data$element, linetype = .data$element
  )) +
    ggplot2::geom_line() +
    ggplot2::scale_colour_viridis_d(end = 0.85) +
    ggplot2::labs(
      title = wrapped(title), x = "Distance from the origin (pixels)", y = "Value",
      colour = "Element", linetype = "Element",
      alt = paste0(title, ": ", length(elements), " curves over the distance from 0 to ",
                   format(extent, digits = 3), " pixels.")
    ) +
    ggplot2::theme_minimal()
}

plot_point_kernels <- function(x, elements, title) {
  values <- kernels_sample(x)
  shown <- utils::head(elements, max_panels)
  matrices <- lapply(shown, function(i) matrix(values[1, i, , ], dim(values)[[3]]))
  names(matrices) <- paste("element", shown)
  cells <- matrix_cells(matrices)
  attr(cells, "left_out") <- length(elements) - length(shown)
  ggplot2::ggplot(cells, ggplot2::aes(x = .data$column, y = .data$row, fill = .data$value)) +
    ggplot2::geom_tile() +
    ggplot2::facet_wrap(ggplot2::vars(.data$panel)) +
    ggplot2::scale_y_reverse() +
    scale_signed(max(abs(cells$value))) +
    ggplot2::coord_equal(expand = FALSE) +
    ggplot2::labs(
      title = wrapped(title), x = "Column (input)", y = "Row (output)", fill = "Value",
      caption = left_out(cells), alt = kernel_alt(title, length(shown), "matrices", cells)
    ) +
    ggplot2::theme_minimal() +
    theme_cells()
}

left_out <- function(cells) {
  more <- attr(cells, "left_out")
  if (more > 0) paste(more, "more are not shown: choose with `elements`.")
}

kernel_alt <- function(title, count, what, cells) {
  paste0(
    title, ": ", count, " panels, ", what, ", values from ",
    format(min(cells$value), digits = 2), " (blue) to ", format(max(cells$value), digits = 2),
    " (orange)."
  )
}

wrapped <- function(title) paste(strwrap(title, 60), collapse = "\n")

theme_cells <- function() {
  ggplot2::theme(
    panel.grid = ggplot2::element_blank(),
    panel.border = ggplot2::element_rect(colour = "grey80", fill = NA, linewidth = 0.3)
  )
}
