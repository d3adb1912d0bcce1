test_that("a notebook gets plots with alt text, as HTML and PNG", {
  skip_if_not_installed("ggplot2")
  skip_if_not_installed("repr")
  data <- data.frame(x = 1:2, y = 1:2)
  plot <- ggplot2::ggplot(data, ggplot2::aes(.data$x, .data$y)) +
    ggplot2::labs(alt = "Two \"points\".")
  class(plot) <- c("escnn_plot", class(plot))
  withr::local_options(repr.plot.width = 3, repr.plot.height = 2, repr.plot.res = 100)
  expect_identical(repr::repr_text(plot), "Two \"points\".")
  png <- repr::repr_png(plot)
  expect_identical(png[2:4], charToRaw("PNG"))
  # width and height, as PNG has them at its beginning
  expect_identical(as.integer(png[c(19:20, 23:24)]), c(1L, 44L, 0L, 200L))
  html <- repr::repr_html(plot)
  expect_match(html, "^<img alt=\"Two &quot;points&quot;.\" width=\"150\" src=\"data:image/png")
  expect_null(repr::repr_plotly1(plot))
})

test_that("a notebook gets animations whole", {
  skip_if_not_installed("repr")
  file <- withr::local_tempfile(fileext = ".gif")
  writeBin(charToRaw("GIF89a and so on"), file)
  animation <- function(path) {
    structure(path, class = c("escnn_animation", "character"), alt = "It <turns>.", frames = 4L)
  }
  html <- repr::repr_html(animation(file))
  expect_match(html, "<img alt=\"It &lt;turns&gt;.\" src=\"data:image/gif;base64,", fixed = TRUE)
  code <- sub(".*base64,([^\"]*)\".*", "\\1", html)
  expect_identical(rawToChar(jsonlite::base64_dec(code)), "GIF89a and so on")
  film <- withr::local_tempfile(fileext = ".mp4")
  writeBin(as.raw(1:9), film)
  expect_match(
    repr::repr_html(animation(film)),
    "^<video controls loop src=\"data:video/mp4;base64,[^\"]*\" aria-label=\"It &lt;turns&gt;.\">"
  )
})
