# Lists of examples: point clouds for models of points, images for models of images.

# The array of a list of images; whatever else `x` is stays as it is.
listed_images <- function(x, model, call, arg) {
  type <- model$in_type
  frames <- is_frames(x, type)
  if (!frames && !(is_plain_list(x) && inherits(type, "escnn_field_type"))) {
    return(x)
  }
  of_points <- py_invoke("escnn_r.nn.may_take_points", model)
  if (of_points || frames) {
    return(if (of_points && frames) slices(x) else x)
  }
  dims <- type$gspace$dimensionality
  if (dims != 2L) {
    abort_arg(
      arg, x,
      if (dims == 3L) {
        "an array of dim `c(n, channels, depth, height, width)`"
      } else {
        "a matrix with a row for each example"
      },
      if (dims == 3L) "`volume_array()` makes one of a list of volumes.", call = call
    )
  }
  pictures <- vapply(x, function(each) is.array(each) && length(dim(each)) %in% 2:3, NA)
  allowed <- "an array of dim `c(n, channels, height, width)`, or a list of images of one size"
  if (length(x) == 0L || !all(pictures)) {
    abort_arg(arg, x, allowed, "The model takes images, not point clouds.", call = call)
  }
  sizes <- vapply(x, function(each) paste(dim(each)[1:2], collapse = " x "), "")
  odd <- which(sizes != sizes[[1]])
  if (length(odd)) {
    abort_arg(
      arg, x, allowed,
      paste0("The first is ", sizes[[1]], ", and image ", odd[[1]], " is ", sizes[[odd[[1]]]],
             ": `image_array(size = )` resizes them."), call = call
    )
  }
  # what is missing is refused with the inputs, whose messages have the remedy
  stack_pictures(in_same_channels(pictures_of(x, call, arg), FALSE, call), NA, call)
}

# The array of a list of maps, one for each image; whatever else `y` is stays as it is.
listed_maps <- function(y, x, call) {
  maps <- is_plain_list(y) && length(y) > 0L && all(vapply(y, is.matrix, NA))
  if (!maps || is_plain_list(x)) {
    return(y)
  }
  sizes <- vapply(y, function(each) paste(dim(each), collapse = " x "), "")
  odd <- which(sizes != sizes[[1]])
  if (length(odd)) {
    abort_arg(
      "y", y, "a list of maps of one size, or an array of dim `c(n, height, width)`",
      paste0("The first is ", sizes[[1]], ", and map ", odd[[1]], " is ", sizes[[odd[[1]]]], "."),
      call = call
    )
  }
  # levels of factors are those of all
  flat <- unlist(lapply(y, structure, dim = NULL))
  order <- aperm(array(seq_along(flat), c(dim(y[[1]]), length(y))), c(3L, 1L, 2L))
  structure(flat[order], dim = dim(order))
}

# One image as packages that read files give it, with its channels last.
check_channels_first <- function(values, type, arg, call) {
  extent <- dim(values)
  planar <- type$gspace$dimensionality == 2L && length(extent) == 3L
  if (planar && extent[[3]] %in% 3:4 && min(extent[1:2]) > 4L) {
    abort_arg(
      arg, values, "an array of dim `c(n, channels, height, width)`",
      paste0("`image_array(", arg, ")` makes one of an image whose channels come last."),
      call = call
    )
  }
}

# Coordinates of the points of several clouds in one array, such as the frames of a molecule.
is_frames <- function(x, type) {
  is.array(x) && is.numeric(x) && !is.object(x) && length(dim(x)) == 3L &&
    inherits(type, "escnn_field_type") && identical(dim(x)[[3]], type$gspace$dimensionality)
}
