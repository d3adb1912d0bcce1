points_plot <- function(...) {
  rows <- data.frame(x = 1:4, y = 1:4, panel = paste("a panel with a long label, number", 1:4))
  ggplot2::ggplot(rows, ggplot2::aes(x, y)) + ggplot2::geom_point() + ggplot2::labs(...)
}

test_that("titles, subtitles and captions break into lines that the page has room for", {
  skip_if_not_installed("ggplot2")
  plot <- escnn_plot(
    points_plot(title = long_title, subtitle = long_title, caption = long_title), "Points."
  )
  expect_fits_pages(plot)
  texts <- texts_on_page(plot, 5, 4)
  title <- texts[grepl("^A title", texts$text), ]
  expect_identical(nrow(title), 3L)
  expect_true(all(grepl("\n", title$text)))
  # nothing of it is lost
  expect_true(all(gsub("\n", " ", title$text) == long_title))
  # lines lie in their rows: each text is below the one before
  expect_true(title$bottom[[1]] >= title$top[[2]] || title$top[[1]] <= title$bottom[[2]])
  wide <- texts_on_page(plot, 10, 7)
  lines <- function(t) lengths(strsplit(t$text[grepl("^A title", t$text)][[1]], "\n"))
  expect_lt(lines(wide), lines(texts))
})

test_that("words without spaces are cut into pieces, and line breaks stay", {
  skip_if_not_installed("ggplot2")
  expect_fits_pages(escnn_plot(points_plot(title = strrep("equivariance", 20)), "Points."))
  texts <- texts_on_page(escnn_plot(points_plot(title = "one\ntwo"), "Points."), 7, 4)
  expect_true("one\ntwo" %in% texts$text)
})

test_that("labels of panels shrink, and end in dots where that is not enough", {
  skip_if_not_installed("ggplot2")
  plot <- points_plot() + ggplot2::facet_wrap("panel", ncol = 4)
  expect_fits_pages(escnn_plot(plot, "Points."))
  texts <- texts_on_page(escnn_plot(plot, "Points."), 5, 4)
  expect_identical(sum(grepl("[.]{3}$", texts$text)), 4L)
})

test_that("themes, titles and more can be added as to any ggplot", {
  skip_if_not_installed("ggplot2")
  plot <- escnn_plot(points_plot(), "Points.") + ggplot2::theme_grey() +
    ggplot2::theme(plot.title = ggplot2::element_text(face = "bold")) +
    ggplot2::ggtitle(long_title)
  expect_fits_pages(plot)
  expect_identical(alt_text(plot), "Points.")
  none <- plot + ggplot2::theme(plot.title = ggplot2::element_blank())
  expect_no_error(texts_on_page(none, 5, 4))
})
