# The pictures of a tensor: which channels they are of, and which are vectors.

max_maps <- 16L

# Arrows along each side of a picture, at most; fewer where pictures are small.
max_arrows <- function(pictures) if (pictures > 4L) 8L else 12L

# `rows` has one row a pixel and picture, `arrows` one a drawn arrow. Pictures of vectors
# show lengths.
feature_maps <- function(x, item, fields, arrows = TRUE, call = rlang::caller_env()) {
  extent <- dim(x)
  if (length(extent) < 4L) {
    abort_arg("x", x, "a geometric tensor on a grid of two or three dimensions", call = call)
  }
  item <- check_whole(item, min = 1, max = extent[[1]], call = call)
  numbers <- seq_len(length(x$type))
  if (!is.null(fields)) {
    chosen <- fields
    fields <- check_index(chosen, length(x$type), names(x), "fields", "fields", call = call)
    if (!length(fields)) abort_arg("fields", chosen, "one field or more", call = call)
    numbers <- fields
    index <- list(NULL, as.list(fields - 1L))
    x <- py_invoke("escnn_r.fields.select_fields", x, index, .call = call)
  }
  values <- middle_slices(as.array(x[item]))
  maps_and_arrows(values, x$type, arrows, numbers)
}

middle_slices <- function(values) {
  extent <- dim(values)
  if (length(extent) == 5L) {
    values <- values[, , (extent[[3]] + 1L) %/% 2L, , , drop = FALSE]
    dim(values) <- extent[-3]
  }
  values
}

# `numbers` are those of the fields, where they were chosen from more.
maps_and_arrows <- function(values, type, arrows = TRUE, numbers = seq_len(length(type))) {
  about <- about_field_type(type)
  sizes <- unlist(about$sizes)
  first <- cumsum(c(1L, sizes))[seq_along(sizes)]
  turns <- if (arrows) vector_turns(type) else list()
  names <- unlist(about$names)
  size <- dim(values)[3:4]
  pictures <- sum(ifelse(names %in% names(turns), 1L, sizes))
  layers <- list()
  short <- character()
  vectors <- list()
  means <- list()
  flows <- list()
  for (i in seq_along(sizes)) {
    channels <- first[[i]] + seq_len(sizes[[i]]) - 1L
    turn <- turns[[names[[i]]]]
    single <- sizes[[i]] == 1L || !is.null(turn)
    channel <- if (single) "" else paste0(" [", seq_len(sizes[[i]]), "]")
    label <- paste0("field ", numbers[[i]], ": ", names[[i]], channel)
    short[label] <- paste0(numbers[[i]], channel)
    if (length(layers) >= max_maps) {
      layers <- c(layers, rep(list(NULL), length(label)))
    } else if (is.null(turn)) {
      layers[label] <- lapply(channels, function(k) matrix(values[1, k, , ], size[[1]]))
    } else {
      parts <- matrix(aperm(array(values[1, channels, , ], c(length(channels), size)), c(2, 3, 1)),
                      prod(size)) %*% t(turn)
      layers[[label]] <- matrix(sqrt(rowSums(parts^2)), size[[1]])
      vectors[[label]] <- arrows_at(parts, size, max_arrows(pictures))
      means[[label]] <- colMeans(parts)
      flows[[label]] <- flow_of(parts, size)
    }
  }
  shown <- layers[seq_len(min(length(layers), max_maps))]
  label <- names(shown)
  vectors <- vectors[intersect(names(vectors), label)]
  list(
    rows = data.frame(
      map = factor(rep(label, each = prod(size)), label),
      row = rep(rep(seq_len(size[[1]]), size[[2]]), length(label)),
      column = rep(rep(seq_len(size[[2]]), each = size[[1]]), length(label)),
      value = unlist(lapply(shown, as.vector), use.names = FALSE)
    ),
    arrows = stacked_arrows(vectors, label), vectors = names(vectors),
    field_means = means, field_flows = flows, left_out = length(layers) - length(label),
    short = short[label],
    kinds = field_kind_words(numbers, names, as.integer(sub(" .*", "", short[label])))
  )
}

# "Fields 1 to 4: regular; 5: trivial." of those that are drawn.
field_kind_words <- function(numbers, names, drawn) {
  kept <- numbers %in% drawn
  runs <- cumsum(c(TRUE, names[kept][-1] != names[kept][-sum(kept)] | diff(numbers[kept]) != 1))
  parts <- vapply(split(which(kept), runs), function(at) {
    joint <- if (length(at) == 2L) " and " else " to "
    paste0(paste(unique(range(numbers[at])), collapse = joint), ": ", names[[at[[1]]]])
  }, "")
  paste0(if (sum(kept) == 1L) "Field " else "Fields ", paste(parts, collapse = "; "), ".")
}

