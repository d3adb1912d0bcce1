# Targets of the points of clouds, and what clouds of typed points are.

# A list with something for each point: vectors, factors or matrices.
point_target <- function(y, call, arg = "y") {
  if (length(y) == 0L) {
    abort_arg(arg, y, "a list of one entry or more, an entry for each cloud", call = call)
  }
  rows <- lapply(seq_along(y), function(i) check_point_values(y[[i]], i, arg, call))
  widths <- vapply(rows, NCOL, 1L)
  if (any(widths != widths[[1]])) {
    odd <- which(widths != widths[[1]])[[1]]
    abort_arg(
      arg, y, paste0("a list of matrices of ", widths[[1]], " columns"),
      paste0("Entry ", odd, " has ", widths[[odd]], "."), call = call
    )
  }
  counts <- vapply(rows, NROW, 1L)
  joined <- if (is.factor(rows[[1]])) {
    joined_factors(rows, arg, call)
  } else if (is.matrix(rows[[1]])) {
    do.call(rbind, unname(rows))
  } else {
    unlist(rows, use.names = FALSE)
  }
  target <- read_target(joined, call)
  c(list(points = target$values, counts = counts, given = y), target[c("levels", "kind")])
}

check_point_values <- function(each, i, arg, call) {
  plain <- is.numeric(each) || is.logical(each)
  ok <- is.factor(each) || (plain && length(dim(each)) %in% c(0, 2))
  if (!ok || length(each) == 0L) {
    abort_arg(
      paste0(arg, "[[", i, "]]"), each,
      "a vector or a factor with an entry for each point, or a matrix with a row for each",
      call = call
    )
  }
  if (length(dim(each)) == 0L && !is.factor(each)) as.vector(each) else each
}

joined_factors <- function(rows, arg, call) {
  levels <- levels(rows[[1]])
  same <- vapply(rows, function(each) is.factor(each) && identical(levels(each), levels), NA)
  if (!all(same)) {
    abort_arg(
      arg, rows, "factors that all have the same levels",
      paste0(
        "Entry ", which(!same)[[1]], " has others: make all of them factors with the same `levels`."
      ),
      call = call
    )
  }
  factor(unlist(lapply(rows, as.character)), levels)
}

has_points <- function(target) !is.null(target$points) && target$kind != "energies"

# Lists are of point clouds.
check_listed_target <- function(y, x, arg, call) {
  if (is_plain_list(x) || !is_plain_list(y)) {
    return(invisible())
  }
  abort_arg(
    "y", y, paste0("a factor, integers or numbers, where `", arg, "` has no point clouds"),
    "A list is for targets of points in clouds, or for maps of images, which are matrices.",
    call = call
  )
}

# A model that pools its clouds says nothing of points.
check_points_of_clouds <- function(target, model, call) {
  if (is.null(target$points)) {
    return(invisible())
  }
  type <- model$out_type
  if (has_points(target) && inherits(type, "escnn_field_type") && type$gspace$dimensionality == 0) {
    abort_arg(
      "y", target$given, "a vector of one entry for each cloud, as the model gives one output",
      "For outputs of points leave out pooling: `net_point_cloud(pool = \"none\")`.", call = call
    )
  }
}

check_point_counts <- function(target, points, call) {
  targets <- target$counts
  if (is.null(targets)) {
    return(invisible())
  }
  if (length(targets) != length(points)) {
    abort_arg(
      "y", target$given,
      paste0("a list of length ", length(points), ", with an entry for each cloud of `x`"),
      call = call
    )
  }
  odd <- which(targets != points)
  if (length(odd)) {
    abort_arg(
      "y", target$given, "a list with as many numbers as each cloud has points",
      paste0("Cloud ", odd[[1]], " has ", points[[odd[[1]]]], " points and ",
             targets[[odd[[1]]]], " targets."), call = call
    )
  }
}

# Predictions of the points of each cloud.
predict_points <- function(object, newdata, type, batch_size, call = rlang::caller_env()) {
  module <- kept_module(object)
  data <- prediction_data(newdata, module, call, fit = object)
  counts <- unlist(py_invoke("escnn_r.datasets.describe_clouds", data, .call = call)$counts)
  inner <- object
  inner$plan$points <- FALSE
  rows <- predict_by_fit(inner, data, type, batch_size, call)
  split_rows(rows, counts)
}

# Rows, or entries, of one cloud after another.
split_rows <- function(x, counts) {
  last <- cumsum(counts)
  lapply(seq_along(counts), function(i) {
    rows <- seq.int(to = last[[i]], length.out = counts[[i]])
    if (length(dim(x)) == 2L) x[rows, , drop = FALSE] else x[rows]
  })
}

# The matrices of an array, its first extent one after another.
slices <- function(x) {
  lapply(seq_len(dim(x)[[1]]), function(i) array(x[i, , ], dim(x)[2:3]))
}

# Clouds of an array, or of coordinates alone, whose points are of types.
typed_clouds <- function(x, types, call) {
  if (is.array(x) && length(dim(x)) == 3L && is.numeric(x)) x <- slices(x)
  if (is.null(types)) {
    return(x)
  }
  if (!is_plain_list(x) || !all(vapply(x, is.matrix, NA))) {
    abort_arg(
      "types", types, "left out where clouds are not given by coordinates alone",
      "Clouds of channels have them as `list(coords = , x = )`.", call = call
    )
  }
  each <- if (is_plain_list(types)) types else rep(list(types), length(x))
  if (length(each) != length(x)) {
    abort_arg("types", types, paste0("a factor, or a list of ", length(x)), call = call)
  }
  levels <- if (is.factor(each[[1]])) {
    levels(each[[1]])
  } else {
    sort(unique(unlist(lapply(each, as.character))))
  }
  lapply(seq_along(x), function(i) {
    if (length(each[[i]]) != nrow(x[[i]])) {
      abort_arg(
        "types", types, "a factor with an entry for each point",
        paste0("Cloud ", i, " has ", nrow(x[[i]]), " points, and there are ", length(each[[i]]),
               " types."), call = call
      )
    }
    list(coords = x[[i]], x = in_types(as.character(each[[i]]), levels, i, call))
  })
}

in_types <- function(x, levels, i, call) {
  unknown <- setdiff(x, c(levels, NA))
  if (length(unknown)) {
    abort_arg(
      "types", unknown, paste0("of the levels of the first cloud: ", toString(levels)),
      paste0(
        "Cloud ", i, " has ", toString(unknown),
        ": make the types of all clouds factors with the same `levels`."
      ),
      call = call
    )
  }
  factor(x, levels)
}

# The levels of clouds whose channels are a factor; NULL where they are numbers.
point_types <- function(x, arg, call) {
  factors <- vapply(x, function(each) is.factor(each$x), NA)
  if (!any(factors)) {
    return(NULL)
  }
  levels <- levels(x[[1]]$x)
  same <- vapply(x, function(each) identical(levels(each$x), levels), NA)
  if (!all(factors) || !all(same)) {
    odd <- which(!(factors & same))[[1]]
    abort_arg(
      arg, x, "clouds whose `x` are all factors of the same levels",
      paste0("Entry ", odd, " has others: make all of them factors with the same `levels`."),
      call = call
    )
  }
  levels
}

# A channel for each level.
one_hot <- function(x, levels) {
  if (is.null(levels)) {
    return(x)
  }
  if (anyNA(x)) abort_arg("x", x, "without missing types")
  outer(as.integer(x), seq_along(levels), `==`) + 0
}
