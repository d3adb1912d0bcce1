# Lattices of subgroups.

plot_subgroups <- function(group, title) {
  table <- group_subgroups(group)
  elements <- group_elements(group)
  members <- t(vapply(unclass(table$subgroup), subgroup_contains, logical(length(elements)),
                      element = elements))
  lines <- covering_pairs(members)
  nodes <- lattice_nodes(table, lines)
  lines$index <- table$order[lines$upper] / table$order[lines$lower]
  lines[c("x", "y", "xend", "yend")] <- cbind(
    nodes[lines$lower, c("x", "y")], nodes[lines$upper, c("x", "y")]
  )
  widest <- max(table(nodes$y))
  letters <- if (widest <= 5) 3 else if (widest <= 10) 2 else 1.5
  title <- title %||% paste("Subgroups of", format(group))
  plot <- ggplot2::ggplot(nodes, ggplot2::aes(x = .data$x, y = .data$y)) +
    ggplot2::geom_segment(
      ggplot2::aes(xend = .data$xend, yend = .data$yend), data = lines, colour = "grey55"
    ) +
    (if (nrow(lines) <= 30) {
      ggplot2::geom_label(
        ggplot2::aes(
          x = 0.6 * .data$x + 0.4 * .data$xend, y = 0.6 * .data$y + 0.4 * .data$yend,
          label = .data$index
        ), data = lines, size = 2.3, colour = "grey30", label.size = 0,
        label.padding = ggplot2::unit(1, "pt")
      )
    }) +
    ggplot2::geom_label(
      ggplot2::aes(label = .data$label), size = letters,
      lineheight = 0.9, label.padding = ggplot2::unit(if (widest <= 5) 3 else 1.5, "pt")
    ) +
    ggplot2::scale_x_continuous(NULL, breaks = NULL, expand = ggplot2::expansion(add = 0.6)) +
    ggplot2::scale_y_continuous(NULL, breaks = NULL, expand = ggplot2::expansion(mult = 0.12)) +
    ggplot2::labs(
      title = title,
      caption = paste(
        "Names, and ids for `group_subgroup()`. Lines lead to larger ones that contain it.",
        if (nrow(lines) <= 30) "On the lines: how many times larger."
      )
    ) +
    plain_theme()
  counts <- table(table$order)
  escnn_plot(plot, paste0(
    title, ": ", count_words(nrow(table), "subgroup"), ", with ",
    and_words(paste(counts, "of order", names(counts)), 12L), ". ",
    paste(lattice_words(table, lines), collapse = " ")
  ))
}

# Pairs of rows, of which one contains the other and nothing is between.
covering_pairs <- function(members) {
  sizes <- rowSums(members)
  inside <- members %*% t(members) == sizes & outer(sizes, sizes, "<")
  between <- (inside %*% inside) > 0
  pairs <- which(inside & !between, arr.ind = TRUE)
  data.frame(lower = pairs[, 1], upper = pairs[, 2])
}

# As high as there are steps up to it.
lattice_nodes <- function(table, lines) {
  level <- rep(0, nrow(table))
  for (i in order(table$order)) {
    below <- lines$lower[lines$upper == i]
    if (length(below)) level[[i]] <- max(level[below]) + 1
  }
  place <- stats::ave(seq_along(level), level, FUN = function(i) seq_along(i) - (length(i) + 1) / 2)
  size <- stats::ave(seq_along(level), level, FUN = length)
  widest <- max(size)
  data.frame(
    x = place * widest / pmax(size, 1) * ifelse(size == widest, 1, 0.9), y = level,
    label = paste0(table$group, "\n", table$id)
  )
}

lattice_words <- function(table, lines) {
  top <- which.max(table$order)
  below <- lines$lower[lines$upper == top]
  if (!length(below)) {
    return(character())
  }
  paste0(
    "The largest inside of ", table$group[[top]], " are ",
    and_words(paste0(table$group[below], " (", table$id[below], ", index ",
                     table$order[[top]] / table$order[below], ")"), 8L), "."
  )
}
