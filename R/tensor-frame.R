#' A geometric tensor as a data frame
#'
#' Gives one row for each number, which is the form that 'ggplot2' and the like take.
#'
#' @param x A geometric tensor.
#' @param row.names,optional Not used.
#' @param ... Not used; must be empty.
#' @returns A data frame with the columns `batch`, `field` and `channel` (from
#'   1), `representation`, for images `row` and `column` (from the top left),
#'   for volumes also `slice`, for points `point` and `x`, `y` (`z`), and
#'   `value`.
#' @section Errors: `escnn_error_dead_pointer` when the tensor is from another
#'   session.
#' @source Of this package.
#' @seealso [geometric_tensor()]
#' @family geometric tensors
#' @examplesIf escnn_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 4), "irrep_1")
#' x <- geometric_tensor(array(1:18, c(1, 2, 3, 3)), type)
#' head(as.data.frame(x))
#' @export
as.data.frame.escnn_tensor <- function(x, row.names = NULL, optional = FALSE, ...) { # nolint
  check_dots(...)
  values <- as.array(x)
  extent <- dim(values)
  channels <- field_type_channels(x$type)
  field <- rep(channels$field, channels$end - channels$start + 1L)
  at <- function(k) rep(seq_len(extent[[k]]), each = prod(extent[seq_len(k - 1L)]))
  spread <- function(index) rep_len(index, length(values))
  channel <- spread(at(2L))
  coords <- x$coords
  first <- if (is.null(coords)) "batch" else "point"
  frame <- stats::setNames(data.frame(spread(at(1L))), first)
  frame$field <- field[channel]
  frame$representation <- channels$representation[frame$field]
  frame$channel <- channel
  axes <- switch(as.character(length(extent)),
    "4" = c("row", "column"), "5" = c("slice", "row", "column")
  )
  for (k in seq_along(axes)) frame[[axes[[k]]]] <- spread(at(k + 2L))
  if (!is.null(coords)) {
    places <- tensor_to_array(coords)
    for (k in seq_len(ncol(places))) {
      frame[[c("x", "y", "z")[[k]]]] <- places[frame$point, k]
    }
  }
  frame$value <- as.vector(values)
  frame
}
