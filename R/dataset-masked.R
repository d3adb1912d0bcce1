#' Inputs with missing values
#'
#' A network can't take `NA`. `dataset_masked()` fills what is missing, and adds a
#' channel that says where that was, from which a network can learn what to make of
#' it: 1 where all channels were there, 0 where any was missing.
#'
#' Do the same to what you predict: `dataset_masked(new, fill = data)` fills as
#' `data` was filled, also where that was by means. The added channel is a scalar,
#' one `"trivial"` field more in the model's input type.
#'
#' @param x An array of dim `c(n, channels, height, width)`, of dim
#'   `c(n, channels, depth, height, width)`, or a matrix of `n` rows, with `NA`.
#' @param y Targets as for [dataset_arrays()], or `NULL`; those that are missing
#'   stay so, and aren't counted.
#' @param fill What missing values become: a number, a number for each channel,
#'   `"mean"` for the mean of each channel where it is known, or a data set that
#'   `dataset_masked()` made, for the numbers that it was filled with.
#' @param name A name, for printing.
#' @param ... Not used.
#' @returns A [data set][dataset] whose last channel is the mask. Printed, it says
#'   what missing values became.
#' @section Errors: `escnn_error_argument` when `x` is no such array, has nothing
#'   but missing values in a channel whose mean is asked for, or `fill` doesn't fit.
#' @source Of this package.
#' @family data sets
#' @examplesIf escnn_available()
#' x <- array(rnorm(4 * 2 * 8 * 8), c(4, 2, 8, 8))
#' x[1, 1, 1:3, ] <- NA
#' data <- dataset_masked(x, c(0.5, 1, NA, 2), fill = "mean")
#' data
#' # two channels and the mask
#' field_type(gspace_rot2d_on_r2(n = 4), trivial = 3)
#' dataset_masked(x[3:4, , , , drop = FALSE], fill = data)
#' @export
dataset_masked <- function(x, y = NULL, fill = 0, name = "arrays") {
  if (missing(x)) abort_missing("x", rlang::current_env())
  if (is.integer(x) || is.logical(x)) storage.mode(x) <- "double"
  x <- check_array(x, complete = FALSE)
  if (is_torch_tensor(x)) x <- tensor_to_array(x)
  if (!length(dim(x)) %in% c(2L, 4L, 5L)) {
    abort_arg("x", x, "of dim c(n, channels, height, width), such an array of volumes, or a matrix")
  }
  fill <- mask_fill(fill, x)
  extent <- dim(x)
  # examples and channels in front, so that a channel is a column
  flat <- array(x, c(extent[1:2], prod(extent[-(1:2)])))
  gaps <- is.na(flat)
  for (channel in seq_len(extent[[2]])) {
    missing <- gaps[, channel, , drop = FALSE]
    flat[, channel, ][missing[, 1, ]] <- fill[[channel]]
  }
  known <- apply(!gaps, c(1, 3), all) + 0
  filled <- array(0, c(extent[[1]], extent[[2]] + 1L, dim(flat)[[3]]))
  filled[, seq_len(extent[[2]]), ] <- flat
  filled[, extent[[2]] + 1L, ] <- known
  dim(filled) <- if (length(extent) == 2L) dim(filled)[1:2] else c(dim(filled)[1:2], extent[-(1:2)])
  check_string(name)
  target <- check_targets(y)
  note <- paste0(
    "channel ", extent[[2]] + 1L, " is 1 where values were there and 0 where they were missing; ",
    "these became ", toString(unique(vapply(fill, format, "", digits = 4)))
  )
  data <- py_invoke(
    "escnn_r.datasets.array_dataset", filled, target$values, target$classes, 1, name,
    isTRUE(target$several), note, as.list(fill)
  )
  names <- channel_names(x)
  name_channels(data, if (!is.null(names)) c(names, "mask"))
}

# A number for each channel.
mask_fill <- function(fill, x, call = rlang::caller_env()) {
  channels <- dim(x)[[2]]
  if (inherits(fill, "escnn_dataset")) {
    known <- unlist(py_invoke("escnn_r.datasets.dataset_fill", fill, .call = call))
    if (length(known) != channels) {
      abort_arg(
        "fill", fill,
        paste0("a data set of ", channels, " channels and a mask, which `dataset_masked()` made"),
        call = call
      )
    }
    fill <- known
  }
  if (identical(fill, "mean")) {
    fill <- apply(x, 2, mean, na.rm = TRUE)
    if (anyNA(fill)) {
      abort_arg(
        "x", x, "an array with at least one value in each channel",
        paste0("Channel ", which(is.na(fill))[[1]], " has none."), call = call
      )
    }
  }
  ok <- is.numeric(fill) && length(fill) %in% c(1L, channels) && all(is.finite(fill))
  if (!ok) {
    abort_arg(
      "fill", fill, paste0(
        "one finite number, one for each of the channels (", channels,
        "), \"mean\", or a data set that `dataset_masked()` made"
      ), call = call
    )
  }
  rep_len(as.double(fill), channels)
}
