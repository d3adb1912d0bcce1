# Plots whose text fits the page that they are drawn on. How wide that is shows only
# when they are drawn, so titles, captions and the labels of panels are grobs that
# break their lines, or shrink, then.

# What every `plot()` method gives: a ggplot with alt text.
escnn_plot <- function(plot, alt) {
  plot <- plot + ggplot2::labs(alt = alt)
  class(plot) <- unique(c("escnn_plot", class(plot)))
  plot
}

#' @exportS3Method ggplot2::ggplot_build
ggplot_build.escnn_plot <- function(plot, ...) { # nolint: object_name_linter.
  built <- NextMethod()
  class(built) <- c("escnn_built_plot", class(built))
  built
}

#' @exportS3Method ggplot2::ggplot_gtable
ggplot_gtable.escnn_built_plot <- function(data) { # nolint: object_name_linter.
  table <- NextMethod()
  page <- new.env(parent = emptyenv())
  for (name in titles) {
    at <- which(table$layout$name == name)
    for (i in at) {
      text <- text_of(table$grobs[[i]])
      if (length(text) != 1L || !is.character(text[[1]]$label)) next
      # as wide as all panels, legends and axes together
      table$layout$l[[i]] <- 2L
      table$layout$r[[i]] <- ncol(table) - 1L
      table$grobs[[i]] <- wrapped_grob(text[[1]], name, page)
      table$heights[table$layout$t[[i]]] <- grid::grobHeight(table$grobs[[i]])
    }
  }
  box <- attr(data$plot, "text_box")
  if (!is.null(box)) {
    at <- grep("^panel", table$layout$name)
    table$grobs[at] <- lapply(table$grobs[at], with_fitted_text, box = box)
  }
  for (i in grep("^(strip|xlab|ylab)", table$layout$name)) {
    table$grobs[[i]] <- with_fitted_text(table$grobs[[i]])
  }
  table
}

# The grobs of text in a grob.
text_of <- function(grob) {
  if (inherits(grob, "text")) {
    return(list(grob))
  }
  unlist(lapply(c(grob$children, grob$grobs), text_of), recursive = FALSE)
}

# Text of a title, in lines as long as the page is wide. What was measured for heights,
# in `page`, is what is drawn; all texts of a plot begin at one place.
wrapped_grob <- function(text, name, page) {
  grid::gTree(
    label = paste(text$label, collapse = "\n"), gp = text$gp, text_hjust = text$hjust,
    page = page, name = name, cl = "escnn_wrapped_text"
  )
}

titles <- c("title", "subtitle", "caption")

# Space around a title, in points.
title_gap <- 4
page_edge <- 7

#' @rawNamespace S3method(grid::heightDetails,escnn_wrapped_text)
heightDetails.escnn_wrapped_text <- function(x) { # nolint: object_name_linter.
  x$page$width <- grid::convertWidth(grid::unit(1, "npc"), "points", valueOnly = TRUE) -
    2 * page_edge
  lines <- broken_lines(x$label, x$page$width, x$gp)
  x$page[[x$name]] <- max(text_widths(lines, x$gp))
  grid::unit(length(lines) * line_height(x$gp) + title_gap, "points")
}

#' @rawNamespace S3method(grid::makeContent,escnn_wrapped_text)
makeContent.escnn_wrapped_text <- function(x) { # nolint: object_name_linter.
  cell <- grid::convertWidth(grid::unit(1, "npc"), "points", valueOnly = TRUE)
  page <- max(x$page$width %||% cell, cell)
  lines <- broken_lines(x$label, page, x$gp)
  width <- max(text_widths(lines, x$gp), unlist(mget(titles, x$page, ifnotfound = 0)))
  # under its panels where it fits there, else as near as the page lets it
  spare <- (page - cell) / 2
  left <- min(max((cell - width) * (x$text_hjust %||% 0), -spare), cell + spare - width)
  shown <- grid::textGrob(
    paste(lines, collapse = "\n"), x = grid::unit(left, "points"),
    y = grid::unit(1, "npc") - grid::unit(if (x$name == "caption") title_gap else 0, "points"),
    just = c("left", "top"), gp = x$gp
  )
  grid::setChildren(x, grid::gList(shown))
}

line_height <- function(gp) (gp$fontsize %||% 12) * (gp$lineheight %||% 1.2)

text_widths <- function(lines, gp) {
  vapply(lines, function(line) {
    grid::convertWidth(
      grid::grobWidth(grid::textGrob(line, gp = gp)), "points", valueOnly = TRUE
    )
  }, 0)
}

