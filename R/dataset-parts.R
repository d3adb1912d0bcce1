#' Tiles and crops of images of any size
#'
#' Data sets of pieces of one size, out of images that may have different ones,
#' or that are too large to train on as a whole.
#'
#' `dataset_tiles()` cuts each image into tiles that cover it; where sizes don't
#' fit, the last tile of a row or column lies at the border and shares more with its
#' neighbour. `dataset_crop()` takes pieces at random places, which stay the same, or
#' one around the centre. Maps of classes are cut alike. Nothing is copied: images of
#' files are read when a piece of theirs is needed.
#'
#' Tiles of one image in both training and validation would make a network look better
#' than it is: [dataset_split()], [dataset_folds()] and `fit(validation = )` keep the pieces
#' of an image on one side.
#' @param x A folder of pictures as for [dataset_images()]; a list of images, each
#'   as for [image_array()]; an array of dim `c(n, channels, height, width)`; or a
#'   [data set][dataset] of images.
#' @param size Height and width of a piece in pixels, one number or
#'   `c(h = , w = )`.
#' @param y For lists and arrays: what is to be predicted, one entry for each image,
#'   as for [dataset_arrays()]; or a list with a matrix for each image, of the classes
#'   of its pixels (a factor with dim, integers from 1, or logical values) or of
#'   numbers.
#' @param overlap How many pixels neighbouring tiles share at least.
#' @param masks,classes,colour For folders, as for [dataset_images()].
#' @param each How many crops of each image.
#' @param position `"random"` or `"centre"`.
#' @param na For lists of images, as for [image_array()].
#' @param seed A whole number that places depend on; `NULL` takes one from R's own
#'   random numbers, so that `set.seed()` counts.
#' @param ... Not used.
#' @returns A [data set][dataset]; image after image, and tiles from the top left
#'   one on, line by line.
#' @section Errors: `escnn_error_argument` when an image is smaller than `size`,
#'   naming it, when maps and images differ in size, and as for [dataset_images()].
#' @source Of this package.
#' @family data sets
#' @seealso [predict()][predict_image] puts a whole image together from tiles.
#' @examplesIf escnn_available()
#' images <- list(volcano / 200, t(volcano) / 200, volcano[1:50, ] / 200)
#' high <- lapply(images, function(x) x > 0.7)
#' tiles <- dataset_tiles(images, size = 32, y = high)
#' tiles
#' dataset_crop(images, size = c(h = 40, w = 48), each = 5, seed = 1)
#' @export
dataset_tiles <- function(x, size, y = NULL, overlap = 0, masks = NULL, classes = NULL,
                          colour = NULL, na = NULL, ...) {
  check_dots(...)
  size <- check_extent(size)
  overlap <- check_whole(overlap, min = 0)
  source <- part_source(x, y, masks, classes, colour, na, environment())
  name_channels(py_invoke("escnn_r.datasets.tiles_of", source$images, size, overlap), source$names)
}

#' @rdname dataset_tiles
#' @export
dataset_crop <- function(x, size, y = NULL, each = 1, position = "random", masks = NULL,
                         classes = NULL, colour = NULL, na = NULL, seed = NULL, ...) {
  check_dots(...)
  size <- check_extent(size)
  each <- check_whole(each, min = 1)
  position <- check_choice(position, c("random", "centre"))
  if (position == "centre" && each > 1L) {
    abort_arg("each", each, "1 for crops around the centre", "More would all be the same.")
  }
  source <- part_source(x, y, masks, classes, colour, na, environment())
  seed <- if (position == "random") seed_or_draw(seed)
  parts <- py_invoke("escnn_r.datasets.crops_of", source$images, size, each, seed)
  name_channels(parts, source$names)
}

# `images` of any size, and the `names` of their channels: those of a folder, a list, an array,
# or a data set.
part_source <- function(x, y, masks, classes, colour, na, call) {
  if (missing(x)) abort_missing("x", call)
  if (!is.null(colour)) check_flag(colour, call = call)
  if (is.character(x) && !is.matrix(x)) {
    return(list(images = part_folder(x, y, masks, classes, colour, call)))
  }
  if (!is.null(masks)) {
    abort_arg("masks", masks, "left out unless `x` is a folder", "Use `y`.", call = call)
  }
  if (inherits(x, "escnn_dataset")) {
    check_alive(x, call = call)
    if (!is.null(y)) {
      abort_arg("y", y, "left out, since the data set has its own", call = call)
    }
    return(list(images = x))
  }
  if (length(dim(x)) == 4L && !is.object(x) && is.numeric(x)) {
    names <- dimnames(x)[[2]]
    x <- lapply(seq_len(dim(x)[[1]]), function(i) {
      one <- aperm(array(x[i, , , ], dim(x)[-1]), c(2L, 3L, 1L))
      if (!is.null(names)) dimnames(one) <- list(NULL, NULL, names)
      one
    })
  }
  na <- check_na(na, call)
  images <- lapply(pictures_of(x, call), in_channels, colour = colour, alpha = FALSE, call = call)
  images <- in_same_channels(images, is.null(colour), call)
  names <- telling_names(dimnames(images[[1]])[[3]])
  images <- lapply(images, function(image) {
    stacked <- stack_pictures(list(image), na, call)
    array(stacked, dim(stacked)[-1])
  })
  target <- part_targets(y, length(images), call)
  images <- py_invoke(
    "escnn_r.datasets.list_of_images", images, target$values, target$classes, "images",
    .call = call
  )
  list(images = images, names = names)
}

part_folder <- function(folder, y, masks, classes, colour, call) {
  check_string(folder, arg = "x", call = call)
  if (!dir.exists(folder)) {
    abort_arg("x", folder, "a folder that exists, or images", call = call)
  }
  if (!is.null(y)) {
    abort_arg("y", y, "left out for a folder", "Give the folder of `masks`.", call = call)
  }
  read_pictures(folder, masks, classes, NULL, colour, varied = TRUE, call = call)
}

# A list with an array for each image, of classes from 0 or of numbers.
part_targets <- function(y, count, call) {
  if (is.null(y)) {
    return(list(values = NULL, classes = NULL))
  }
  maps <- is_plain_list(y)
  entries <- if (maps) length(y) else NROW(y)
  if (entries != count) {
    abort_arg("y", y, paste0("one entry for each of the ", count, " images"), call = call)
  }
  if (!maps) {
    target <- check_targets(y, call = call)
    if (isTRUE(target$several)) {
      abort_arg("y", y, "one class, number or map for each image", call = call)
    }
    values <- as.vector(target$values)
    return(list(values = lapply(values, array, dim = 1L), classes = target$classes))
  }
  extents <- lapply(y, dim)
  if (any(lengths(extents) != 2L)) {
    abort_arg("y", y, "a list of matrices, one for each image", call = call)
  }
  # all at once, so that levels are those of all
  target <- check_targets(unlist(lapply(y, structure, dim = NULL)), call = call)
  ends <- cumsum(vapply(extents, prod, 1))
  values <- Map(
    function(end, extent) array(target$values[end - prod(extent) + seq_len(prod(extent))], extent),
    ends, extents
  )
  list(values = unname(values), classes = target$classes)
}
