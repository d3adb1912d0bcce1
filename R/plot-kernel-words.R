# Kernels in words, for alt text: how far out a kernel is strongest, how often its sign
# changes around the middle, and where it is positive.

most_kernels_in_words <- 8L

kernel_image_text <- function(cells) {
  panels <- levels(cells$panel)
  shown <- utils::head(panels, most_kernels_in_words)
  texts <- vapply(shown, function(panel) {
    paste0(panel, ": ", one_kernel_text(cells[cells$panel == panel, ]))
  }, "")
  paste0(item_list(texts, length(panels)), ".")
}

one_kernel_text <- function(cells) {
  top <- cells[which.max(abs(cells$value)), ]
  if (abs(top$value) < 1e-6) {
    return("zero all over")
  }
  where <- NULL
  if ("z" %in% names(cells)) {
    cells <- cells[cells$z == top$z, ]
    where <- paste0(" in the slice at z = ", format(round(top$z, 2)))
  }
  step <- min(diff(sort(unique(cells$x))))
  sign <- if (top$value > 0) "positive" else "negative"
  radius <- sqrt(cells$x^2 + cells$y^2)
  reach <- sqrt(top$x^2 + top$y^2)
  if (reach < 0.75 * step) {
    return(paste0(sign, " in the middle", where))
  }
  ring <- cells[abs(radius - reach) < 0.8 * step, ]
  angle <- atan2(ring$y, ring$x)
  value <- ring$value[order(angle)]
  signs <- sign(value[abs(value) > 0.1 * abs(top$value)])
  waves <- sum(signs != c(signs[-1], signs[[1]])) / 2
  at <- paste0(" ", count_words(round(reach, 1), "pixel"), " from the middle", where)
  if (waves == 0) {
    even <- diff(range(ring$value)) < 0.3 * abs(top$value)
    return(paste0(if (even) "a ring that is " else "", sign, at))
  }
  # the direction of the wave's crest, by its Fourier coefficient
  turn <- sum(ring$value * exp(1i * waves * angle))
  crest <- round(Arg(turn) / waves * 180 / pi) %% round(360 / waves)
  paste0(
    count_words(waves, "wave"), " around,", at, ", positive towards ", crest, " degrees",
    if (waves > 1) paste(" and every", format(360 / waves, digits = 3), "degrees on")
  )
}
