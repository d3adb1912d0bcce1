#' Images of other packages as arrays
#'
#' `image_array()` turns what R users hold images in into the array that
#' [fit()], [predict()], [dataset_arrays()] and everything else here take:
#' examples, channels, height, width. Row 1 is the top line, column 1 the left
#' one, and channels of colours are red, green and blue.
#'
#' | From | What it is | Values |
#' |---|---|---|
#' | png, jpeg, tiff | arrays of height, width and channels, or matrices | as they are |
#' | magick | images of one or several frames, each an example; `image_data()` too | 0 to 1 |
#' | EBImage | an `Image`, whose first extent is the width; frames are examples | as they are |
#' | imager | a `cimg` (x, y, 1, colour), a `pixset`, an `imlist` | as they are |
#' | grDevices, png | `nativeRaster`, a raster or a matrix of colours | 0 to 1 |
#' | terra, raster | `SpatRaster`, `RasterLayer` and the like: layers are channels | as they are |
#' | stars | attributes and bands are channels | as they are |
#' | | a list of any of these: an example each | |
#'
#' Not taken are images of different sizes (give `size`, or see
#' [dataset_tiles()]), rasters with categories, image stacks of imager with a
#' third direction (see [volume_array()]), arrays whose channels come first, and
#' arrays of more than three dimensions.
#'
#' @param x An image, or a list of images.
#' @param size Height and width that all are brought to, one number or
#'   `c(h = , w = )`. `NULL` keeps them.
#' @param colour `TRUE` for three channels (of grey images, three times the
#'   same), `FALSE` for one (of colours, the lightness), `NULL` for the channels
#'   that there are. Pictures of magick and of colours then have one channel where
#'   all are grey.
#' @param alpha Whether transparency, where a picture has it, becomes one more
#'   channel. Arrays keep all of their channels unless `colour` says otherwise.
#' @param na `NULL` refuses missing values; `NA` keeps them; a number takes their
#'   place.
#' @param ... Not used.
#' @returns An array of numbers of dim `c(n, channels, height, width)`. Names of layers and
#'   bands, and of the third extent of arrays, become those of its channels, by which
#'   [predict()][predict_module] knows them.
#' @section Errors: `escnn_error_argument` for what can't be taken, naming the
#'   image of a list; `escnn_error_missing_package` when the package that reads an
#'   image is not installed.
#' @source Of this package.
#' @family images
#' @seealso [predict()][predict_image] gives rasters back as rasters;
#'   [dataset_images()] reads files.
#' @examples
#' dim(image_array(volcano))
#' dim(image_array(list(as.raster(volcano, max = 200), as.raster(1 - diag(87)[, 1:61]))))
#' @examplesIf escnn_available() && requireNamespace("magick", quietly = TRUE)
#' dim(image_array(magick::image_read("logo:"), size = 64))
#' @examplesIf requireNamespace("terra", quietly = TRUE)
#' dim(image_array(terra::rast(volcano)))
#' @export
image_array <- function(x, size = NULL, colour = NULL, alpha = FALSE, na = NULL, ...) {
  check_dots(...)
  if (missing(x)) abort_missing("x", environment())
  size <- check_extent(size, null = TRUE)
  if (!is.null(colour)) check_flag(colour)
  check_flag(alpha)
  na <- check_na(na)
  call <- environment()
  pictures <- pictures_of(x, call)
  pictures <- lapply(pictures, in_channels, colour = colour, alpha = alpha, call = call)
  pictures <- in_same_channels(pictures, is.null(colour), call)
  if (!is.null(size)) pictures <- lapply(pictures, resized_picture, unlist(size))
  stack_pictures(pictures, na, call)
}

check_na <- function(na, call = rlang::caller_env()) {
  if (length(na) == 1L && is.atomic(na) && is.na(na)) {
    return(NA_real_)
  }
  check_number(na, null = TRUE, hint = "`NA` keeps missing values.", arg = "na", call = call)
}

# All images of `x`, each of dim c(height, width, channels); `name` says which it is.
pictures_of <- function(x, call, name = "x") {
  if (inherits(x, "imlist") || (is_plain_list(x) && !is.data.frame(x))) {
    if (length(x) == 0L) abort_arg("x", x, "at least one image", call = call)
    each <- Map(
      function(entry, i) pictures_of(entry, call, paste0(name, "[[", i, "]]")),
      unclass(x), seq_along(x)
    )
    return(unlist(unname(each), recursive = FALSE))
  }
  pictures <- picture(x, call, name)
  pictures <- if (is.list(pictures)) pictures else list(pictures)
  if (length(pictures) == 0L || any(lengths(pictures) == 0L)) {
    abort_arg(name, x, "an image with pixels", call = call)
  }
  for (i in seq_along(pictures)) {
    attr(pictures[[i]], "name") <- if (length(pictures) == 1L) name else paste0(name, "[", i, "]")
  }
  pictures
}

