#' Plot feature maps
#'
#' Shows the channels of one item of a batch as images, all on one colour
#' scale, named by field. Of a volume, the middle slice is shown.
#'
#' @param x A geometric tensor on a grid.
#' @param item Which item of the batch, from 1.
#' @param fields Which fields, as an index from 1 or names; at most 16 channels
#'   are drawn.
#' @param title Title of the plot.
#' @param ... Not used.
#' @returns A ggplot, with alt text.
#' @section Errors: `escnn_error_argument` when the tensor does not have this item or
#'   these fields, or does not lie on a grid.
#' @family geometric tensors
#' @examplesIf escnn_available() && requireNamespace("ggplot2", quietly = TRUE)
#' type <- field_type(gspace_rot2d_on_r2(n = 4), "trivial")
#' plot(geometric_tensor(array(volcano[1:61, 1:61], c(1, 1, 61, 61)), type))
#' @export
plot.escnn_tensor <- function(x, item = 1, fields = NULL, title = NULL, ...) {
  rlang::check_installed("ggplot2", "to plot.")
  check_alive(x)
  rows <- feature_maps(x, item, fields)
  ggplot2::ggplot(rows, ggplot2::aes(x = .data$column, y = .data$row, fill = .data$value)) +
    ggplot2::geom_raster() +
    ggplot2::facet_wrap(ggplot2::vars(.data$map)) +
    ggplot2::scale_y_reverse() +
    ggplot2::scale_fill_viridis_c() +
    ggplot2::coord_equal(expand = FALSE) +
    ggplot2::labs(
      title = title, fill = "Value", x = "Column (pixels)", y = "Row (pixels)",
      alt = paste0(
        if (is.null(title)) "Feature maps" else title, ": ", nlevels(rows$map),
        if (nlevels(rows$map) == 1) " channel" else " channels", " of type ", format(x$type),
        ", each ", max(rows$row), " by ", max(rows$column), " pixels, values from ",
        format(min(rows$value), digits = 3), " to ", format(max(rows$value), digits = 3), "."
      )
    ) +
    ggplot2::theme_minimal()
}

max_maps <- 16L

# One row a pixel and channel.
feature_maps <- function(x, item, fields, call = rlang::caller_env()) {
  extent <- dim(x)
  if (length(extent) < 4L) {
    abort_arg("x", x, "a geometric tensor on a grid of two or three dimensions", call = call)
  }
  item <- check_whole(item, min = 1, max = extent[[1]], call = call)
  if (!is.null(fields)) {
    chosen <- fields
    fields <- check_index(chosen, length(x$type), names(x), "fields", "fields", call = call)
    if (!length(fields)) abort_arg("fields", chosen, "one field or more", call = call)
    index <- list(NULL, as.list(fields - 1L))
    x <- py_invoke("escnn_r.fields.select_fields", x, index, .call = call)
  }
  about <- about_field_type(x$type)
  sizes <- unlist(about$sizes)
  label <- paste0(
    "field ", rep(seq_along(sizes), sizes), ": ", rep(unlist(about$names), sizes),
    ifelse(rep(sizes, sizes) > 1, paste0(" [", sequence(sizes), "]"), "")
  )
  values <- as.array(x)
  if (length(extent) == 5L) {
    values <- values[, , (extent[[3]] + 1L) %/% 2L, , , drop = FALSE]
    dim(values) <- dim(values)[-3]
  }
  shown <- seq_len(min(length(label), max_maps))
  size <- dim(values)[3:4]
  data.frame(
    map = factor(rep(label[shown], each = prod(size)), label[shown]),
    row = rep(seq_len(size[[1]]), times = size[[2]] * length(shown)),
    column = rep(rep(seq_len(size[[2]]), each = size[[1]]), times = length(shown)),
    value = as.vector(aperm(array(values[item, shown, , ], c(length(shown), size)), c(2, 3, 1)))
  )
}

utils::globalVariables(".data")
