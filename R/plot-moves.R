# Names of elements on plots, where there is little room: made of the words that
# R/group-element-words.R has for them.

# Marks for cells and nodes, one for each element; `caption` says what they mean.
group_marks <- function(group) {
  elements <- group_elements(group)
  marks <- move_marks(elements)
  words <- move_words(elements)
  caption <- if (identical(marks, as.character(seq_along(elements)))) {
    "Numbers as in `group_elements()`."
  } else if (any(startsWith(marks, "M"))) {
    mark_words
  } else {
    "Turns by these angles."
  }
  list(names = marks, words = words, caption = caption)
}

# "M 90" in two lines, for columns that are narrow.
stacked_marks <- function(marks) gsub(" ", "\n", marks, fixed = TRUE)

# What marks stand for, in alt text, where they don't say it: "2: turn by 90 degrees about ...".
marks_text <- function(about, most = 8L) {
  if (!startsWith(about$caption, "Numbers")) {
    return(about$caption)
  }
  shown <- seq_len(min(most, length(about$names)))
  items <- paste0(about$names[shown], ": ", about$words[shown])
  paste0(item_list(items, length(about$names)), ".")
}

# Strips of panels: an angle, and below it the axis.
strip_moves <- function(elements, moves = NULL) {
  words <- move_words(elements, moves)
  if (!any(grepl("axis", words, fixed = TRUE))) {
    return(move_marks(elements, moves))
  }
  words <- short_axes(sub("leave all as it is", "0\u00b0", words, fixed = TRUE))
  words <- sub("turn by ([0-9.]+) degrees", "\\1\u00b0", words)
  words <- sub(" about ", " about\n", words, fixed = TRUE)
  words <- sub("the axis ", "", words, fixed = TRUE)
  words <- sub(", then take every point to its opposite", "\n+ opposite", words, fixed = TRUE)
  sub("mirror along ", "mirror along\n", words, fixed = TRUE)
}

# Sentences in strips that are as wide as a third of the page.
wrapped_moves <- function(words) {
  words <- sub(", then ", ",\nthen ", short_axes(words), fixed = TRUE)
  sub(" about ", "\nabout ", words, fixed = TRUE)
}

# Of axes only the direction counts: "(1, 1, 1)" of "(0.58, 0.58, 0.58)".
short_axes <- function(words) {
  at <- regexpr("\\([-0-9.]+(, [-0-9.]+){2}\\)", words)
  regmatches(words, at) <- vapply(regmatches(words, at), function(axis) {
    axis <- as.numeric(strsplit(gsub("[()]", "", axis), ", ")[[1]])
    paste0("(", toString(round(axis / max(abs(axis)), 1)), ")")
  }, "")
  words
}
