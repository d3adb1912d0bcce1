# What is drawn of a plot, whatever the page: to build it takes longer than to draw it.
page_table <- function(plot) {
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  ggplot2::ggplot_gtable(ggplot2::ggplot_build(plot))
}

# Where the texts of a plot, or of its table, lie on a page, in inches, and how wide
# their cells are.
texts_on_page <- function(plot, width, height) {
  grDevices::pdf(NULL, width = width, height = height)
  on.exit(grDevices::dev.off())
  if (inherits(plot, "gtable")) grid::grid.draw(plot) else print(plot)
  grid::grid.force()
  listing <- grid::grid.ls(viewports = TRUE, print = FALSE)
  is_grob <- grepl("^(grob|gTree)Listing$", listing$type)
  # grid's own search for a grob begins anew for each
  top <- list()
  rows <- lapply(which(is_grob), function(i) {
    above <- strsplit(listing$gPath[[i]], "::", fixed = TRUE)[[1]]
    if (length(above) == 0L) top[[listing$name[[i]]]] <<- grid::grid.get(listing$name[[i]])
    grob <- top[[c(above, listing$name[[i]])[[1]]]]
    for (name in c(above, listing$name[[i]])[-1]) grob <- grob$children[[name]]
    if (!inherits(grob, "text") || !any(nzchar(as.character(grob$label)))) {
      return(NULL)
    }
    grid::upViewport(0)
    below <- sub("^ROOT(::)?", "", listing$vpPath[[i]])
    if (nzchar(below)) grid::downViewport(grid::vpPath(strsplit(below, "::", fixed = TRUE)[[1]]))
    corner <- function(angle_x, angle_y) {
      at <- grid::deviceLoc(grid::grobX(grob, angle_x), grid::grobY(grob, angle_y))
      c(grid::convertX(at$x, "in", TRUE), grid::convertY(at$y, "in", TRUE))
    }
    low <- corner(180, 270)
    high <- corner(0, 90)
    cell <- grid::convertWidth(grid::unit(1, "npc"), "in", TRUE)
    grid::upViewport(0)
    data.frame(
      text = paste(grob$label, collapse = "|"), left = low[[1]], bottom = low[[2]],
      right = high[[1]], top = high[[2]], cell = cell, path = listing$vpPath[[i]]
    )
  })
  do.call(rbind, rows)
}

print_nowhere <- function(plot) {
  grDevices::pdf(NULL)
  on.exit(grDevices::dev.off())
  print(plot)
}

page_sizes <- list(c(5, 4), c(7, 4), c(10, 7))

# No text is cut off, be it by the page or by the strip of its panel.
expect_fits_pages <- function(plot, label = "the plot") {
  table <- page_table(plot)
  for (size in if (runs_again()) page_sizes[2] else page_sizes) {
    texts <- texts_on_page(table, size[[1]], size[[2]])
    out <- texts$left < -0.01 | texts$bottom < -0.01 |
      texts$right > size[[1]] + 0.01 | texts$top > size[[2]] + 0.01
    strip <- grepl("strip-[tb]", texts$path)
    out <- out | (strip & texts$right - texts$left > texts$cell + 0.01)
    testthat::expect(
      !any(out),
      paste0("Of ", label, " at ", paste(size, collapse = " x "), " inches, these are cut off: ",
             toString(texts$text[out]))
    )
  }
  invisible(plot)
}

long_title <- paste(
  "A title that is rather long, as titles of talks about equivariant networks often are,",
  "so that it needs more than one line on a page of seven inches"
)

# Whether larger values are lighter, with no colour at all.
lightness <- function(colours) {
  colSums(c(0.2126, 0.7152, 0.0722) * (grDevices::col2rgb(colours) / 255)^2.2)
}

# Of a drawn table of n columns: the width of one, in points.
cell_of <- function(plot, n) {
  panel <- grep("^panel", grid::grid.ls(viewports = TRUE, print = FALSE)$name, value = TRUE)[[1]]
  grid::upViewport(0)
  grid::seekViewport(panel)
  width <- grid::convertWidth(grid::unit(1, "npc"), "points", valueOnly = TRUE)
  grid::upViewport(0)
  width / n
}
is_table_text <- function(grob) inherits(grob, "escnn_boxed_text")

# Colours as people without red or green cones see them (Machado, Oliveira and Fernandes 2009).
as_seen <- function(colours, kind) {
  matrix <- switch(kind,
    protan = rbind(c(0.152286, 1.052583, -0.204868), c(0.114503, 0.786281, 0.099216),
                   c(-0.003882, -0.048116, 1.051998)),
    deutan = rbind(c(0.367322, 0.860646, -0.227968), c(0.280085, 0.672501, 0.047413),
                   c(-0.011820, 0.042940, 0.968881))
  )
  linear <- (grDevices::col2rgb(colours) / 255)^2.2
  grDevices::rgb(t(pmin(pmax(matrix %*% linear, 0), 1)^(1 / 2.2)))
}

seen_in_lab <- function(colours) {
  grDevices::convertColor(t(grDevices::col2rgb(colours)) / 255, "sRGB", "Lab")
}
