# One image of each kind, as an array of dim c(height, width, channels), or as a
# list of such where there are several frames.

picture <- function(x, call, name) UseMethod("picture")

# Classes of other packages that hold images; `volume_classes` in space.
image_classes <- c(
  "SpatRaster", "RasterLayer", "RasterBrick", "RasterStack", "stars", "stars_proxy",
  "magick-image", "bitmap", "Image", "cimg", "pixset", "imlist", "nativeRaster", "raster"
)
volume_classes <- c("niftiImage", "internalImage", "nifti")

is_volume <- function(x) inherits(x, volume_classes)

is_image <- function(x) {
  inherits(x, c(image_classes, volume_classes)) ||
    (is.list(x) && !is.object(x) && length(x) > 0L && inherits(x[[1]], image_classes))
}

#' @exportS3Method
picture.default <- function(x, call, name) {
  numbers <- (is.numeric(x) || is.logical(x)) && !is.object(x)
  if (is_volume(x)) {
    abort_arg(name, x, "an image, or a list of images", "Use `volume_array(x)`.", call = call)
  }
  if (is.character(x) && is.matrix(x)) {
    return(colour_picture(x, call, name))
  }
  if (!numbers || !length(dim(x)) %in% 2:3) {
    abort_arg(name, x, "an image, or a list of images", picture_hint(x, name), call = call)
  }
  extent <- dim(x)
  first <- length(extent) == 3L && extent[[1]] <= 4L && min(extent[2:3]) > 4L
  if (first) {
    abort_arg(
      name, x, "an array of dim c(height, width, channels)",
      paste0(
        "Its channels seem to come first: `aperm(", name, ", c(2, 3, 1))` puts them last. ",
        "For images of ", extent[[1]], " lines, write an array of dim ",
        "c(n, channels, height, width)."
      ),
      call = call
    )
  }
  names <- if (length(extent) == 3L) dimnames(x)[[3]]
  array(
    as.numeric(x), if (length(extent) == 2L) c(extent, 1L) else extent,
    if (!is.null(names)) list(NULL, NULL, names)
  )
}

picture_hint <- function(x, name) {
  if (is.character(x)) {
    return("Files are read by `dataset_images()`, or by the packages png, jpeg and tiff.")
  }
  if (is.data.frame(x)) {
    return(paste0("Use `as.matrix(", name, ")` on a data frame that is an image."))
  }
  if (length(dim(x)) == 4L) {
    return(paste0(
      "If its extents are height, width, channels and examples, `aperm(", name,
      ", c(4, 3, 1, 2))` is what models take. They take an array of dim ",
      "c(n, channels, height, width) as it is."
    ))
  }
  "`?image_array` lists the kinds of images."
}

# Raster images and matrices of colours; `nativeRaster` packs a colour in a number.

#' @exportS3Method
picture.raster <- function(x, call, name) colour_picture(as.matrix(x), call, name)

colour_picture <- function(x, call, name) {
  kinds <- unique(as.vector(x))
  known <- tryCatch(grDevices::col2rgb(kinds, alpha = TRUE), error = function(e) NULL)
  if (is.null(known)) {
    is_colour <- function(kind) !inherits(try(grDevices::col2rgb(kind), TRUE), "try-error")
    strange <- encodeString(Find(Negate(is_colour), kinds), quote = "\"")
    abort_arg(
      name, x, "a matrix of colours such as \"#FF0000\" or \"red\"",
      paste("The text", strange, "is not a colour."), call = call
    )
  }
  values <- t(known)[match(x, kinds), , drop = FALSE] / 255
  painted(array(values, c(dim(x), 4L)))
}

#' @exportS3Method
picture.nativeRaster <- function(x, call, name) {
  extent <- dim(x)
  values <- as.vector(unclass(x))
  # the number that R has for a missing one is half-transparent black
  gone <- is.na(values)
  values[gone] <- 0L
  channel <- function(shift) {
    byte <- bitwAnd(bitwShiftR(values, shift), 255L)
    if (shift == 24L) byte[gone] <- 128L
    # its memory goes by lines
    matrix(byte / 255, extent[[1]], byrow = TRUE)
  }
  painted(array(unlist(lapply(c(0L, 8L, 16L, 24L), channel)), c(extent, 4L)))
}

# Colours with opacity last, and whether all are grey.
painted <- function(x) {
  grey <- all(x[, , 1L] == x[, , 2L]) && all(x[, , 2L] == x[, , 3L])
  structure(x, alpha = TRUE, grey = grey)
}

#' @rawNamespace S3method(picture,"magick-image")
`picture.magick-image` <- function(x, call, name) {
  check_package("magick", "images", call)
  lapply(seq_along(x), function(i) {
    picture(magick::image_data(x[i], channels = "rgba"), call, name)
  })
}

# Bytes of dim c(channels, width, height).
#' @exportS3Method
picture.bitmap <- function(x, call, name) {
  # magick's own as.integer() would turn it
  values <- aperm(array(as.integer(unclass(x)), dim(x)) / 255, c(3L, 2L, 1L))
  switch(dim(values)[[3]],
    structure(values, alpha = FALSE, grey = TRUE),
    structure(values, alpha = TRUE, grey = TRUE),
    structure(painted(values), alpha = FALSE),
    painted(values)
  )
}

# Arrays whose first extent is the width; frames, and for colours channels, follow.
#' @exportS3Method
picture.Image <- function(x, call, name) {
  extent <- dim(x)
  colour <- identical(as.integer(attr(x, "colormode")), 2L)
  values <- as.numeric(as.vector(unclass(x)))
  channels <- if (colour && length(extent) > 2L) extent[[3]] else 1L
  values <- array(values, c(extent[1:2], channels, length(values) / prod(extent[1:2], channels)))
  lapply(seq_len(dim(values)[[4]]), function(i) {
    aperm(array(values[, , , i], c(extent[1:2], channels)), c(2L, 1L, 3L))
  })
}

#' @exportS3Method
picture.cimg <- function(x, call, name) {
  extent <- dim(x)
  if (extent[[3]] > 1L) {
    abort_arg(
      "x", x, "an image of one plane",
      paste0(
        "`", name, "` has ", extent[[3]], ": `volume_array()` takes a volume, and ",
        "`imager::imsplit(", name, ", \"z\")` gives the frames of a film."
      ),
      call = call
    )
  }
  aperm(array(as.numeric(unclass(x)), extent[c(1L, 2L, 4L)]), c(2L, 1L, 3L))
}

#' @exportS3Method
picture.pixset <- picture.cimg
