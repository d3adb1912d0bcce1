# Cayley graphs.

# Positions of elements that generate the group, few of them: each time the one that
# makes most of the group reachable.
generators_of <- function(table, identity) {
  generators <- integer()
  reached <- identity
  while (length(reached) < nrow(table)) {
    closures <- lapply(setdiff(seq_len(nrow(table)), reached), function(element) {
      list(element = element, set = closure(table, c(generators, element), identity))
    })
    best <- closures[[which.max(vapply(closures, function(c) length(c$set), 1L))]]
    generators <- c(generators, best$element)
    reached <- best$set
  }
  generators
}

closure <- function(table, generators, identity) {
  set <- identity
  repeat {
    wider <- union(set, as.vector(table[set, generators]))
    if (length(wider) == length(set)) {
      return(sort(set))
    }
    set <- wider
  }
}

# Cycles of the first generator: one is a ring, two are rings inside each other, more are
# small rings on a circle.
cayley_layout <- function(table, generator, identity) {
  n <- nrow(table)
  cycles <- cycles_of(table[, generator], identity)
  at <- matrix(0, n, 2)
  for (i in seq_along(cycles)) {
    cycle <- cycles[[i]]
    m <- length(cycle)
    direction <- if (length(cycles) == 2 && i == 2) -1 else 1
    angle <- pi / 2 + direction * 2 * pi * (seq_len(m) - 1) / m
    ring <- cbind(cos(angle), sin(angle))
    if (length(cycles) > 2) {
      k <- length(cycles)
      middle <- pi / 2 + 2 * pi * (i - 1) / k
      ring <- 0.75 * sin(pi / k) * ring
      ring <- sweep(ring, 2, c(cos(middle), sin(middle)), "+")
    } else if (i == 2) {
      ring <- 0.5 * ring
    }
    at[cycle, ] <- ring
  }
  at
}

plot_cayley_graph <- function(group, title) {
  table <- multiplication_table(group)
  about <- group_marks(group)
  n <- nrow(table)
  identity <- which(apply(table, 1, identical, seq_len(n)))
  generators <- generators_of(table, identity)
  first <- if (length(generators)) generators[[1]] else identity
  at <- cayley_layout(table, first, identity)
  nodes <- data.frame(x = at[, 1], y = at[, 2], label = stacked_marks(about$names))
  edges <- do.call(rbind, lapply(generators, function(s) {
    data.frame(from = seq_len(n), to = table[, s], by = s, twofold = table[s, s] == identity)
  }))
  title <- title %||% paste("Cayley graph of", format(group))
  plot <- ggplot2::ggplot(nodes, ggplot2::aes(x = .data$x, y = .data$y)) +
    (if (length(generators)) cayley_edges(edges, at, about$names, generators)) +
    ggplot2::geom_point(shape = 21, size = if (n <= 16) 8 else 5.5, fill = "white") +
    ggplot2::geom_text(
      ggplot2::aes(label = .data$label), size = if (max(nchar(about$names)) <= 4) 3 else 2.2,
      lineheight = 0.8
    ) +
    ggplot2::coord_equal(clip = "off") +
    ggplot2::labs(title = title, caption = about$caption) +
    picture_theme() +
    ggplot2::theme(plot.margin = ggplot2::margin(6, 14, 6, 14))
  escnn_plot(plot, paste0(
    title, ": ", count_words(n, "element"), ", joined by ",
    if (length(generators)) {
      paste0(
        "multiplication with ", and_words(about$names[generators]), ", of ",
        if (length(generators) == 1) "order " else "orders ",
        and_words(vapply(generators, function(s) element_order(table, s, identity), 1L)),
        ", from the right"
      )
    } else {
      "nothing"
    }, ". ", marks_text(about),
    if (n <= 12) paste0(" ", cycle_words(table, generators, about$names))
  ))
}

# "Times r: e to r to r2 to e; s to r2s to e." for each generator.
cycle_words <- function(table, generators, names) {
  paste(vapply(generators, function(generator) {
    cycles <- vapply(cycles_of(table[, generator]), function(cycle) {
      paste(names[c(cycle, cycle[[1]])], collapse = " to ")
    }, "")
    paste0("Times ", names[[generator]], ": ", paste(cycles, collapse = "; "), ".")
  }, ""), collapse = " ")
}

element_order <- function(table, element, identity) {
  length(closure(table, element, identity))
}

# Twofold generators have lines without heads, drawn once.
cayley_edges <- function(edges, at, names, generators) {
  edges <- edges[!edges$twofold | edges$from < edges$to, ]
  start <- at[edges$from, , drop = FALSE]
  end <- at[edges$to, , drop = FALSE]
  # heads end outside of the points
  long <- sqrt(rowSums((end - start)^2))
  gap <- pmin(0.12, 0.25 * long) / long
  step <- gap * (end - start)
  edges[c("x", "y", "xend", "yend")] <- cbind(start + step, end - step)
  labels <- names[generators]
  edges$generator <- factor(names[edges$by], labels)
  edge <- function(rows, arrow) {
    if (!nrow(rows)) {
      return(NULL)
    }
    ggplot2::geom_segment(
      ggplot2::aes(
        xend = .data$xend, yend = .data$yend, colour = .data$generator, linetype = .data$generator
      ), data = rows, linewidth = 0.7, arrow = arrow
    )
  }
  head <- ggplot2::arrow(length = ggplot2::unit(7, "pt"), type = "closed")
  kinds <- length(labels)
  list(
    edge(edges[!edges$twofold, ], head), edge(edges[edges$twofold, ], NULL),
    ggplot2::scale_colour_manual(
      "Times", values = stats::setNames(rep(c("#0072B2", "#E69F00", "#000000"), length.out = kinds),
                                        labels), drop = FALSE
    ),
    ggplot2::scale_linetype_manual(
      "Times", values = stats::setNames(rep(c("solid", "longdash", "dotted"), length.out = kinds),
                                        labels), drop = FALSE
    )
  )
}
