#' @rdname explore_symmetry
#' @export
explore.escnn_representation <- function(x, ..., file = NULL) { # nolint: object_name_linter.
  check_dots(...)
  check_alive(x)
  frame <- named_frame(element_frame(x$group), group_moves(x$group))
  field <- c(list(channels = NULL), field_data(x, frame, group_moves(x$group)))
  data <- fields_data(list(field), frame, group_moves(x$group))
  explore_page(
    paste0("The representation ", field$name, " of ", frame$data$name),
    c(
      paste0(
        "A representation says how the numbers at one point change when the group acts: each ",
        "element is a matrix. This one changes ", cli::pluralize("{dim(x)[[1]]} number{?s}"), "."
      ),
      fields_hint
    ),
    symmetry_scripts("representation.js"), data, file
  )
}

#' @rdname explore_symmetry
#' @export
explore.escnn_field_type <- function(x, ..., file = NULL) { # nolint: object_name_linter.
  check_dots(...)
  check_alive(x)
  gspace <- x$gspace
  moves <- if (dim(gspace) > 0) {
    list(gspace_basespace_action(gspace))
  } else {
    group_moves(gspace$fibergroup)
  }
  frame <- named_frame(element_frame(gspace$fibergroup), moves)
  channels <- field_type_channels(x)
  first <- which(!duplicated(channels$representation))
  representations <- x$representations
  fields <- lapply(first, function(i) {
    same <- channels[channels$representation == channels$representation[[i]], ]
    c(list(channels = channel_words(same)), field_data(representations[[i]], frame, moves))
  })
  data <- fields_data(fields, frame, moves)
  explore_page(
    paste("Fields of", frame$data$name),
    c(
      paste0(
        "A field type says what the channels of an image or of a layer mean: how their numbers ",
        "at one point change when the group acts. This one has ",
        cli::pluralize("{nrow(channels)} field{?s}, {dim(x)[[2]]} channel{?s}, and ",
                       "{length(first)} kind{?s} of field."),
        " On a grid, the numbers also move to the place where the element moves their point."
      ),
      fields_hint
    ),
    symmetry_scripts("representation.js"), data, file
  )
}

fields_hint <- "Choose an element: turn the picture beside, and see what happens to the numbers."

channel_words <- function(rows) {
  ranges <- ifelse(rows$start == rows$end, rows$start, paste0(rows$start, "-", rows$end))
  one <- sum(rows$end - rows$start + 1) == 1
  paste(if (one) "channel" else "channels", first_few(ranges, 6L))
}

fields_data <- function(fields, frame, moves, call = rlang::caller_env()) {
  encoded <- unlist(lapply(fields, function(f) f$action[setdiff(names(f$action), "size")]))
  # what they take of a page, which stays below 150 kB
  if (2 * length(encoded) + 8 * sum(encoded != 0) > 1e5) {
    cli::cli_abort(
      c(
        "The matrices of {.arg x} have {format(length(encoded), big.mark = ',')} numbers, too many
         for a page.",
        i = "Explore its parts, or the same representation of a smaller group."
      ),
      class = error_class("too_large", "argument"), arg = "x", call = call
    )
  }
  list(
    view = "representation", frame = frame$data, solid = solid_of(frame$group),
    moves = encode_moves(moves, frame), fields = fields
  )
}

# A representation for the page: its matrices, and how to draw the parts that never mix.
field_data <- function(representation, frame, moves) {
  about <- py_invoke("escnn_r.group.describe_representation", representation)
  act <- function(e) representation(e)
  some <- if (frame$kind == "list") {
    frame$elements
  } else {
    turned <- c(list(frame$turn(0.7)), if (!is.null(frame$cross)) list(frame$cross))
    unlist(lapply(turned, function(t) lapply(frame$extras, function(x) t * x)), recursive = FALSE)
  }
  matrices <- lapply(some, act)
  shown <- if (length(moves) == 1L) lapply(some, moves[[1]])
  list(
    name = about$label, size = about$size, action = encode_action(act, frame),
    blocks = lapply(independent_parts(matrices), function(i) {
      parts <- lapply(matrices, function(m) m[i, i, drop = FALSE])
      c(list(at = I(i - 1L)), drawing_of(parts, shown, frame$kind))
    })
  )
}

# Positions that some element mixes belong together.
independent_parts <- function(matrices) {
  mixes <- Reduce(`+`, lapply(matrices, abs)) > 1e-5
  part <- seq_len(nrow(mixes))
  repeat {
    joined <- vapply(part, function(i) {
      min(part[mixes[i, ] | mixes[, i] | part == part[[i]]])
    }, 1L)
    joined <- vapply(seq_along(part), function(i) min(joined[part == part[[i]]]), 1L)
    if (identical(joined, part)) {
      return(unname(split(seq_along(part), part)))
    }
    part <- joined
  }
}

drawing_of <- function(parts, shown, kind) {
  size <- nrow(parts[[1]])
  orthogonal <- all(vapply(parts, function(m) max(abs(crossprod(m) - diag(size))) < 1e-4, NA))
  if (size == 1L) {
    return(list(draw = "number"))
  }
  if (kind == "list" && all(vapply(parts, is_permutation, NA))) {
    return(c(list(draw = "ring"), ring_places(parts, shown)))
  }
  if (size == 2L && orthogonal) {
    return(list(draw = "arrow"))
  }
  if (size == 3L) {
    for (order in list(1:3, c(2L, 3L, 1L))) {
      for (axial in c(FALSE, TRUE)) {
        if (is_vector(parts, shown, order, axial)) {
          return(list(draw = "arrow3", order = I(order - 1L), axial = axial))
        }
      }
    }
  }
  list(draw = "numbers")
}

is_vector <- function(parts, shown, order, axial) {
  length(shown) > 0 && nrow(shown[[1]]) == 3L && all(unlist(Map(function(m, move) {
    max(abs(m - move[order, order] * if (axial) det(move) else 1)) < 1e-4
  }, parts, shown)))
}

# Values of a ring stand where the turns of the plane take the first of them; those that only a
# mirroring reaches make a second, inner ring.
ring_places <- function(parts, shown) {
  size <- nrow(parts[[1]])
  level <- rep(0L, size)
  angle <- seq_len(size) - 1
  if (length(shown) > 0 && nrow(shown[[1]]) == 2L) {
    place <- vapply(parts, function(m) which.max(m[, 1]), 1L)
    mirrored <- vapply(shown, det, 0) < 0
    flip <- if (any(mirrored)) shown[[which(mirrored)[[1]]]] else diag(2)
    turns <- vapply(seq_along(shown), function(i) {
      m <- shown[[i]] %*% if (mirrored[[i]]) t(flip) else diag(2)
      round(atan2(m[2, 1], m[1, 1]) %% (2 * pi), 6) %% round(2 * pi, 6)
    }, 0)
    level <- vapply(seq_len(size), function(p) as.integer(all(mirrored[place == p])), 1L)
    angle <- vapply(seq_len(size), function(p) {
      min(turns[place == p & (mirrored == (level[[p]] == 1L))])
    }, 0)
  }
  share <- stats::ave(angle, level, FUN = function(a) {
    (rank(a, ties.method = "first") - 1) / length(a)
  })
  list(level = I(level), turn = I(round(2 * pi * share, 6)))
}
