# Predictions for what is an image in R, given back as what came in.

#' Predict maps from rasters and other images
#'
#' [predict()] with a raster gives a raster: the same grid and coordinate
#' reference system, with the classes, probabilities or numbers that a model for
#' pixels gives, such as one of [net_unet()].
#'
#' Rasters of terra are read and written by blocks, so that memory depends on the
#' tile, not on the raster. Each tile is computed as a part of the whole image: pixels
#' that a cut border has reached are not used, and neighbours fade into each other, so
#' that there are no seams. The result is that of one pass over the whole image, up to
#' rounding. How far a model looks, and so how much neighbours must share, is
#' measured.
#'
#' A model that gives one answer for a whole image takes what [image_array()]
#' makes of it.
#'
#' @param object A fitted model, or any module, that gives something for each
#'   pixel of an image.
#' @param newdata A terra `SpatRaster`, a raster of the package raster, a
#'   stars object or an array of dim `c(n, channels, height, width)`, which come
#'   back as such (a raster of raster as a `SpatRaster`). NIfTI images come back
#'   as NIfTI images, see [volume_array()]. Pictures of magick, EBImage or
#'   imager, and lists of images, give what their [image_array()] gives. Layers
#'   and bands are channels.
#' @param type As for [predict()][predict_module].
#' @param tile Height and width of a tile, at most: a larger one is faster and
#'   takes more memory. `Inf` for one pass.
#' @param overlap How many pixels neighbouring tiles share; `NULL` for as many as
#'   the model needs. Fewer are faster and may leave seams; a warning of class
#'   `escnn_warning_overlap` says so.
#' @param na `NULL` refuses missing values. A number is what the model sees in
#'   their place; the result is missing there.
#' @param filename Where terra writes the result, for example `"map.tif"`, a new file;
#'   without it the result is in memory, or in a temporary file if it is too large.
#' @param cube For volumes, see [volume_array()]: the voxels that the model was
#'   trained on. Results are resampled back.
#' @param ... Not used.
#' @returns A `SpatRaster`, stars object, NIfTI image or array. Of classes, it has
#'   one layer with the levels; for `type = "prob"`, and for labels, a layer for
#'   each; for `"response"` a layer for each output.
#' @section Errors: `escnn_error_argument` when channels are not those of the
#'   model, when values are missing, when a layer has categories, when the model
#'   gives no maps, and when tiles are too small for it.
#' @source The tiles are this package's own.
#' @family images
#' @seealso [image_array()], [dataset_tiles()]
#' @examplesIf escnn_available() && requireNamespace("terra", quietly = TRUE)
#' elevation <- terra::rast(volcano / 100)
#' model <- net_unet(classes = 2, width = 2, depth = 1)
#' scores <- predict(model, elevation, tile = 64)
#' scores
#' @name predict_image
NULL

predict_image <- function(object, newdata, type = NULL, batch_size = 256, tile = 384,
                          overlap = NULL, na = NULL, filename = "", cube = "smallest",
                          ..., call = rlang::caller_env()) {
  known <- setdiff(names(formals()), "call")
  check_dots(..., .known = known, .call = call)
  if (inherits(newdata, c("RasterLayer", "RasterBrick", "RasterStack"))) {
    check_package("terra", "rasters", call)
    newdata <- terra::rast(newdata)
  }
  if (is_volume(newdata)) {
    return(predict_volume(object, newdata, type, na, cube, call))
  }
  if (!inherits(newdata, c("SpatRaster", "stars"))) {
    newdata <- if (is_image(newdata)) image_array(newdata, na = na) else newdata
    return(predict_pictures(object, newdata, type, batch_size, tile, overlap, na, call))
  }
  package <- if (inherits(newdata, "SpatRaster")) "terra" else "stars"
  check_package(package, "rasters", call)
  predict_map(object, newdata, type, tile, overlap, na, filename, call)
}

# Whether the arguments of a prediction are of the kind that this file is for.
is_image_call <- function(newdata, names) {
  !missing(newdata) && (is_image(newdata) || any(names %in% c("tile", "overlap")))
}

# What there is to know of a model of either kind.
model_of <- function(object, type, call) {
  if (!inherits(object, "escnn_fit")) {
    check_alive(object, arg = "object", call = call)
    type <- check_choice(type %||% "response", "response", arg = "type", call = call)
    return(list(module = object, type = type, labels = FALSE, levels = NULL))
  }
  check_fit(object, call = call)
  kind <- fit_kind(object)
  types <- if (kind == "numbers") "response" else c("class", "prob", "response")
  list(
    module = kept_module(object), labels = kind == "labels", levels = object$levels,
    type = check_choice(type %||% types[[1]], types, arg = "type", call = call)
  )
}

predict_map <- function(object, newdata, type, tile, overlap, na, filename, call) {
  model <- model_of(object, type, call)
  source <- image_source(newdata, call)
  if (inherits(object, "escnn_fit")) source <- trained_source(source, object, call)
  filename <- if (identical(filename, "")) "" else check_path(filename, call = call)
  if (file.exists(filename)) {
    abort_arg(
      "filename", filename, "the path of a file that doesn't exist yet",
      paste0("Delete the old one by `unlink(\"", filename, "\")`."), call = call
    )
  }
  tiles <- tiles_of(model, source, tile, overlap, na, call)
  source$open()
  on.exit(source$close())
  writer <- NULL
  first <- TRUE
  read <- function(...) {
    cells <- source$read(...)
    if (first && !all(is.na(cells))) {
      first <<- FALSE
      if (inherits(object, "escnn_fit")) warn_range_of_cells(object, cells, call)
    }
    cells
  }
  run_tiles(tiles, read, call, function(cells, row) {
    # how many layers there are shows with the first result
    if (is.null(writer)) writer <<- source$writer(map_layers(model, ncol(cells)), filename)
    writer$write(cells, row)
  })
  writer$finish()
}

# The layers of training, in their order.
trained_source <- function(source, fit, call) {
  at <- channel_order(
    telling_names(source$names), trained_channels(fit), "newdata", "training", call
  )
  if (is.null(at)) {
    return(source)
  }
  read <- source$read
  source$read <- function(...) read(...)[, at, drop = FALSE]
  source$channels <- length(at)
  source
}

# Names and levels of the layers of a result.
map_layers <- function(model, count) {
  if (model$type == "class" && !model$labels) {
    return(list(names = "class", levels = model$levels))
  }
  named <- if (model$type != "response") model$levels
  list(names = named %||% if (count == 1L) "response" else paste0("response_", seq_len(count)))
}

check_package <- function(package, what, call) {
  if (!requireNamespace(package, quietly = TRUE)) {
    cli::cli_abort(
      c(
        "The package {.pkg {package}}, which reads such {what}, is not installed.",
        i = "Install it: {.code install.packages(\"{package}\")}."
      ),
      class = error_class("missing_package", "package"), package = package, call = call
    )
  }
}
