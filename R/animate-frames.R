# Frames of animations, and the files that they become.

# Which package writes files of an extension, the best first.
animation_writers <- list(
  gif = list(
    gifski = function(frames, file, settings) {
      gifski::gifski(
        frames, gif_file = file, width = settings$pixels[[1]], height = settings$pixels[[2]],
        delay = 1 / settings$fps, progress = FALSE
      )
    },
    magick = function(frames, file, settings) {
      moving <- magick::image_animate(
        magick::image_read(frames), delay = max(2, round(100 / settings$fps)), optimize = TRUE
      )
      magick::image_write(moving, file, format = "gif")
    }
  ),
  mp4 = list(
    av = function(frames, file, settings) {
      av::av_encode_video(frames, output = file, framerate = settings$fps, verbose = FALSE)
    }
  )
)

# The path, and the function that writes it.
animation_target <- function(file, call = rlang::caller_env()) {
  if (is.null(file)) file <- tempfile("animation-", fileext = ".gif")
  file <- check_path(file, "file", call)
  extension <- tolower(sub(".*[.]", "", basename(file)))
  writers <- animation_writers[[extension]]
  if (!grepl(".", basename(file), fixed = TRUE) || is.null(writers)) {
    abort_arg("file", file, "a path that ends in .gif or .mp4", call = call)
  }
  there <- Filter(function(package) requireNamespace(package, quietly = TRUE), names(writers))
  if (!length(there)) {
    best <- names(writers)[[1]]
    cli::cli_abort(
      c(
        "No package is installed that writes {.file .{extension}} files.",
        i = "Install {.pkg {best}}: {.code install.packages(\"{best}\")}."
      ),
      class = error_class("missing_package", "package"), call = call
    )
  }
  list(file = file, extension = extension, write = writers[[there[[1]]]])
}

write_animation <- function(frames, title, limits, target, settings) {
  folder <- tempfile("frames-")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  # encoders of video want even numbers
  settings$pixels <- 2 * round(c(settings$width, settings$height) * settings$res / 2)
  values <- unlist(lapply(frames, function(frame) range(frame$maps$rows$value)))
  range <- colour_range(values, limits)
  shades <- range(unlist(lapply(frames, function(frame) range(frame$input %||% 0))))
  longest <- longest_arrow(frames)
  paths <- file.path(folder, sprintf("frame-%04d.png", seq_along(frames)))
  # cli shows progress when two seconds are over
  for (i in cli::cli_progress_along(frames, "Drawing frames")) {
    plot <- frame_plot(frames[[i]], title, range, shades, longest)
    draw_png(plot, paths[[i]], settings)
  }
  partial <- tempfile("animation-", tmpdir = dirname(target$file),
                      fileext = paste0(".", target$extension))
  on.exit(unlink(partial), add = TRUE)
  target$write(paths, partial, settings)
  if (!file.exists(partial) || !file.rename(partial, target$file)) {
    cli::cli_abort(
      c(
        "The animation could not be written to {.file {target$file}}.",
        i = "Does the folder exist, and may you write to it?"
      ),
      class = error_class("not_written"), call = rlang::caller_env()
    )
  }
}

draw_png <- function(plot, path, settings) {
  grDevices::png(
    path, settings$pixels[[1]], settings$pixels[[2]], res = settings$res
  )
  on.exit(grDevices::dev.off())
  grid::grid.newpage()
  grid::grid.draw(ggplot2::ggplotGrob(plot))
}

longest_arrow <- function(frames) {
  max(0, unlist(lapply(frames, function(frame) {
    arrows <- frame$maps$arrows
    if (!is.null(arrows)) max(sqrt(arrows$right^2 + arrows$up^2))
  })))
}

# All pictures on one grid of pixels, the image first and in grey.
frame_plot <- function(frame, title, range, shades, longest) {
  maps <- frame$maps
  labels <- levels(maps$rows$map)
  size <- c(max(maps$rows$row), max(maps$rows$column))
  image <- NULL
  if (!is.null(frame$input)) {
    image <- pixel_colours(frame$input, shades)
    grid <- c(max(image$row), max(image$column))
    maps <- stretched(maps, size, grid)
    labels <- c("image", labels)
    image$map <- factor("image", labels)
  }
  maps$rows$map <- factor(maps$rows$map, labels)
  arrows <- maps$arrows
  if (!is.null(arrows)) {
    arrows$map <- factor(arrows$map, labels)
    # all frames have one scale of arrows
    share <- max(sqrt(arrows$right^2 + arrows$up^2)) / longest
    middle <- list((arrows$column + arrows$to_column) / 2, (arrows$row + arrows$to_row) / 2)
    for (end in c("column", "to_column")) {
      arrows[[end]] <- middle[[1]] + share * (arrows[[end]] - middle[[1]])
    }
    for (end in c("row", "to_row")) {
      arrows[[end]] <- middle[[2]] + share * (arrows[[end]] - middle[[2]])
    }
  }
  plot <- ggplot2::ggplot(maps$rows, ggplot2::aes(x = .data$column, y = .data$row)) +
    (if (!is.null(image)) ggplot2::geom_raster(data = image, fill = image$colour)) +
    ggplot2::geom_raster(ggplot2::aes(fill = .data$value)) +
    (if (!is.null(arrows)) arrow_layers(arrows)) +
    ggplot2::facet_wrap(
      ggplot2::vars(.data$map), ncol = panel_columns(length(labels)), drop = FALSE,
      labeller = ggplot2::as_labeller(c(image = "image", map_labels(frame$maps)))
    ) +
    ggplot2::scale_y_reverse() +
    scale_values(range) +
    ggplot2::coord_equal(expand = FALSE) +
    ggplot2::labs(title = title, subtitle = capital(frame$element)) +
    picture_theme() + small_strips(length(labels))
  escnn_plot(plot, paste("One frame, of", frame$element))
}

# Pictures of one size on a grid of another, by the nearest pixel.
stretched <- function(maps, size, grid) {
  row <- rep(seq_len(grid[[1]]), grid[[2]])
  column <- rep(seq_len(grid[[2]]), each = grid[[1]])
  from <- ceiling(row * size[[1]] / grid[[1]]) + (ceiling(column * size[[2]] / grid[[2]]) - 1) *
    size[[1]]
  maps$rows <- do.call(rbind, lapply(split(maps$rows, maps$rows$map), function(part) {
    data.frame(map = part$map[[1]], row = row, column = column, value = part$value[from])
  }))
  scale <- grid / size
  if (!is.null(maps$arrows)) {
    for (end in c("row", "to_row")) {
      maps$arrows[[end]] <- (maps$arrows[[end]] - 0.5) * scale[[1]] + 0.5
    }
    for (end in c("column", "to_column")) {
      maps$arrows[[end]] <- (maps$arrows[[end]] - 0.5) * scale[[2]] + 0.5
    }
  }
  maps
}
