# Rasters of terra, raster and stars. Large ones come block by block and go back
# as what they were: by a reader of cells (a row for each, by lines from the top;
# a column for each channel) and a writer of such.

# What can be read from `x` in blocks, and what takes a result with `layers`.
image_source <- function(x, call) UseMethod("image_source")

#' @exportS3Method
image_source.SpatRaster <- function(x, call) {
  check_quantities(x, call)
  list(
    height = terra::nrow(x), width = terra::ncol(x), channels = terra::nlyr(x), names = names(x),
    open = function() terra::readStart(x),
    read = function(row, rows, column, columns) {
      terra::readValues(x, row + 1L, rows, column + 1L, columns, mat = TRUE)
    },
    close = function() terra::readStop(x),
    writer = function(layers, filename) raster_writer(x, layers, filename)
  )
}

# Numbers of categories are no quantities.
check_quantities <- function(x, call) {
  categories <- names(x)[terra::is.factor(x)]
  if (length(categories)) {
    abort_arg(
      "x", x, "a raster of numbers",
      paste0(
        "Categories are in the layer ", toString(encodeString(unique(categories), quote = "\"")),
        ". `terra::segregate()` makes a layer of 0 and 1 for each category; `terra::as.int()` ",
        "takes their codes for numbers."
      ),
      call = call
    )
  }
}

# `layers` has the names of layers, and the levels of a layer of classes.
raster_writer <- function(x, layers, filename) {
  out <- terra::rast(x, nlyrs = length(layers$names))
  names(out) <- layers$names
  few <- !is.null(layers$levels) && length(layers$levels) < 255L
  datatype <- if (few) "INT1U" else "FLT4S"
  if (!is.null(layers$levels)) {
    levels(out) <- data.frame(value = seq_along(layers$levels), class = layers$levels)
  }
  terra::writeStart(out, filename, wopt = list(datatype = datatype))
  list(
    write = function(cells, row) {
      cells[is.nan(cells)] <- NA
      terra::writeValues(out, as.vector(cells), row + 1L, nrow(cells) / terra::ncol(x))
    },
    finish = function() {
      out <- terra::writeStop(out)
      if (!is.null(layers$levels) && !any(terra::is.factor(out))) {
        levels(out) <- data.frame(value = seq_along(layers$levels), class = layers$levels)
      }
      out
    }
  )
}

# A few cells wide as an array of dim c(height, width, channels).
raster_picture <- function(x, call) {
  source <- image_source(x, call)
  source$open()
  on.exit(source$close())
  cells <- source$read(0L, source$height, 0L, source$width)
  picture <- aperm(array(cells, c(source$width, source$height, source$channels)), c(2L, 1L, 3L))
  names <- telling_names(source$names)
  if (!is.null(names)) dimnames(picture) <- list(NULL, NULL, names)
  picture
}

#' @exportS3Method
picture.SpatRaster <- function(x, call, name) { # nolint: object_name_linter.
  check_package("terra", "rasters", call)
  raster_picture(x, call)
}

#' @exportS3Method
picture.RasterLayer <- function(x, call, name) { # nolint: object_name_linter.
  check_package("terra", "rasters", call)
  raster_picture(terra::rast(x), call)
}

#' @exportS3Method
picture.RasterBrick <- picture.RasterLayer # nolint: object_name_linter.

#' @exportS3Method
picture.RasterStack <- picture.RasterLayer # nolint: object_name_linter.

#' @exportS3Method
picture.stars <- function(x, call, name) { # nolint: object_name_linter.
  check_package("stars", "rasters", call)
  raster_picture(x, call)
}

#' @exportS3Method
picture.stars_proxy <- picture.stars # nolint: object_name_linter.

#' @exportS3Method
image_source.stars <- function(x, call) {
  place <- stars_place(x, call)
  cells <- stars_cells(x, place)
  height <- place$size[[2]]
  width <- place$size[[1]]
  list(
    height = height, width = width, channels = ncol(cells), names = colnames(cells),
    open = function() NULL, close = function() NULL,
    read = function(row, rows, column, columns) {
      lines <- row + seq_len(rows)
      # stars may have their first line at the bottom
      if (place$upwards) lines <- height + 1L - lines
      which <- outer(column + seq_len(columns), (lines - 1L) * width, `+`)
      cells[as.vector(which), , drop = FALSE]
    },
    writer = function(layers, filename) stars_writer(x, place, layers, filename, call)
  )
}

#' @exportS3Method
image_source.stars_proxy <- function(x, call) image_source(stars::st_as_stars(x), call)

# Which dimensions are right and down, and how large they are.
stars_place <- function(x, call) {
  dimensions <- stars::st_dimensions(x)
  names <- attr(dimensions, "raster")$dimensions
  at <- match(names, names(dimensions))
  if (length(names) != 2L || anyNA(at)) {
    abort_arg("x", x, "a stars object with a raster of x and y", call = call)
  }
  others <- setdiff(names(dimensions), names)
  if (length(others) > 1L) {
    abort_arg(
      "x", x, "a stars object of x, y and bands",
      paste0(
        "It has ", toString(others), " besides. Pick one first, as in ",
        "`x[, , , , 1, drop = TRUE]`."
      ),
      call = call
    )
  }
  if (any(vapply(x, is.factor, NA))) {
    abort_arg(
      "x", x, "a stars object of numbers",
      "Some attributes are factors, whose codes are no quantities.", call = call
    )
  }
  delta <- dimensions[[names[[2]]]]$delta
  list(
    names = names, order = c(at, setdiff(seq_along(dimensions), at)), size = dim(x)[at],
    upwards = isTRUE(delta > 0)
  )
}

stars_cells <- function(x, place) {
  each <- lapply(unclass(x), function(values) {
    matrix(as.numeric(aperm(unclass(values), place$order)), prod(place$size))
  })
  cells <- unname(do.call(cbind, each))
  colnames(cells) <- stars_names(x, place)
  cells
}

# Of attributes, or of the bands of a single one; NULL where bands only have numbers.
stars_names <- function(x, place) {
  bands <- setdiff(names(dim(x)), place$names)
  labels <- if (length(bands)) stars::st_get_dimension_values(x, bands)
  if (length(bands) && !is.character(labels)) {
    return(NULL)
  }
  if (length(x) == 1L && length(bands)) {
    return(labels)
  }
  if (length(bands)) as.vector(outer(labels, names(x), function(b, a) paste(a, b))) else names(x)
}

stars_writer <- function(x, place, layers, filename, call) {
  if (nzchar(filename)) {
    abort_arg(
      "filename", filename, "left out for stars objects",
      "Write the result: `stars::write_stars(result, filename)`.", call = call
    )
  }
  height <- place$size[[2]]
  width <- place$size[[1]]
  all <- matrix(NA_real_, height * width, length(layers$names))
  list(
    write = function(cells, row) {
      cells[is.nan(cells)] <- NA
      all[row * width + seq_len(nrow(cells)), ] <<- cells
    },
    finish = function() {
      attributes <- lapply(seq_len(ncol(all)), function(i) {
        values <- matrix(all[, i], width)
        if (place$upwards) values <- values[, rev(seq_len(height)), drop = FALSE]
        if (is.null(layers$levels)) {
          return(values)
        }
        structure(factor(layers$levels[values], layers$levels), dim = dim(values))
      })
      names(attributes) <- layers$names
      stars::st_as_stars(attributes, dimensions = stars::st_dimensions(x)[place$names])
    }
  )
}
