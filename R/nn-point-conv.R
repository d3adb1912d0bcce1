#' Convolutions on point clouds
#'
#' Equivariant convolutions of points in the plane or in space. Each point
#' hears from its neighbours, through a steerable kernel of their distance and
#' direction. `nn_point_pooling()` pools each cloud to one point.
#'
#' The layer finds neighbours itself (`radius`, `k`), or uses those that the
#' cloud has ([point_connect()]), or takes them in the call:
#' `layer(x, edges)`. All layers of a network with the same `radius` and `k`
#' share one search. Vectors of the points, such as velocities, are x, y and z:
#' `repr_standard(gspace)`, not `repr_irrep(gspace, 1)`, whose order is y, z, x.
#' These layers need the Python package torch_geometric:
#' `install_escnn(extras = "pointcloud")`.
#'
#' @inheritParams nn_conv
#' @param radius Largest distance of a neighbour; `NULL` for no limit.
#' @param k Number of nearest neighbours; `NULL` for all within `radius`. With
#'   neither, the edges of the cloud itself are used.
#' @param groups Number of equal groups that input and output fields are split
#'   into; each output group only sees its own input group.
#' @param width,n_rings The kernel's largest radius and its number of rings, an
#'   alternative to `rings`.
#' @param sigma Width of the rings, one number or one for each ring.
#' @param frequencies_cutoff Highest angular frequency, as a factor of the
#'   radius or a function of it.
#' @param pool What is taken over the points: `"mean"`, `"sum"` or `"max"`.
#' @param ... Not used.
#' @returns An `escnn_module`; on a module, the sequence of both. Call it with a
#'   point cloud: a geometric tensor with coordinates.
#' @inheritSection nn_conv Random numbers
#' @section Errors: `escnn_error_missing_package` without torch_geometric;
#'   `escnn_error_argument` when a cloud has no coordinates or no edges, or
#'   fields don't split into groups; `escnn_error_empty_basis` when no kernel
#'   leads from the input's fields to the output's.
#' @source Python: `escnn.nn.R2PointConv`, `R3PointConv`; groups and pooling
#'   are of this package. Weiler et al. (2018),
#'   <https://arxiv.org/abs/1807.02547>; Thomas et al. (2018),
#'   <https://arxiv.org/abs/1802.08219>.
#' @seealso [point_clouds], [net_point_cloud()] for a network that is ready
#' @family layers
#' @examplesIf escnn_available() && point_clouds_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 8), "trivial")
#' model <- type |>
#'   nn_r2_point_conv(c(regular = 2), radius = 1, width = 1, n_rings = 3) |>
#'   nn_relu() |>
#'   nn_group_pooling() |>
#'   nn_to_vector(classes = 2)
#' cloud <- geometric_tensor(matrix(1, 20, 1), type, coords = matrix(rnorm(40), 20))
#' as.matrix(model(cloud))
#' @name nn_point_conv
NULL

point_conv_rules <- list(
  radius = rule(check_number, min = 0),
  k = rule(check_whole, min = 1),
  width = rule(check_number, min = 0),
  n_rings = rule(check_whole, min = 1)
)

#' @rdname nn_point_conv
#' @export
nn_r2_point_conv <- function(x, out_type, radius = NULL, k = NULL, groups = 1, bias = TRUE,
                             sigma = NULL, width = NULL, n_rings = NULL, frequencies_cutoff = 3,
                             rings = NULL, basis_filter = NULL, recompute = FALSE,
                             initialize = TRUE, ...) {
  check_dots(...)
  check_point_clouds()
  check_one_set_of_rings(rings, width, n_rings)
  new_layer("R2PointConv", point_conv_rules)
}

#' @rdname nn_point_conv
#' @export
nn_r3_point_conv <- function(x, out_type, radius = NULL, k = NULL, groups = 1, bias = TRUE,
                             sigma = NULL, width = NULL, n_rings = NULL, frequencies_cutoff = 2,
                             rings = NULL, basis_filter = NULL, recompute = FALSE,
                             initialize = TRUE, ...) {
  check_dots(...)
  check_point_clouds()
  check_one_set_of_rings(rings, width, n_rings)
  new_layer("R3PointConv", point_conv_rules)
}

#' @rdname nn_point_conv
#' @export
nn_point_pooling <- function(x, pool = "mean", ...) {
  new_layer("PointPoolingModule")
}

#' @rdname nn_point_conv
#' @export
point_clouds_available <- function() {
  escnn_available() && py_invoke("escnn_r.fields.clouds_available")
}

check_one_set_of_rings <- function(rings, width, n_rings, call = rlang::caller_env()) {
  if (!is.null(rings) && !(is.null(width) && is.null(n_rings))) {
    abort_arg("rings", rings, "left out when `width` and `n_rings` are given", call = call)
  }
  missed <- c("width", "n_rings")[c(is.null(width), is.null(n_rings))]
  if (length(missed) == 1L) {
    abort_arg(
      missed, NULL, "given, too", "For example `width = 2, n_rings = 3`, or `rings` alone.",
      call = call
    )
  }
}

check_point_clouds <- function(call = rlang::caller_env()) {
  if (!py_invoke("escnn_r.fields.clouds_available", .call = call)) {
    cli::cli_abort(
      c(
        "Point convolutions need the Python package torch_geometric, which is not installed.",
        i = "{.run escnn::install_escnn(extras = \"pointcloud\")} installs it; then restart R."
      ),
      class = error_class("missing_package"), call = call
    )
  }
}
