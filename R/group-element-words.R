# What elements do, in plain words. Pages, plots and animations have the names of moves from here
# alone, so that a move is called the same wherever one meets it; the pages' own sliders, which
# have no elements, say the same by inst/explore/moves.js.
#
# `moves` are functions from elements to orthogonal matrices: those of group_moves(), or the action
# of a gspace. Of a product of groups there is one for each factor.

# "mirror, then turn by 90 degrees", for sentences.
move_words <- function(elements, moves = NULL) {
  each <- of_each_move(elements, moves, matrix_words)
  if (length(each) < 2L) {
    return(unlist(each))
  }
  do.call(paste, c(Map(paste0, c("left: ", "right: "), each), sep = "; "))
}

# "M 90 degrees", with a sign, for cells and strips that have no room for more; of groups of space
# the numbers of the elements. `mark_words` says what they mean.
move_marks <- function(elements, moves = NULL) {
  each <- of_each_move(elements, moves, matrix_mark)
  if (anyNA(unlist(each))) own_numbers(elements) else do.call(paste, c(each, sep = " | "))
}

mark_words <- "M: mirror first, then turn by the angle."

of_each_move <- function(elements, moves, name) {
  if (!length(elements)) {
    return(list(character()))
  }
  group <- elements[[1]]$group
  lapply(moves %||% group_moves(group), function(move) {
    mirror <- first_mirror(group, move)
    vapply(elements, function(e) name(move(e), mirror), "")
  })
}

# Mirrored moves of the plane are this one and then a turn.
first_mirror <- function(group, move) {
  some <- if (!group_is_continuous(group)) {
    group_elements(group)
  } else if (group_kind(group) == "O2") {
    list(group_element(group, c(1, 0)))
  }
  Find(function(m) det(m) < 0, lapply(some, move)) %||% diag(c(1, -1))
}

matrix_words <- function(m, mirror) {
  mirrored <- det(m) < 0
  if (nrow(m) == 2L) {
    angle <- plane_degrees(if (mirrored) m %*% t(mirror) else m)
    turn <- if (angle != 0) paste0("turn by ", degree_words(angle))
    words <- paste(c(if (mirrored) "mirror", turn), collapse = ", then ")
    return(if (nzchar(words)) words else "leave all as it is")
  }
  turn <- axis_and_degrees(if (mirrored) -m else m)
  axis <- axis_words(turn$axis)
  if (mirrored && abs(turn$degrees - 180) < 0.01) {
    return(paste("mirror along", axis))
  }
  words <- if (turn$degrees != 0) paste("turn by", degree_words(turn$degrees), "about", axis)
  if (!mirrored) {
    return(words %||% "leave all as it is")
  }
  paste(c(words, "take every point to its opposite"), collapse = ", then ")
}

matrix_mark <- function(m, mirror) {
  if (nrow(m) > 2L) {
    return(NA_character_)
  }
  mirrored <- det(m) < 0
  angle <- plane_degrees(if (mirrored) m %*% t(mirror) else m)
  turn <- paste0(format(angle, digits = 4), "\u00b0")
  if (!mirrored) turn else if (angle == 0) "M" else paste("M", turn)
}

degree_words <- function(angle) paste(format(angle, digits = 4), "degrees")

plane_degrees <- function(m) round(atan2(m[2, 1], m[1, 1]) * 180 / pi, 1) %% 360

# The axis points up, or else to the back, or else right.
axis_and_degrees <- function(m) {
  angle <- acos(min(1, max(-1, (sum(diag(m)) - 1) / 2)))
  if (angle < 1e-4) {
    return(list(axis = c(0, 0, 1), degrees = 0))
  }
  axis <- if (pi - angle < 1e-4) {
    k <- which.max(diag(m))
    (m[, k] + diag(3)[, k]) / 2
  } else {
    c(m[3, 2] - m[2, 3], m[1, 3] - m[3, 1], m[2, 1] - m[1, 2])
  }
  axis <- axis / sqrt(sum(axis^2))
  last <- max(which(abs(axis) > 1e-4))
  if (axis[[last]] < 0) {
    axis <- -axis
    angle <- 2 * pi - angle
  }
  list(axis = axis, degrees = round(angle * 180 / pi, 1))
}

axis_words <- function(axis) {
  along <- which(abs(abs(axis) - 1) < 1e-4)
  if (length(along)) {
    return(paste("the", c("x", "y", "z")[[along]], "axis"))
  }
  short <- vapply(round(axis, 2) + 0, format, "", digits = 3)
  paste0("the axis (", paste(short, collapse = ", "), ")")
}

# As the group writes them; where that is words again, the number in group_elements().
own_names <- function(elements) {
  own <- vapply(elements, format, "")
  if (any(grepl("turn", own, fixed = TRUE))) {
    numbers <- own_numbers(elements)
    return(ifelse(nzchar(numbers), paste("number", numbers), ""))
  }
  sub("^\\((.*)\\)$", "\\1", own)
}

own_numbers <- function(elements) {
  group <- elements[[1]]$group
  if (group_is_continuous(group)) {
    return(rep("", length(elements)))
  }
  all <- group_elements(group)
  whole <- length(all) == length(elements)
  as.character(if (whole) seq_along(all) else element_positions(elements, all))
}