# `alpha` of a picture says that its last channel is transparency, `grey` that its
# colours are all grey.
in_channels <- function(x, colour, alpha, call) {
  count <- dim(x)[[3]]
  about <- attributes(x)[c("name", "grey")]
  if (is.null(attr(x, "alpha"))) {
    # arrays say nothing of their channels, but for their number
    if (is.null(colour)) {
      return(x)
    }
    if (!count %in% 1:4) {
      abort_arg(
        "x", x, "of 1 to 4 channels for `colour`",
        paste0("`", about$name, "` has ", count, "; leave `colour` out to keep them."), call = call
      )
    }
    opacity <- if (count %in% c(2L, 4L)) count
  } else {
    opacity <- if (attr(x, "alpha")) count
  }
  seen <- x[, , setdiff(seq_len(count), opacity), drop = FALSE]
  seen <- if (isTRUE(colour) && dim(seen)[[3]] == 1L) {
    seen[, , c(1L, 1L, 1L), drop = FALSE]
  } else if (isFALSE(colour) && dim(seen)[[3]] == 3L) {
    array(
      0.299 * seen[, , 1L] + 0.587 * seen[, , 2L] + 0.114 * seen[, , 3L], c(dim(seen)[1:2], 1L)
    )
  } else {
    seen
  }
  if (alpha) {
    shown <- if (is.null(opacity)) array(1, c(dim(x)[1:2], 1L)) else x[, , opacity, drop = FALSE]
    seen <- array(c(seen, shown), dim(seen) + c(0L, 0L, 1L))
  }
  structure(
    seen, name = about$name, grey = if (is.null(colour)) about$grey, opacity = alpha
  )
}

# Pictures of colours that are all grey have one channel.
in_same_channels <- function(pictures, free, call) {
  grey <- vapply(pictures, function(x) isTRUE(attr(x, "grey")), NA)
  if (free && all(grey)) {
    pictures <- lapply(pictures, function(x) {
      count <- dim(x)[[3]]
      keep <- if (isTRUE(attr(x, "opacity")) && count > 1L) c(1L, count) else 1L
      structure(x[, , keep, drop = FALSE], name = attr(x, "name"))
    })
  }
  counts <- vapply(pictures, function(x) dim(x)[[3]], 1L)
  other <- which(counts != counts[[1]])
  if (length(other)) {
    i <- other[[1]]
    cli::cli_abort(
      c(
        "All images must have the same number of channels.",
        x = "{.code {attr(pictures[[1]], 'name')}} has {counts[[1]]}, and
             {.code {attr(pictures[[i]], 'name')}} has {counts[[i]]}.",
        i = "{.code colour = TRUE} gives three to each, {.code colour = FALSE} one."
      ),
      class = error_class("argument"), arg = "x", call = call
    )
  }
  lapply(pictures, in_channels_of, pictures[[1]], call)
}

# Layers of other images may come in another order.
in_channels_of <- function(x, first, call) {
  names <- lapply(list(x, first), function(each) telling_names(dimnames(each)[[3]]))
  of <- paste0("`", attr(first, "name"), "`")
  at <- channel_order(names[[1]], names[[2]], attr(x, "name"), of, call)
  if (is.null(at)) x else structure(x[, , at, drop = FALSE], name = attr(x, "name"))
}

resized_picture <- function(x, size) {
  if (identical(dim(x)[1:2], as.integer(size))) {
    return(x)
  }
  resized <- py_invoke(
    "escnn_r.datasets.resized_image", array(x, dim(x)), as.list(as.integer(size))
  )
  resized <- tensor_to_array(resized)
  dimnames(resized) <- dimnames(x)
  structure(resized, name = attr(x, "name"))
}

stack_pictures <- function(pictures, na, call) {
  extent <- dim(pictures[[1]])
  for (each in pictures) {
    if (!identical(dim(each), extent)) {
      cli::cli_abort(
        c(
          "All images must have the same size.",
          x = "{.code {attr(pictures[[1]], 'name')}} is {extent[[1]]} x {extent[[2]]}, and
               {.code {attr(each, 'name')}} is {dim(each)[[1]]} x {dim(each)[[2]]}.",
          i = "Give {.arg size}, or cut them with {.fn dataset_tiles} or {.fn dataset_crop}."
        ),
        class = error_class("argument"), arg = "x", call = call
      )
    }
    missing <- sum(is.na(each))
    if (is.null(na) && missing) {
      abort_missing_cells(each, missing, call)
    }
  }
  values <- vapply(pictures, as.numeric, numeric(prod(extent)))
  values <- aperm(array(values, c(extent, length(pictures))), c(4L, 3L, 1L, 2L))
  names <- dimnames(pictures[[1]])[[3]]
  if (!is.null(names)) dimnames(values) <- list(NULL, names, NULL, NULL)
  if (!is.null(na)) values[is.na(values)] <- na
  values
}

abort_missing_cells <- function(x, missing, call) {
  where <- first_index(array(0, dim(x)), which(is.na(x))[[1]])
  name <- attr(x, "name")
  cli::cli_abort(
    c(
      "{.code {name}} must have no missing values, but {missing} {?is/are} {.code NA}, the first
       at {where}.",
      i = "{.code na = 0} puts 0 there, and {.code na = NA} keeps them."
    ),
    class = error_class("argument"), arg = "x", call = call
  )
}
