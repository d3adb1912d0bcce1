#' Plot how a gspace moves a picture
#'
#' Shows a flag, or a picture of yours, as each element of the group turns and mirrors
#' it. In space, the flag stands in a box that is seen from above at an angle.
#'
#' @param x A gspace of two or three dimensions.
#' @param type `"orbit"` for the moved flags; `"table"`, `"graph"` and `"subgroups"` draw the
#'   gspace's group, as [plot.escnn_group()] does.
#' @param picture `NULL` for a flag; for the plane, a matrix: a picture of one channel.
#' @param elements A list of group elements; `NULL` for all of a group with up to 24,
#'   and a selection of others.
#' @param title Title of the plot; `NULL` for one that names the gspace.
#' @param ... Not used.
#' @returns A ggplot, with [alt text][alt_text].
#' @section Errors: `escnn_error_argument` when the gspace has no dimensions (plot its
#'   group), or when elements belong to another group.
#' @family plots
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' plot(gspace_flip_rot2d_on_r2(n = 4))
#' plot(gspace_rot2d_on_r2(n = 8), picture = volcano[1:61, 1:61])
#' plot(gspace_rot2d_on_r2(n = 8), type = "subgroups")
#' @export
plot.escnn_gspace <- function(x, type = c("orbit", "table", "graph", "subgroups"),
                              picture = NULL, elements = NULL, title = NULL, ...) {
  check_dots(...)
  rlang::check_installed("ggplot2", "to plot.")
  check_alive(x)
  type <- check_choice(type, c("orbit", "table", "graph", "subgroups"))
  if (type != "orbit") {
    return(plot(x$fibergroup, type = type, title = title))
  }
  title <- check_string(title, null = TRUE) %||%
    paste(
      "What", format(x$fibergroup), "does to a flag in",
      if (x$dimensionality == 3) "space" else "the plane"
    )
  if (x$dimensionality == 0) {
    cli::cli_abort(
      c(
        "In a gspace that is a single point, nothing moves.",
        i = "Draw its group with {.code plot(x, type = \"table\")}."
      ),
      class = error_class("argument"), arg = "x"
    )
  }
  elements <- utils::head(shown_elements(x, elements, turns = 8, most = 12), 24L)
  moves <- list(gspace_basespace_action(x))
  names <- strip_moves(elements, moves)
  if (is.null(picture)) {
    plot <- plot_flags(x, elements, names)
  } else {
    plot <- plot_moved_picture(x, elements, names, picture)
    title <- sub("a flag", "a picture", title, fixed = TRUE)
  }
  plot <- plot + ggplot2::labs(
    title = title, caption = if (any(startsWith(names, "M"))) mark_words
  ) + picture_theme() + small_strips(length(elements)) +
    ggplot2::theme(panel.border = ggplot2::element_rect(colour = "grey85", fill = NA))
  escnn_plot(plot, paste0(
    title, ": ", count_words(length(elements), "panel"), ", one for each of the elements ",
    move_list(move_words(elements, moves)), if (is.null(picture)) {
      ". The flag at rest, which flies to the right, is an outline in grey in each of them"
    }, ". ", flip_words(x, elements)
  ))
}

move_list <- function(words) item_list(utils::head(words, 12L), length(words))

# Those that were given, all of a small group, or some of a large one: in the plane so many
# `turns`, in space at `most` so many elements.
shown_elements <- function(gspace, elements, turns, most, call = rlang::caller_env()) {
  if (!is.null(elements)) {
    elements <- as_elements(elements, call, "elements")
    if (!length(elements)) abort_arg("elements", elements, "one group element or more", call = call)
    return(elements)
  }
  group <- gspace$fibergroup
  if (group_order(group) <= 24) {
    return(group_elements(group))
  }
  if (gspace$dimensionality == 2) {
    return(testing_elements(group, turns))
  }
  utils::head(testing_elements(group), most)
}

flip_words <- function(x, elements) {
  action <- gspace_basespace_action(x)
  mirrored <- sum(vapply(elements, function(e) det(action(e)) < 0, NA))
  if (mirrored == 0) "None is mirrored." else paste(mirrored, "of them are mirrored.")
}

# A pole from the origin, and a cloth with a notch: no turn and no mirror keeps it.
flag <- list(
  pole = cbind(x = c(0, 0), y = c(0, 1), z = 0),
  cloth = cbind(x = c(0, 0.62, 0.42, 0.62, 0), y = c(1, 1, 0.78, 0.56, 0.56), z = 0)
)

plot_flags <- function(x, elements, names) {
  action <- gspace_basespace_action(x)
  dimension <- x$dimensionality
  # space is seen from above at an angle, in which the pole stands along z
  view <- if (dimension == 2) diag(2) else rbind(c(0.82, -0.42, 0), c(0.24, 0.32, 0.86))
  place <- function(points, move) {
    points <- if (dimension == 2) points[, 1:2] else points[, c("x", "z", "y")]
    points <- points %*% t(move) %*% t(view)
    data.frame(right = points[, 1], up = points[, 2])
  }
  rest <- function(part) place(part, diag(dimension))
  moved <- function(part) {
    do.call(rbind, lapply(seq_along(elements), function(i) {
      cbind(place(part, action(elements[[i]])), element = factor(i, seq_along(elements)))
    }))
  }
  reach <- 1.12
  labels <- stats::setNames(names, seq_along(names))
  ggplot2::ggplot(moved(flag$cloth), ggplot2::aes(x = .data$right, y = .data$up)) +
    ggplot2::geom_polygon(data = rest(flag$cloth), fill = NA, colour = "grey65", linewidth = 0.3) +
    ggplot2::geom_path(data = rest(flag$pole), colour = "grey65", linewidth = 0.3) +
    (if (dimension == 3) space_axes(view)) +
    ggplot2::geom_polygon(fill = two_colours[[1]]) +
    ggplot2::geom_path(data = moved(flag$pole), linewidth = 0.9) +
    ggplot2::annotate("point", x = 0, y = 0, size = 1) +
    ggplot2::facet_wrap(
      ggplot2::vars(.data$element), labeller = ggplot2::as_labeller(labels),
      ncol = panel_columns(length(elements))
    ) +
    ggplot2::coord_equal(xlim = c(-reach, reach), ylim = c(-reach, reach))
}

space_axes <- function(view) {
  ends <- diag(3) %*% t(view)
  axes <- data.frame(right = ends[, 1], up = ends[, 2], name = c("x", "y", "z"))
  list(
    ggplot2::geom_segment(
      ggplot2::aes(x = 0, y = 0, xend = .data$right, yend = .data$up), data = axes,
      colour = "grey75", linewidth = 0.3, linetype = "dashed"
    ),
    ggplot2::geom_text(ggplot2::aes(label = .data$name), data = axes, size = 2.2, colour = "grey45")
  )
}

plot_moved_picture <- function(x, elements, names, picture, call = rlang::caller_env()) {
  if (x$dimensionality != 2 || !is.numeric(picture) || !is.matrix(picture) || anyNA(picture)) {
    abort_arg("picture", picture, "a matrix of numbers, for a gspace of the plane", call = call)
  }
  values <- array(as.numeric(picture), c(1, 1, dim(picture)))
  moved <- vapply(elements, function(element) {
    as.vector(gspace_featurefield_action(x, values, repr_trivial(x), element))
  }, numeric(length(picture)))
  images <- aperm(array(moved, c(dim(picture), 1, length(elements))), c(4, 3, 1, 2))
  picture_plot(
    pixel_colours(images, range(picture)), stats::setNames(names, seq_along(names))
  )
}
