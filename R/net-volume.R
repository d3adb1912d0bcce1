#' Networks for volumes
#'
#' Classifiers of volumes that don't care how these are turned.
#' `net_octahedral()` respects the 24 rotations that take a cube to itself,
#' exactly; `net_se3_cnn()` all rotations, as well as voxels allow.
#'
#' Both have `depth` convolutions and make volumes smaller after the first two
#' of them, and after every second one from then on; every second one has twice
#' the fields of those before. Fields of `net_octahedral()` are regular, 24 numbers
#' each. Those of `net_se3_cnn()` are functions on the sphere up to frequency
#' 2, nine numbers each, sampled where a cube's symmetry stays exact. The
#' widths are such that volumes of 28 voxels a side can be trained on without a
#' GPU.
#'
#' @inheritParams nets
#' @param gspace The symmetry, of three dimensions, such as
#'   [gspace_octa_on_r3()].
#' @param width Fields of the first hidden layers.
#' @param kernel_size Width of the kernels, in voxels; `NULL` for 3, or 5 for
#'   all rotations, which voxels of 3 are too coarse for.
#' @param ... Not used.
#' @returns An `escnn_module` that takes arrays of dim
#'   `c(n, channels, depth, height, width)` and gives `c(n, classes)`.
#' @section Errors: `escnn_error_argument` for arguments of another kind, a
#'   gspace of other dimensions, and when no width has so few parameters.
#' @source Winkels and Cohen (2018), <https://arxiv.org/abs/1804.04656>; Cesa,
#'   Lang and Weiler (2022), <https://openreview.net/forum?id=WE4qe9xlnQw>.
#' @seealso [fit()], [rotate_volumes()]
#' @family networks
#' @examplesIf escnn_available()
#' net_octahedral(classes = 2, width = 1)
#' @name net_volume
NULL

#' @rdname net_volume
#' @export
net_octahedral <- function(classes, gspace = gspace_octa_on_r3(), channels = 1, width = 2,
                           depth = 4, kernel_size = NULL, parameters = NULL, dropout = 0,
                           in_type = NULL, out_type = NULL) {
  settings <- check_volume(environment())
  at_width(settings, function(width) volume_of(settings, width))
}

#' @rdname net_volume
#' @export
net_se3_cnn <- function(classes, gspace = gspace_rot3d_on_r3(), channels = 1, width = 6,
                        depth = 4, kernel_size = NULL, parameters = NULL, dropout = 0,
                           in_type = NULL, out_type = NULL) {
  settings <- check_volume(environment())
  at_width(settings, function(width) volume_of(settings, width))
}

check_volume <- function(arguments) {
  settings <- check_net(arguments)
  dimension <- settings$gspace$dimensionality
  if (dimension != 3) {
    cli::cli_abort(
      c(
        "{.arg gspace} must be a gspace of three dimensions, not of {dimension}.",
        i = "Take {.code gspace_octa_on_r3()}, say; {.fn net_gcnn} is for images."
      ),
      class = error_class("argument"), arg = "gspace", call = arguments
    )
  }
  settings
}

volume_of <- function(settings, width) {
  check_halvings(1 + (settings$depth - 1) %/% 2, settings, "Take a smaller `depth`.")
  model <- net_input(settings)
  for (layer in seq_len(settings$depth)) {
    fields <- layer_width(width * 2^((layer - 1) %/% 2), layer, settings$depth)
    fields <- net_fields(settings$gspace, fields)
    model <- net_conv(model, fields, settings$kernel_size, padding = settings$kernel_size %/% 2)
    smaller <- layer < settings$depth && (layer == 1 || layer %% 2 == 0)
    # before the nonlinearity, which takes the most memory
    model <- net_active(if (smaller) net_pool(model) else model)
  }
  if (!is.null(settings$out_type)) {
    return(net_head(model, settings))
  }
  model |>
    net_invariant() |>
    net_dropout(settings$dropout) |>
    nn_to_vector(classes = settings$classes)
}
