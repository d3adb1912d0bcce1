# Plots and animations in notebooks of Jupyter's R kernel, which asks for each form in which a value
# can be shown. Its own pictures have no alt text: an `img` of HTML has, and is preferred by all
# front ends that know HTML; the others take the PNG.

#' @rawNamespace S3method(repr::repr_html, escnn_plot)
NULL

repr_html.escnn_plot <- function(obj, ...) { # nolint: object_name_linter.
  size <- notebook_size()
  image_tag(notebook_png(obj), "image/png", alt_text(obj), round(size$width * size$shown))
}

#' @rawNamespace S3method(repr::repr_png, escnn_plot)
NULL

repr_png.escnn_plot <- function(obj, ...) notebook_png(obj) # nolint: object_name_linter.

# Without a method the plot would be printed, which draws it once more.
#' @rawNamespace S3method(repr::repr_text, escnn_plot)
NULL

repr_text.escnn_plot <- function(obj, ...) alt_text(obj) # nolint: object_name_linter.

# The method for all ggplots fails where plotly is not installed.
#' @rawNamespace S3method(repr::repr_plotly1, escnn_plot)
NULL

repr_plotly1.escnn_plot <- function(obj, ...) NULL # nolint: object_name_linter.

#' @rawNamespace S3method(repr::repr_html, escnn_animation)
NULL

repr_html.escnn_animation <- function(obj, ...) { # nolint: object_name_linter.
  path <- as.character(obj)
  bytes <- readBin(path, "raw", file.size(path))
  if (!endsWith(tolower(path), ".mp4")) {
    return(image_tag(bytes, "image/gif", alt_text(obj)))
  }
  paste0(
    "<video controls loop src=\"", data_address(bytes, "video/mp4"), "\" aria-label=\"",
    escape_html(alt_text(obj)), "\"></video>"
  )
}

# Inches, pixels an inch of the file, and of the screen, as the user has set them for all plots.
notebook_size <- function() {
  get <- function(name, default) getOption(paste0("repr.plot.", name), default)
  list(
    width = get("width", 7), height = get("height", 7), res = get("res", 120),
    shown = get("res", 120) / getOption("jupyter.plot_scale", 2)
  )
}

notebook_png <- function(plot) {
  size <- notebook_size()
  file <- tempfile("plot-", fileext = ".png")
  on.exit(unlink(file))
  grDevices::png(file, size$width, size$height, "in", res = size$res)
  tryCatch(print(plot), finally = grDevices::dev.off())
  readBin(file, "raw", file.size(file))
}

image_tag <- function(bytes, type, alt, width = NULL) {
  paste0(
    "<img alt=\"", escape_html(alt), "\"", if (!is.null(width)) paste0(" width=\"", width, "\""),
    " src=\"", data_address(bytes, type), "\">"
  )
}

data_address <- function(bytes, type) {
  paste0("data:", type, ";base64,", gsub("\n", "", jsonlite::base64_enc(bytes), fixed = TRUE))
}
