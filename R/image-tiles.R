# Predictions in tiles, which overlap by what the model needs.

tiles_of <- function(model, source, tile, overlap, na, call) {
  check_channels(model$module, source$channels, call)
  tile <- if (!identical(tile, Inf)) check_whole(tile, min = 16, call = call)
  overlap <- check_whole(overlap, min = 0, null = TRUE, call = call)
  na <- check_number(na, null = TRUE, call = call)
  tiles <- py_invoke(
    "escnn_r.exporting.Tiles", model$module, list(source$height, source$width), model$type,
    model$labels, if (!is.null(model$levels)) length(model$levels), tile, overlap, na, .call = call
  )
  plan <- py_invoke(tiles$plan)
  if (plan$overlap < 2 * plan$reach) {
    needed <- 2 * plan$reach
    cli::cli_warn(
      c(
        "Tiles that share {plan$overlap} pixel{?s} may show seams: the model's output depends on
         what is up to {plan$reach} pixel{?s} away.",
        i = "Leave {.arg overlap} out, or make it larger than {needed}."
      ),
      class = warning_class("overlap"), call = call
    )
  }
  list(object = tiles, plan = plan)
}

check_channels <- function(module, channels, call) {
  type <- module$in_type
  if (!inherits(type, "escnn_field_type") || type$gspace$dimensionality != 2L) {
    abort_arg("object", module, "a model of images", call = call)
  }
  if (type$size != channels) {
    cli::cli_abort(
      c(
        "{.arg newdata} must have {type$size} channel{?s}, as the model's input has, not
         {channels}.",
        i = "Layers of rasters and bands are channels."
      ),
      class = error_class("argument"), arg = "newdata", call = call
    )
  }
}

# Reads tile after tile, and hands on the cells of finished lines.
run_tiles <- function(tiles, read, call, write) {
  plan <- tiles$plan
  rows <- unlist(plan$rows)
  columns <- unlist(plan$columns)
  line <- 0
  progress <- step_progress("Predicting tiles", length(rows) * length(columns))
  on.exit(progress$done())
  for (i in seq_along(rows)) {
    for (j in seq_along(columns)) {
      cells <- read(rows[[i]], plan$height, columns[[j]], plan$width)
      done <- py_invoke(
        tiles$object$add, i - 1L, j - 1L, cells,
        .doing = "The model cannot be applied", .call = call
      )
      progress$step((i - 1L) * length(columns) + j)
    }
    cells <- tensor_to_array(done)
    write(cells, line)
    line <- if (i < length(rows)) rows[[i + 1L]]
  }
}

# Arrays in tiles, where they were asked for, and as they are else.
predict_pictures <- function(object, x, type, batch_size, tile, overlap, na, call) {
  extent <- dim(x)
  whole <- length(extent) != 4L || all(extent[3:4] <= tile)
  if (whole) {
    type <- type %||% if (inherits(object, "escnn_module")) "response"
    return(stats::predict(object, x, type = type, batch_size = batch_size))
  }
  model <- model_of(object, type, call)
  if (inherits(object, "escnn_fit")) {
    x <- in_trained_channels(x, trained_channels(object), "newdata", call)
    extent <- dim(x)
    thin <- lapply(extent[3:4], function(n) seq(1, n, 2))
    pixels <- aperm(x[, , thin[[1]], thin[[2]], drop = FALSE], c(1, 3, 4, 2))
    warn_range_of_cells(object, matrix(pixels, ncol = extent[[2]]), call)
  }
  maps <- lapply(seq_len(extent[[1]]), function(i) {
    predict_picture(model, x, i, tile, overlap, na, call)
  })
  values <- array(
    unlist(maps, use.names = FALSE), c(extent[4:3], dim(maps[[1]])[[2]], extent[[1]])
  )
  values <- aperm(values, c(4L, 3L, 2L, 1L))
  if (model$type == "class" && !model$labels) {
    return(array(as.integer(values), dim(values)[-2]))
  }
  named <- if (model$type != "response") model$levels
  if (!is.null(named)) dimnames(values) <- list(NULL, named, NULL, NULL)
  values
}

predict_picture <- function(model, x, i, tile, overlap, na, call) {
  extent <- dim(x)
  source <- list(height = extent[[3]], width = extent[[4]], channels = extent[[2]])
  tiles <- tiles_of(model, source, tile, overlap, na, call)
  read <- function(row, rows, column, columns) {
    part <- x[i, , row + seq_len(rows), column + seq_len(columns), drop = FALSE]
    matrix(aperm(part, c(4L, 3L, 2L, 1L)), ncol = extent[[2]])
  }
  lines <- list()
  run_tiles(tiles, read, call, function(cells, row) lines[[length(lines) + 1L]] <<- cells)
  do.call(rbind, lines)
}
