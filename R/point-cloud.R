#' Point clouds
#'
#' A point cloud is a geometric tensor with coordinates. `point_neighbors()`
#' finds which points are near each other, `point_connect()` gives a cloud its edges,
#' `point_batch()` puts several clouds into one tensor, in which points of
#' different clouds are never neighbours, and `point_unbatch()` takes them apart
#' again.
#'
#' @param coords A matrix of coordinates, a row for each point, or a cloud.
#' @param x A cloud: a geometric tensor with coordinates, or for
#'   `point_batch()` a list of clouds of one type.
#' @param k Number of nearest other points; `NULL` for no limit.
#' @param radius Largest distance; `NULL` for no limit. With both, the `k`
#'   nearest within.
#' @param batch The cloud of each point, whole numbers; `NULL` for one cloud.
#' @param loops Whether each point is also its own neighbour.
#' @param edges Instead of `k` and `radius`: a matrix of two columns, the
#'   numbers (from 1) of the points where each edge starts and ends.
#' @param ... Not used.
#' @returns `point_neighbors()`, `point_edges()`: an integer matrix of two
#'   columns, sorted by the second. `point_connect()`, `point_batch()`: a cloud.
#'   `point_unbatch()`: a list of clouds. `point_index()`: the cloud of each
#'   point, from 1.
#' @section Errors: `escnn_error_argument` when there are no coordinates, edges
#'   lead to points that aren't there, or clouds are of different types.
#' @source Of this package; nearest neighbours by `scipy.spatial.cKDTree`.
#' @seealso [nn_r2_point_conv()], [geometric_tensor()]
#' @family geometric tensors
#' @examplesIf escnn_available()
#' square <- rbind(c(0, 0), c(1, 0), c(0, 1), c(1, 1))
#' point_neighbors(square, radius = 1, loops = FALSE)
#' type <- field_type(gspace_rot2d_on_r2(n = 4), "trivial")
#' cloud <- geometric_tensor(matrix(1:4), type, coords = square)
#' both <- point_batch(list(cloud, cloud))
#' point_index(both)
#' @name point_clouds
NULL

#' @rdname point_clouds
#' @export
point_neighbors <- function(coords, k = NULL, radius = NULL, batch = NULL, loops = TRUE) {
  coords <- check_coords(coords)
  near <- check_near(k, radius)
  py_invoke(
    "escnn_r.fields.edge_list", coords, check_batch(batch), near$k, near$radius,
    check_flag(loops)
  )
}

#' @rdname point_clouds
#' @export
point_connect <- function(x, k = NULL, radius = NULL, edges = NULL, loops = TRUE) {
  check_object(x, "escnn_tensor")
  near <- list()
  if (is.null(edges)) near <- check_near(k, radius) else edges <- check_array(edges)
  py_invoke("escnn_r.fields.connect_points", x, edges, near$k, near$radius, check_flag(loops))
}

#' @rdname point_clouds
#' @export
point_edges <- function(x) {
  check_object(x, "escnn_tensor")
  py_invoke("escnn_r.fields.edges_of", x)
}

#' @rdname point_clouds
#' @export
point_index <- function(x) {
  check_object(x, "escnn_tensor")
  unlist(py_invoke("escnn_r.fields.cloud_index", x))
}

#' @rdname point_clouds
#' @export
point_batch <- function(x) {
  checked(x, is_plain_list(x) && length(x) > 0, "a list of one cloud or more")
  for (cloud in x) check_object(cloud, "escnn_tensor", arg = "x")
  py_invoke("escnn_r.fields.join_clouds", unname(x))
}

#' @rdname point_clouds
#' @export
point_unbatch <- function(x) {
  check_object(x, "escnn_tensor")
  py_invoke("escnn_r.fields.separate_clouds", x)
}

check_coords <- function(coords, call = rlang::caller_env()) {
  if (!missing(coords) && inherits(coords, "escnn_tensor")) {
    return(check_alive(coords, call = call))
  }
  check_array(coords, arg = "coords", call = call)
  checked(
    coords, length(dim(coords)) == 2L && ncol(coords) %in% 2:3,
    "a matrix of two or three columns, a row for each point", call = call
  )
}

check_near <- function(k, radius, call = rlang::caller_env()) {
  if (is.null(k) && is.null(radius)) {
    abort_arg("radius", radius, "given if `k` isn't", "For example `radius = 1`.", call = call)
  }
  list(
    k = check_whole(k, min = 1, null = TRUE, arg = "k", call = call),
    radius = check_number(radius, min = 0, null = TRUE, arg = "radius", call = call)
  )
}

check_batch <- function(batch, call = rlang::caller_env()) {
  checked(
    batch, is.numeric(batch) && !anyNA(batch) && all(batch == round(batch)),
    "whole numbers, the cloud of each point", as.list(as.integer(batch)), null = TRUE,
    arg = "batch", call = call
  )
}