# Labels of panels: with the representation where there is room.
map_labels <- function(maps) {
  labels <- names(maps$short)
  stats::setNames(if (length(labels) > 4L) unname(maps$short) else labels, labels)
}

# Names of the representations that turn as arrows in space do, with the matrix that
# takes their coordinates to x, y and z.
vector_turns <- function(type) {
  gspace <- type$gspace
  dimension <- gspace$dimensionality
  unique_fields <- field_type_channels(type)
  unique_fields <- unique_fields[!duplicated(unique_fields$representation), ]
  sizes <- unique_fields$end - unique_fields$start + 1L
  candidates <- unique_fields[sizes == dimension, ]
  if (!nrow(candidates)) {
    return(list())
  }
  action <- gspace_basespace_action(gspace)
  elements <- testing_elements(gspace)
  moves <- lapply(elements, action)
  turns <- lapply(candidates$field, function(field) {
    representation <- type$representations[[field]]
    acts <- lapply(elements, representation)
    if (max(abs(unlist(acts) - unlist(moves))) < 1e-5) {
      return(diag(dimension))
    }
    # irreps of other coordinates, whose matrices have the same traces
    same <- mapply(function(a, b) abs(sum(diag(a)) - sum(diag(b))), acts, moves) < 1e-5
    if (!all(same) || !isTRUE(representation$irreducible)) {
      return(NULL)
    }
    between_bases(acts, moves)
  })
  names(turns) <- candidates$representation
  turns[lengths(turns) > 0]
}

# A matrix q with q %*% act == move %*% q for all elements, which turns and keeps lengths.
between_bases <- function(acts, moves) {
  size <- nrow(acts[[1]])
  starts <- c(list(diag(size)), lapply(seq_len(size^2), function(i) {
    replace(matrix(0, size, size), i, 1)
  }))
  for (start in starts) {
    mean <- Reduce(`+`, Map(function(a, m) m %*% start %*% t(a), acts, moves)) / length(acts)
    scale <- sqrt(sum(mean^2) / size)
    if (scale > 1e-3) {
      q <- mean / scale
      fits <- all(mapply(function(a, m) max(abs(q %*% a - m %*% q)) < 1e-4, acts, moves))
      if (fits) {
        return(if (sum(diag(q)) < 0) -q else q)
      }
    }
  }
  NULL
}

# How much of the arrows goes round the middle of the picture, and how much out of it.
flow_of <- function(parts, size) {
  right <- rep(seq_len(size[[2]]), each = size[[1]]) - (size[[2]] + 1) / 2
  up <- (size[[1]] + 1) / 2 - rep(seq_len(size[[1]]), size[[2]])
  whole <- max(sum(sqrt((right^2 + up^2) * rowSums(parts[, 1:2, drop = FALSE]^2))), 1e-12)
  c(
    sum(right * parts[, 2] - up * parts[, 1]) / whole,
    sum(right * parts[, 1] + up * parts[, 2]) / whole
  )
}

# Means over blocks of pixels. Rows count downwards, y upwards.
arrows_at <- function(parts, size, most) {
  step <- max(1L, ceiling(max(size) / most))
  row <- rep(seq_len(size[[1]]), size[[2]])
  column <- rep(seq_len(size[[2]]), each = size[[1]])
  block <- interaction((row - 1L) %/% step, (column - 1L) %/% step, drop = TRUE)
  average <- function(v) as.vector(tapply(v, block, mean))
  data.frame(
    row = average(row), column = average(column), right = average(parts[, 1]),
    up = average(parts[, 2]), step = step, step_share = step / max(size)
  )
}

# Of all pictures, with one scale: the longest arrow is as long as there is room.
stacked_arrows <- function(vectors, labels) {
  if (!length(vectors)) {
    return(NULL)
  }
  arrows <- do.call(rbind, Map(cbind, vectors, map = names(vectors)))
  arrows$map <- factor(arrows$map, labels)
  length <- sqrt(arrows$right^2 + arrows$up^2)
  arrows <- arrows[length > 0.06 * max(length), ]
  if (!nrow(arrows)) {
    return(NULL)
  }
  scale <- 0.9 * arrows$step / max(length)
  # arrows have their middle where their vector is
  arrows$to_column <- arrows$column + scale * arrows$right / 2
  arrows$to_row <- arrows$row - scale * arrows$up / 2
  arrows$column <- arrows$column - scale * arrows$right / 2
  arrows$row <- arrows$row + scale * arrows$up / 2
  rownames(arrows) <- NULL
  arrows
}

utils::globalVariables(".data")
