# What all vignettes begin with. Their code runs where the Python environment is.
live <- escnn::escnn_available()
has <- function(package) live && requireNamespace(package, quietly = TRUE)
pictures <- has("ggplot2")

# Pictures of few colours take a quarter of the room.
with_few_colours <- function(file) {
  if (requireNamespace("magick", quietly = TRUE) && grepl("png$", file)) {
    picture <- magick::image_quantize(magick::image_read(file), max = 32, dither = FALSE)
    magick::image_write(picture, file, format = "png", depth = 8)
  }
  file
}
knitr::opts_chunk$set(
  eval = live, collapse = TRUE, comment = "#>", fig.width = 7, fig.height = 3,
  out.width = "97%", fig.process = with_few_colours
)
knitr::opts_knit$set(eval.after = "fig.alt")

# Numbers in the text and descriptions of pictures, when there is something to tell.
say <- function(x) if (live) x else "(not run)"
alt <- function(x) if (pictures) x
percent <- function(x) paste0(format(signif(100 * x, 2), scientific = FALSE), " %")
tiny <- function(x) formatC(x, format = "e", digits = 0)

# What is left out on this page, and why; the figures are those of `pictures`.
left_out <- function(figures = FALSE) {
  if (!live) {
    cat(
      "> **The code on this page was not run, because Python's escnn is not",
      "installed here: `escnn::install_escnn()` installs it.**\n"
    )
  } else if (figures && !pictures) {
    cat("> The pictures are left out, because the R package ggplot2 is not installed here.\n")
  }
}

# Real data are used where they are: a vignette downloads nothing. Networks as small
# as these gain little from more threads than one, and threads that wait for each
# other lose much where other programs keep the processor busy. A session that knits
# a vignette has its own settings again afterwards.
folder <- Sys.getenv("ESCNN_DATA_DIR")
options_before <- options(
  escnn.download = FALSE,
  escnn.data_dir = c(getOption("escnn.data_dir"), if (nzchar(folder)) folder)
)
threads_before <- escnn::escnn_threads(1)
knitr::knit_hooks$set(document = function(x) {
  options(options_before)
  escnn::escnn_threads(threads_before)
  x
})
