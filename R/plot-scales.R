# Colours of plots. All can be told apart with any kind of colour vision, and on paper
# without colours: larger values are lighter.

# Of `cividis`, whose middle is grey.
signed_colours <- c("#00204D", "#414D6B", "#7C7B78", "#BCAF6F", "#FFEA46")
# One dark and one light, for two kinds of marks; these lines and points differ in form, too.
two_colours <- c("#0072B2", "#E69F00")
# For lines of up to four models, which differ in form, too.
score_colours <- c(two_colours, "#000000", "#CC79A7")

# The range of colours: `limits` as somebody gave them, or that of the values. Where
# there are negative values, zero is in the middle.
colour_range <- function(values, limits = NULL, signed = min(values, limits) < 0) {
  range <- if (is.null(limits)) range(values) else limits
  if (signed) {
    most <- max(abs(range))
    range <- c(-most, most)
  }
  if (diff(range) > 0) range else range + c(-1, 1) * if (signed || range[[1]] == 0) 1 else 0.5
}

# Limits as numbers whose range counts, or as what is drawn with the same colours.
check_limits <- function(limits, arg = rlang::caller_arg(limits), call = rlang::caller_env()) {
  force(arg)
  if (is.null(limits)) {
    return(NULL)
  }
  parts <- if (is_plain_list(limits)) limits else list(limits)
  numbers <- unlist(lapply(parts, function(part) {
    if (inherits(part, "escnn_tensor")) part <- as.array(part)
    if (is.numeric(part)) range(part) else NA
  }))
  if (length(numbers) == 0 || !all(is.finite(numbers))) {
    abort_arg(
      arg, limits, "two numbers, or the values that are to be compared",
      "For example `limits = c(-1, 1)`, or `limits = list(x, y)` to draw `x` and `y` alike.",
      call = call
    )
  }
  if (length(numbers) == 2L && numbers[[1]] == numbers[[2]] && numbers[[1]] != 0) {
    # one number is how far colours go to both sides
    return(c(-1, 1) * abs(numbers[[1]]))
  }
  range(numbers)
}

# Values beyond the limits have the colour of the nearest.
squished <- function(x, range = c(0, 1), ...) pmin(pmax(x, range[[1]]), range[[2]])

scale_values <- function(range, name = "Value") {
  if (range[[1]] < 0 && range[[1]] == -range[[2]]) {
    ggplot2::scale_fill_gradientn(
      name, colours = signed_colours, limits = range, oob = squished, n.breaks = 5
    )
  } else {
    ggplot2::scale_fill_viridis_c(name, limits = range, oob = squished, n.breaks = 5)
  }
}

# Letters on squares of these colours.
ink_on <- function(values, range) {
  ifelse((values - range[[1]]) / diff(range) < 0.45, "#FFFFFF", "#000000")
}

# In words, for alt text.
colour_words <- function(range) {
  if (range[[1]] < 0 && range[[1]] == -range[[2]]) {
    "Dark blue is negative, grey zero, yellow positive."
  } else {
    "Lighter colours are larger values."
  }
}

clipped_words <- function(values, limits) {
  if (!is.null(limits) && (min(values) < limits[[1]] || max(values) > limits[[2]])) {
    "Values beyond the limits have the colour of the nearest."
  }
}

range_words <- function(values) {
  paste(format(min(values), digits = 3), "to", format(max(values), digits = 3))
}

# "2 rows", "1 row"; and lists that end with "and".
count_words <- function(n, one, many = paste0(one, "s")) {
  paste(format(n, big.mark = ",", trim = TRUE), if (n == 1) one else many)
}

and_words <- function(words, most = 6L) {
  if (length(words) > most) {
    words <- c(words[seq_len(most - 1L)], paste(length(words) - most + 1L, "more"))
  }
  if (length(words) < 2L) {
    return(paste(words))
  }
  paste(toString(words[-length(words)]), "and", words[[length(words)]])
}

# Of `total` items, which may have commas in them: "a; b; and 3 more".
item_list <- function(items, total = length(items), more = "more") {
  left_out <- total - length(items)
  paste(c(items, if (left_out > 0) paste("and", left_out, more)), collapse = "; ")
}

capital <- function(text) sub("^(.)", "\\U\\1", text, perl = TRUE)

plain_theme <- function() {
  ggplot2::theme_minimal() +
    ggplot2::theme(
      plot.title.position = "plot", plot.caption.position = "plot",
      plot.caption = ggplot2::element_text(hjust = 0, colour = "grey30"),
      panel.grid.minor = ggplot2::element_blank(), plot.margin = ggplot2::margin(6, 10, 6, 6)
    )
}

# For pictures without axes.
picture_theme <- function() {
  ggplot2::theme_void() +
    ggplot2::theme(
      plot.title.position = "plot", plot.caption.position = "plot",
      plot.title = ggplot2::element_text(size = 13, margin = ggplot2::margin(b = 4)),
      plot.subtitle = ggplot2::element_text(size = 10),
      plot.caption = ggplot2::element_text(size = 9, hjust = 0, colour = "grey30"),
      strip.text = ggplot2::element_text(margin = ggplot2::margin(2, 0, 2, 0)),
      panel.spacing = ggplot2::unit(4, "pt"), plot.margin = ggplot2::margin(6, 6, 6, 6),
      plot.background = ggplot2::element_rect(fill = "white", colour = NA)
    )
}

# Panels in more columns than rows, as pages are.
panel_columns <- function(n) if (n <= 4) c(1, 2, 3, 2)[[n]] else ceiling(sqrt(1.6 * n))

small_strips <- function(n) {
  if (n > 6) ggplot2::theme(strip.text = ggplot2::element_text(size = 7.5))
}

theme_cells <- function() {
  ggplot2::theme(
    panel.grid = ggplot2::element_blank(),
    panel.border = ggplot2::element_rect(colour = "grey80", fill = NA, linewidth = 0.3)
  )
}

paragraphs <- function(...) {
  lines <- c(...)
  if (length(lines)) paste(lines, collapse = "\n")
}
