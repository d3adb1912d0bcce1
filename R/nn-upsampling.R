#' Upsampling
#'
#' Enlarges images (`nn_r2_upsampling()`) or volumes (`nn_r3_upsampling()`) by
#' interpolation, the smooth way up in a U-Net.
#'
#' Quarter turns and flips are exact for every size and factor: the output's
#' pixels are laid around the centre, where PyTorch lays them out from a corner
#' when a factor isn't whole.
#'
#' @param x A field type, or a module to put the layer on.
#' @param scale_factor How many times larger the output is, one positive
#'   number. Give this or `size`.
#' @param size Size of the output in pixels, one number or `c(h = , w = )`
#'   (`c(d = , h = , w = )` for volumes).
#' @param mode `"bilinear"` for images, `"trilinear"` for volumes, or
#'   `"nearest"`, which makes steps that turn with quarter turns only.
#' @param align_corners Whether corner pixels keep their values and places,
#'   rather than corners of the pixels.
#' @param ... Not used; must be empty.
#' @returns An `escnn_module`; on a module, the sequence of both.
#' @section Errors: `escnn_error_argument` for arguments of another kind, when
#'   both or none of `scale_factor` and `size` are given, and for a gspace of
#'   other dimensions or a mode of the other. Warnings of class
#'   `escnn_warning_advice` where equivariance is lost.
#' @source Python: `escnn.nn.R2Upsampling`, `escnn.nn.R3Upsampling`.
#' @family layers
#' @examplesIf escnn_available()
#' up <- field_type(gspace_rot2d_on_r2(n = 4), "regular") |>
#'   nn_r2_upsampling(scale_factor = 2)
#' dim(up(array(runif(4 * 5 * 5), c(1, 4, 5, 5))))
#' @name nn_upsampling
NULL

upsampling_rules <- list(
  scale_factor = rule(check_number, min = 0),
  size = rule(check_size, 1),
  mode = rule(check_choice, c("bilinear", "trilinear", "nearest")),
  align_corners = rule(check_flag)
)

#' @rdname nn_upsampling
#' @export
nn_r2_upsampling <- function(x, scale_factor = NULL, size = NULL, mode = "bilinear",
                             align_corners = FALSE, ...) {
  new_layer("R2Upsampling", upsampling_rules)
}

#' @rdname nn_upsampling
#' @export
nn_r3_upsampling <- function(x, scale_factor = NULL, size = NULL, mode = "trilinear",
                             align_corners = FALSE, ...) {
  new_layer("R3Upsampling", upsampling_rules)
}
