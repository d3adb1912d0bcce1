#' Data sets of point clouds
#'
#' Point clouds of any sizes as a data set that models are trained on, such as
#' pipes of [nn_r3_point_conv()] and [nn_to_vector()].
#'
#' A plain list of clouds does as `x` of [fit()], [predict()] and [evaluate()],
#' too, when the model's layers look for neighbours themselves or the clouds
#' have edges already. With `k` or `radius`, neighbours are looked for when a
#' cloud is first needed, and kept, which is faster than layers that look for
#' them in each batch. Points of different clouds are never neighbours.
#'
#' @param x A list of clouds: geometric tensors with coordinates;
#'   lists of `coords`, a matrix with a row for each point, and `x`, a matrix of
#'   its channels, or a factor such as the elements of atoms, which becomes a
#'   channel for each level; or matrices of coordinates alone, where each point
#'   has the value 1. Or an array of dim `c(clouds, points, coordinates)`, such as
#'   the frames of a molecule. A fitted model knows levels by their names, so that later
#'   factors may have them in another order; to a network alone they are channels in
#'   order. Channels that are vectors are x, y and z, of the
#'   type [repr_standard()] of the gspace, not of `repr_irrep(g, 1)`, whose order
#'   is y, z, x.
#' @param y What is to be predicted, an entry for each cloud, as for [fit()], also
#'   a list with something for each point, or `list(energy = , forces = )`; `NULL`
#'   for none.
#' @param k,radius Which points are neighbours, as for [point_neighbors()];
#'   `NULL` for both leaves that to the layers, or to the edges of the clouds.
#' @param name A name, for printing.
#' @param types Of clouds that are given as coordinates alone: what each point is,
#'   a factor for all clouds, or a list of one for each.
#' @param ... Not used.
#' @returns A [data set][dataset].
#' @section Errors: `escnn_error_argument` when `x` has something else than
#'   clouds, clouds of different channels or dimensions, or missing values, and
#'   when `y` doesn't have an entry for each.
#' @source Of this package.
#' @seealso [point_clouds], [nn_r3_point_conv()]
#' @family data sets
#' @examplesIf escnn_available()
#' ring <- function(n) {
#'   angle <- runif(n, 0, 2 * pi)
#'   cbind(cos(angle), sin(angle))
#' }
#' blob <- function(n) matrix(rnorm(2 * n), n)
#' dataset_clouds(
#'   list(ring(20), blob(15), ring(30)), factor(c("ring", "blob", "ring")), k = 4
#' )
#' @export
dataset_clouds <- function(x, y = NULL, k = NULL, radius = NULL, name = "clouds",
                           types = NULL) {
  call <- environment()
  if (missing(x)) abort_missing("x", call)
  x <- typed_clouds(x, types, call)
  if (is_plain_list(x)) x <- clouds_in_channels(x, NULL, "x", call)
  check_string(name)
  near <- if (!is.null(k) || !is.null(radius)) check_near(k, radius)
  target <- if (!is.null(y)) read_target(y, call)
  cloud_data(x, target, near, name, "float32", call)
}

# Clouds as Python keeps them: all points in one matrix, or geometric tensors.
cloud_data <- function(x, target, near = NULL, name = "clouds", precision = "float32",
                       call = rlang::caller_env(), arg = "x") {
  if (!is_plain_list(x) || length(x) == 0L) {
    abort_arg(arg, x, "a list of one point cloud or more", call = call)
  }
  new_data <- function(python, ...) {
    py_invoke(
      python, ..., target$values, classes = if (!is.null(target$levels)) as.list(target$levels),
      several = identical(target$kind, "labels"), k = near$k, radius = near$radius, name = name,
      precision = precision, on_points = target$points, .call = call
    )
  }
  if (inherits(x[[1]], "escnn_tensor")) {
    for (each in x) check_object(each, "escnn_tensor", arg = arg, call = call)
    return(new_data("escnn_r.datasets.clouds_of_tensors", unname(x)))
  }
  parts <- plain_clouds(x, arg, call)
  check_point_counts(target, parts$counts, call)
  types <- if (!is.null(parts$types)) as.list(parts$types)
  new_data(
    "escnn_r.datasets.cloud_dataset", types = types, parts$coords, parts$values,
    as.list(parts$counts)
  )
}

# Matrices of the points of all clouds, one cloud after another.
plain_clouds <- function(x, arg, call) {
  bare <- is.matrix(x[[1]])
  coords <- lapply(seq_along(x), function(i) {
    each <- x[[i]]
    if (bare) {
      return(check_cloud_part(each, i, arg, call))
    }
    if (!is_plain_list(each) || !setequal(names(each), c("coords", "x"))) {
      abort_arg(
        paste0(arg, "[[", i, "]]"), each,
        "a matrix of coordinates, `list(coords = , x = )` or a geometric tensor with coordinates",
        "All clouds of a list are given in the same way.", call = call
      )
    }
    check_cloud_part(each$coords, i, arg, call)
  })
  check_same_width(coords, 2:3, "coordinates", arg, call)
  counts <- vapply(coords, nrow, 1L)
  if (bare) {
    return(list(coords = do.call(rbind, coords), values = NULL, counts = counts))
  }
  levels <- point_types(x, arg, call)
  values <- lapply(seq_along(x), function(i) {
    check_cloud_part(one_hot(x[[i]]$x, levels), i, arg, call)
  })
  differ <- which(vapply(values, nrow, 1L) != counts)
  if (length(differ)) {
    abort_arg(
      arg, x, "clouds whose `x` has a row for each point, as `coords` has",
      paste0("Entry ", differ[[1]], " has ", counts[[differ[[1]]]], " points and ",
             nrow(values[[differ[[1]]]]), " rows."), call = call
    )
  }
  check_same_width(values, NULL, "channels", arg, call)
  list(
    coords = do.call(rbind, coords), values = do.call(rbind, values), counts = counts,
    types = levels
  )
}

check_cloud_part <- function(part, i, arg, call) {
  part <- check_array(part, arg = paste0(arg, "[[", i, "]]"), call = call)
  if (!is.matrix(part) || nrow(part) == 0L) {
    abort_arg(
      paste0(arg, "[[", i, "]]"), part, "matrices of one row or more, a row for each point",
      call = call
    )
  }
  part
}

check_same_width <- function(parts, allowed, what, arg, call) {
  widths <- vapply(parts, ncol, 1L)
  odd <- which(widths != widths[[1]] | (!is.null(allowed) & !widths %in% allowed))
  if (length(odd)) {
    width <- if (is.null(allowed)) widths[[1]] else paste(allowed, collapse = " or ")
    abort_arg(
      arg, parts, paste0("clouds that all have ", width, " ", what),
      paste0("Entry ", odd[[1]], " has ", widths[[odd[[1]]]], "."), call = call
    )
  }
}
