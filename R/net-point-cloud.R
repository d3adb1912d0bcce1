#' Networks for point clouds and molecules
#'
#' A ready network of points in the plane or in space, for any gspace: classes or
#' numbers for each cloud, fields such as forces or normals for each point, or
#' energies whose gradients are forces, see [loss_energy_forces()].
#'
#' Points hear from their neighbours `depth` times: what a neighbour has, times
#' harmonics of the direction to it along all paths that the group allows,
#' times smooth functions of its distance. Between, each point makes a nonlinear function
#' of its own invariants. With `radius` all of it is smooth in the coordinates,
#' also where a neighbour comes near enough to be heard; with `k` alone, what
#' comes out may jump where the nearest neighbours change, so energies want a `radius`.
#'
#' Types of points, such as elements, are factors in the clouds, see
#' [dataset_clouds()]: `channels` is the number of their levels. Start with [optim_adam()] of the
#' default learning rate, batches of 10 to 30 molecules, and [schedule_cosine()].
#' Before the first epoch of [fit()] the network takes the level and the size of numbers from
#' the training data.
#'
#' @inheritParams nets
#' @param classes Number of classes, or of numbers to predict, for each cloud or
#'   (`pool = "none"`) for each point; left out with `out_type`.
#' @param gspace The symmetry, of the plane or of space, such as
#'   [gspace_flip_rot3d_on_r3()] for molecules.
#' @param channels Number of scalar channels of the points.
#' @param in_type The field type of the points' channels, instead of `channels`:
#'   vectors are `repr_standard(gspace)`.
#' @param out_type The field type of what comes out, or representations of it,
#'   instead of `classes`: `repr_standard(gspace)` for one vector.
#' @param radius Largest distance of a neighbour, in the unit of the coordinates. Where no point
#'   has a neighbour, a warning of class `escnn_warning_neighbours` says so.
#' @param k Number of nearest neighbours, or with `radius` the largest number.
#' @param pool `"mean"` or `"sum"` over the points of a cloud; `"sum"` for what
#'   grows with the number of points, as energies do; `"none"` for outputs of points.
#' @param width Number of fields of each kind in hidden layers.
#' @param depth How many times points hear from their neighbours.
#' @param frequency Largest frequency of hidden fields, 1 or 2 in space; `NULL`
#'   for 1 in space and 2 in the plane.
#' @param ... Not used.
#' @returns An `escnn_module` that takes point clouds.
#' @section Errors: `escnn_error_argument` for arguments of another kind, and when
#'   neither `radius` nor `k` is given.
#' @source Of this package; after Thomas et al. (2018),
#'   <https://arxiv.org/abs/1802.08219>, and Schuett et al. (2021),
#'   <https://arxiv.org/abs/2102.03150>.
#' @seealso [fit()], [dataset_clouds()], [nn_r3_point_conv()] for layers
#' @family networks
#' @examplesIf escnn_available()
#' space <- gspace_rot3d_on_r3()
#' net_point_cloud(classes = 3, space, radius = 1.5, width = 8)
#' # one vector for each point
#' net_point_cloud(gspace = space, out_type = repr_standard(space), k = 6, pool = "none", width = 8)
#' @export
net_point_cloud <- function(classes, gspace = gspace_rot3d_on_r3(), channels = 1, radius = NULL,
                            k = NULL, pool = "mean", width = 32, depth = 3, frequency = NULL,
                            in_type = NULL, out_type = NULL, parameters = NULL, dropout = 0) {
  kernel_size <- 1L
  of_points <- TRUE
  restrict_at <- restrict_to <- NULL
  settings <- check_net(environment())
  near <- check_near(k, radius)
  pool <- check_choice(pool, c("mean", "sum", "none"))
  highest <- if (gspace$dimensionality == 3) 2 else 8
  frequency <- check_whole(frequency, min = 1, max = highest, null = TRUE)
  x <- net_input(settings)
  out <- settings$out_type %||% field_type(gspace, trivial = settings$classes)
  at_width(settings, function(width) {
    options <- list(
      radius = near$radius, k = near$k, width = as.integer(width), depth = settings$depth,
      frequency = frequency, pool = pool, dropout = settings$dropout
    )
    call_by_symbols(py_draw, c(
      "escnn_r.nn.build_module", "PointNetwork", list(x, out), Filter(Negate(is.null), options),
      list(.doing = "The network cannot be built", .call = settings$call)
    ))
  })
}
