#' U-Nets: a class for each pixel
#'
#' An equivariant U-Net for segmentation, for any gspace and width: turn the
#' image, and the map of classes turns along.
#'
#' Each level has two convolutions, hands its features to half as many pixels
#' and twice as many fields, and takes back what comes of that, beside its own.
#' The ways down and up sample about the centre of the image, so quarter turns
#' and flips are exact and no size needs padding or cropping: the maps have the
#' size of the images, whatever it is.
#'
#' Train it with [fit()] on an integer array of classes of dim
#' `c(n, height, width)`. For gspaces in space it takes volumes.
#'
#' @inheritParams nets
#' @param width Fields of a hidden layer of the first level, twice as many in
#'   each one below.
#' @param depth How many times images are made smaller.
#' @param out_type The field type of what comes out at each pixel, instead of `classes`, such as
#'   `repr_standard(gspace)` for a map of vectors. Train on an array of dim
#'   `c(n, channels, height, width)`.
#' @param dropout Share of the features that is dropped in training, on the
#'   lowest level.
#' @param ... Not used.
#' @returns An `escnn_module` that takes arrays of dim
#'   `c(n, channels, height, width)` (or with depth, for gspaces in space) and
#'   gives scores of dim `c(n, classes, height, width)`.
#' @section Errors: `escnn_error_argument` for arguments of another kind, and
#'   when no width has so few parameters.
#' @source Ronneberger, Fischer and Brox (2015),
#'   <https://arxiv.org/abs/1505.04597>.
#' @seealso [fit()], [nn_skip()]
#' @family networks
#' @examplesIf escnn_available()
#' unet <- net_unet(classes = 3, width = 2)
#' output_size(unet, c(1, 40, 30))
#' @export
net_unet <- function(classes, gspace = gspace_rot2d_on_r2(n = 4), channels = 1, width = 6,
                     depth = 2, kernel_size = NULL, parameters = NULL, dropout = 0, in_type = NULL,
                     out_type = NULL) {
  settings <- check_net(environment())
  at_width(settings, function(width) unet_of(settings, width))
}

unet_of <- function(settings, width) {
  check_halvings(settings$depth, settings, "Take a smaller `depth`.")
  model <- unet_level(net_input(settings), settings, width, 0)
  if (!is.null(settings$out_type)) {
    return(net_fields_out(model, settings))
  }
  net_conv(net_invariant(model), c(trivial = settings$classes), 1)
}

unet_level <- function(x, settings, width, level) {
  layer <- function(x) {
    fields <- layer_width(width * 2^level, level + 1, settings$depth + 1)
    net_layer(x, fields, settings$kernel_size, padding = settings$kernel_size %/% 2)
  }
  x <- layer(layer(x))
  if (level == settings$depth) {
    return(net_dropout(x, settings$dropout))
  }
  below <- function(type) unet_level(net_pool(type), settings, width, level + 1)
  layer(nn_skip(x, below))
}