# Words to lines; words that are wider than a line are cut into pieces.
broken_lines <- function(label, width, gp) {
  unlist(lapply(strsplit(label, "\n", fixed = TRUE)[[1]], function(line) {
    words <- unlist(lapply(strsplit(line, " ", fixed = TRUE)[[1]], pieces, width = width, gp = gp))
    lines <- character()
    for (word in words) {
      longer <- paste(c(utils::tail(lines, 1), word), collapse = " ")
      if (length(lines) && text_widths(longer, gp) <= width) {
        lines[[length(lines)]] <- longer
      } else {
        lines <- c(lines, word)
      }
    }
    if (length(lines)) lines else ""
  }))
}

pieces <- function(word, width, gp) {
  if (!nzchar(word) || text_widths(word, gp) <= width) {
    return(word)
  }
  each <- max(1, floor(nchar(word) * width / text_widths(word, gp)) - 1)
  starts <- seq(1, nchar(word), by = each)
  substring(word, starts, pmin(starts + each - 1, nchar(word)))
}

# The same grob, in which text shrinks to the room that it has.
# Labels in boxes have `box`, a share of the panel's width and height.
with_fitted_text <- function(grob, box = NULL) {
  if (inherits(grob, "text")) {
    kind <- if (is.null(box)) "escnn_fitted_text" else "escnn_boxed_text"
    grob$box <- box
    class(grob) <- unique(c(kind, class(grob)))
    return(grob)
  }
  if (length(grob$grobs)) grob$grobs <- lapply(grob$grobs, with_fitted_text, box = box)
  if (length(grob$children)) {
    grob$children <- do.call(grid::gList, lapply(grob$children, with_fitted_text, box = box))
  }
  grob
}

#' @rawNamespace S3method(grid::makeContext,escnn_boxed_text)
makeContext.escnn_boxed_text <- function(x) { # nolint: object_name_linter.
  page <- c(
    grid::convertWidth(grid::unit(1, "npc"), "points", valueOnly = TRUE),
    grid::convertHeight(grid::unit(1, "npc"), "points", valueOnly = TRUE)
  )
  size <- x$gp$fontsize[[1]]
  gp <- x$gp
  gp$fontsize <- size
  gp$col <- gp$alpha <- NULL
  gp$lineheight <- gp$lineheight[[1]] %||% 1.2
  gp$fontfamily <- gp$fontfamily[[1]]
  gp$fontface <- gp$font <- NULL
  wide <- max(text_widths(as.character(x$label), gp))
  lines <- lengths(strsplit(as.character(x$label), "\n", fixed = TRUE))
  tallest <- grid::textGrob(x$label[[which.max(lines)]], gp = gp)
  high <- grid::convertHeight(grid::grobHeight(tallest), "points", valueOnly = TRUE)
  # devices round sizes of letters
  room <- 0.88 * x$box * page
  x$gp$fontsize <- rep(min(11, size * room[[1]] / wide, size * room[[2]] / high), length(x$label))
  x
}

# Settings have to be known before a grob is drawn: `makeContext()` comes before them.
smallest_text <- 5.5

#' @rawNamespace S3method(grid::makeContext,escnn_fitted_text)
makeContext.escnn_fitted_text <- function(x) { # nolint: object_name_linter.
  upright <- isTRUE((x$rot %||% 0) %% 180 == 90)
  convert <- if (upright) grid::convertHeight else grid::convertWidth
  room <- convert(grid::unit(1, "npc"), "points", valueOnly = TRUE) - 2
  x$gp$fontsize <- x$gp$fontsize %||% 12
  measured <- function() max(0, text_widths(as.character(x$label), x$gp))
  if (measured() <= room) {
    return(x)
  }
  # letters have whole pixels, so that widths do not follow sizes
  while (measured() > room && x$gp$fontsize > smallest_text) {
    x$gp$fontsize <- max(0.94 * x$gp$fontsize, smallest_text)
  }
  x$label <- vapply(as.character(x$label), shortened, "", room = room, gp = x$gp)
  x
}

# A label that is too long even in small letters ends in dots.
shortened <- function(label, room, gp) {
  lines <- strsplit(label, "\n", fixed = TRUE)[[1]]
  for (i in seq_along(lines)) {
    keep <- nchar(lines[[i]])
    line <- lines[[i]]
    while (keep > 1 && text_widths(line, gp) > room) {
      keep <- keep - 1
      line <- paste0(substr(lines[[i]], 1, keep), "...")
    }
    lines[[i]] <- line
  }
  paste(lines, collapse = "\n")
}
