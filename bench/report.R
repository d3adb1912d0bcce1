# What is made of the rows that the files of cases give: one table of results,
# the same in Markdown, and figures.

# New rows replace old ones of the same name.
merge_results <- function(path, new) {
  key <- function(rows) paste(rows$family, rows$name, rows$measure, sep = "\r")
  if (file.exists(path)) {
    old <- utils::read.csv(path)
    new <- rbind(old[!key(old) %in% key(new), names(new)], new)
  }
  new <- new[order(new$family, new$axis, suppressWarnings(as.numeric(new$value))), ]
  utils::write.csv(new, path, row.names = FALSE, quote = TRUE)
  new
}

write_table <- function(results, path) {
  shown <- results[results$family != "growth", ]
  lines <- sprintf(
    "| %s | %s | %s | %s | %s | **%s** (%s to %s) |", shown$family, shown$name, shown$measure,
    in_units(shown$plain, shown$measure), in_units(shown$ours, shown$measure),
    times(shown$speedup), times(shown$q25), times(shown$q75)
  )
  writeLines(c(
    "| what | case | measure | plain escnn | this package | plain / ours (quartiles) |",
    "|---|---|---|--:|--:|--:|", lines
  ), path)
}

in_units <- function(x, measure) {
  time <- grepl("seconds", measure)
  ifelse(
    time,
    ifelse(x < 1, paste(signif(1000 * x, 3), "ms"), paste(signif(x, 3), "s")),
    paste(signif(x, 3), sub("^peak ", "", measure))
  )
}

times <- function(x) trimws(formatC(x, digits = 3, format = "fg"))

# One figure for each size: cost of both against it, both axes logarithmic.
draw_growth <- function(results, folder) {
  grown <- results[results$family == "growth", ]
  if (!nrow(grown) || !requireNamespace("ggplot2", quietly = TRUE)) {
    return(invisible())
  }
  dir.create(folder, showWarnings = FALSE)
  grown$what <- sub(",.*", "", grown$name)
  grown$value <- as.numeric(grown$value)
  both <- rbind(
    data.frame(grown[c("axis", "value", "what")], side = "this package", seconds = grown$ours),
    data.frame(grown[c("axis", "value", "what")], side = "plain escnn", seconds = grown$plain)
  )
  for (axis in unique(both$axis)) {
    file <- file.path(folder, paste0("growth-", gsub(" ", "-", axis), ".png"))
    drawn <- growth_figure(both[both$axis == axis, ], axis)
    wide <- 2.5 + 2.3 * length(unique(both$what[both$axis == axis]))
    ggplot2::ggsave(file, drawn, width = wide, height = 3, dpi = 120, bg = "white")
  }
}

with_unit <- function(axis) {
  units <- c(batch = "images", "image size" = "pixels", kernel = "pixels")
  if (axis %in% names(units)) sprintf("%s (%s)", axis, units[[axis]]) else axis
}

growth_figure <- function(rows, axis) {
  # Okabe and Ito's blue and vermilion, told apart by shape and line as well
  ggplot2::ggplot(rows, ggplot2::aes(
    .data$value, 1000 * .data$seconds, colour = .data$side, shape = .data$side,
    linetype = .data$side
  )) +
    ggplot2::geom_line() +
    ggplot2::geom_point(size = 2) +
    ggplot2::facet_wrap("what", scales = "free_y") +
    ggplot2::scale_x_log10(breaks = unique(rows$value)) +
    ggplot2::scale_y_log10() +
    ggplot2::scale_colour_manual(values = c("#0072B2", "#D55E00"), name = NULL) +
    ggplot2::labs(
      x = with_unit(axis), y = "milliseconds", shape = NULL, linetype = NULL,
      title = paste("Cost against", axis),
      subtitle = "C8 network of two layers; both axes logarithmic"
    ) +
    ggplot2::theme_minimal(base_size = 11) +
    ggplot2::theme(legend.position = "bottom", panel.grid.minor = ggplot2::element_blank())
}

.data <- if (requireNamespace("rlang", quietly = TRUE)) rlang::.data
