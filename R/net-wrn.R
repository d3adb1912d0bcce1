#' Wide residual networks of the plane
#'
#' The equivariant wide ResNet of Weiler and Cesa: three stages of residual
#' blocks, each with twice the fields of the one before on half the pixels, for
#' any gspace and width.
#'
#' Blocks normalise and activate before they convolve. Where a stage halves the
#' image it samples about the centre, after a blur, instead of striding from a
#' corner, so that quarter turns stay exact for images of any size.
#'
#' With `restrict_at` the network gives up symmetry between stages. The paper
#' restricts its network of D8 to reflections before the third stage
#' (`restrict_at = 3, restrict_to = c(0, 1)`), or in two steps
#' (`restrict_at = 2:3, restrict_to = list(c(0, 4), c(0, 1))`), with more
#' fields of the smaller groups, so that a layer keeps its number of weights.
#' So it is here: their number grows with the root of how much smaller fields
#' become.
#'
#' @inheritParams nets
#' @param width Fields of a hidden layer of the first stage. An ordinary wide
#'   ResNet has 16 times its widening factor.
#' @param depth Number of layers: 10, 16, 22, 28, and so on, as
#'   `(depth - 4) / 6` blocks a stage.
#' @param kernel_size Width of the kernels of the blocks, in pixels; `NULL` for
#'   3, or 5 where a group turns by less than quarter turns.
#' @param restrict_at Before which stages (from 1 to 3) the symmetry is
#'   restricted; `NULL` for none.
#' @param restrict_to The subgroup from there on, as for [nn_restriction()]; a
#'   list of subgroups, each of the one before, for several stages.
#' @param dropout Share of the features that is dropped in training, inside of
#'   the blocks.
#' @param ... Not used.
#' @returns An `escnn_module` that takes arrays of dim
#'   `c(n, channels, height, width)` and gives `c(n, classes)`.
#' @section Errors: `escnn_error_argument` for arguments of another kind, and
#'   when no width has so few parameters.
#' @source Python: `e2_wrn` of escnn's examples. Weiler and Cesa (2019),
#'   <https://arxiv.org/abs/1911.08251>; Zagoruyko and Komodakis (2016),
#'   <https://arxiv.org/abs/1605.07146>.
#' @seealso [fit()], [nn_residual()]
#' @family networks
#' @examplesIf escnn_available()
#' net_e2_wrn(classes = 10, gspace_rot2d_on_r2(n = 4), width = 2)
#' @export
net_e2_wrn <- function(classes, gspace = gspace_rot2d_on_r2(n = 8), channels = 1, width = 6,
                       depth = 10, kernel_size = NULL, parameters = NULL, restrict_at = NULL,
                       restrict_to = "trivial", dropout = 0, in_type = NULL, out_type = NULL) {
  stages <- check_stages(restrict_at, restrict_to)
  restrict_at <- NULL
  settings <- check_net(environment())
  settings$depth <- check_wrn_depth(settings$depth)
  settings$stages <- stages
  at_width(settings, function(width) wrn_of(settings, width))
}

check_wrn_depth <- function(depth, call = rlang::caller_env()) {
  checked(
    depth, depth >= 10 && (depth - 4) %% 6 == 0, "4 more than a multiple of 6: 10, 16, 22, 28, ...",
    arg = "depth", call = call
  )
}

# A subgroup, or NULL, for each of the three stages.
check_stages <- function(at, to, call = rlang::caller_env()) {
  stages <- vector("list", 3)
  if (is.null(at)) {
    return(stages)
  }
  ok <- is.numeric(at) && length(at) > 0 && all(at %in% 1:3) && !is.unsorted(at, strictly = TRUE)
  if (!ok) {
    abort_arg("restrict_at", at, "stages from 1 to 3, in order", call = call)
  }
  if (length(at) == 1L) to <- list(to)
  if (!is_plain_list(to) || length(to) != length(at)) {
    abort_arg(
      "restrict_to", to, paste("a list of", length(at), "subgroups, one for each stage"),
      "For example `list(c(0, 4), c(0, 1))` for D4, and then reflections.", call = call
    )
  }
  for (i in seq_along(at)) {
    stages[[at[[i]]]] <- check_subgroup(to[[i]], arg = "restrict_to", call = call)
  }
  stages
}

wrn_of <- function(settings, width) {
  model <- net_input(settings)
  first <- net_fields(settings$gspace, layer_width(width, 1, 3))
  model <- net_conv(model, first, 5, padding = 2)
  for (stage in 1:3) {
    subgroup <- settings$stages[[stage]]
    # after the activation, which needs the fields of the larger group
    opened <- stage > 1 || !is.null(subgroup)
    if (opened) model <- net_active(model)
    if (!is.null(subgroup)) model <- nn_disentangle(nn_restriction(model, subgroup))
    space <- type_of(model)$gspace
    wide <- layer_width(width * 2^(stage - 1), stage, 3)
    fields <- net_fields(space, net_grown(wide, settings$gspace, space))
    for (block in seq_len((settings$depth - 4) / 6)) {
      model <- wrn_block(
        model, fields, settings,
        opened = opened && block == 1, smaller = stage > 1 && block == 1
      )
    }
  }
  model <- net_active(model)
  if (!is.null(settings$out_type)) {
    return(mean_over_space(net_fields_out(model, settings)))
  }
  nn_to_vector(net_invariant(model), classes = settings$classes)
}

wrn_block <- function(x, fields, settings, opened, smaller) {
  size <- settings$kernel_size
  conv <- function(x) net_conv(x, fields, size, padding = size %/% 2)
  nn_residual(x, function(type) {
    inside <- if (opened) type else net_active(type)
    inside <- inside |> conv() |> net_active() |> net_dropout(settings$dropout)
    conv(if (smaller) net_pool(inside) else inside)
  })
}
