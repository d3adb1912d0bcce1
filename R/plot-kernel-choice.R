# Which kernels of a basis are drawn, where there are more than fit.

# Kernels that are compared to choose among, and points along each side for that.
most_compared <- 4000L
compared_points <- 9L

# Entries of kernels' matrices: `element`, `row` and `column`, a panel each. Elements that
# somebody chose come in their order.
differing_entries <- function(x, elements, about, extent, slices, chosen) {
  room <- max(1L, max_panels %/% max(1L, slices))
  size <- unlist(about$size)[2:3]
  entries <- expand.grid(
    column = seq_len(size[[2]]), row = seq_len(size[[1]]), element = elements
  )[c("element", "row", "column")]
  total <- nrow(entries)
  if (total > room && chosen && length(elements) >= room) {
    entries <- entries[entries$row == 1L & entries$column == 1L, ][seq_len(room), ]
  } else if (total > room) {
    even <- unique(round(seq(1, total, length.out = min(total, most_compared))))
    entries <- entries[even, ]
    steps <- seq(-extent, extent, length.out = compared_points)
    grid <- as.matrix(expand.grid(rep(list(steps), about$dimensionality)))
    values <- kernels_sample(x, grid)
    at <- cbind(match(entries$element, seq_len(dim(values)[[2]])), entries$row, entries$column)
    samples <- t(vapply(seq_len(nrow(at)), function(i) {
      values[, at[i, 1], at[i, 2], at[i, 3]]
    }, numeric(nrow(grid))))
    entries <- entries[sort(differing(samples, room)), ]
  }
  attr(entries, "left_out") <- total - nrow(entries)
  entries
}

# Of rows, those that differ most from each other, whatever their sign and size: first
# the largest one, then each time what is farthest from all before.
differing <- function(samples, most) {
  if (nrow(samples) <= most) {
    return(seq_len(nrow(samples)))
  }
  sizes <- sqrt(rowSums(samples^2))
  usable <- which(sizes > 1e-6 * max(sizes, 1e-12))
  if (!length(usable)) {
    return(seq_len(most))
  }
  unit <- samples[usable, , drop = FALSE] / sizes[usable]
  picked <- 1L
  near <- abs(drop(unit %*% unit[1L, ]))
  while (length(picked) < min(most, length(usable))) {
    new <- which.min(near)
    # the others look like one that is there
    if (near[[new]] > 0.999) break
    picked <- c(picked, new)
    near <- pmax(near, abs(drop(unit %*% unit[new, ])))
  }
  usable[picked]
}
