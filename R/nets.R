#' Ready networks
#'
#' Classifiers that are known from papers, for any gspace and width, to train
#' with [fit()] as they are or to take apart with `[[`.
#'
#' `net_gcnn()` is of the kind of the first paper on group convolutions:
#' regular fields of one width, six convolutions with a pool after every
#' second, and the mean over space at the end. `net_c8_steerable()` is after the
#' network of escnn's tutorial. `net_conventional()` is an ordinary CNN of the
#' plan of `net_gcnn()`, or of another of the ready networks. Tell [fit()] which
#' turns it should learn: `augment = gspace_rot2d_on_r2(n = 4)`, say. Groups without a
#' regular representation (`n = Inf`) get Fourier nonlinearities instead of
#' ELUs. Images may be of any size.
#'
#' With `parameters` the width is the largest whole number whose network has no more
#' parameters than that, which makes networks of different groups comparable. From one
#' width to the next, a small network's number may nearly double, so it may have as few as
#' half of what you allow: if it has less than nine tenths, a message says how many,
#' and how many the next wider one has. The later layers of `net_conventional()` may be one
#' wider than the others, so that it comes near to the number of a network that it is
#' compared with. `print()` always says how many there are.
#'
#' @param classes Number of classes, or of values to predict; left out with `out_type`.
#' @param gspace The symmetry, such as [gspace_rot2d_on_r2()].
#' @param channels Channels of the input, which are scalars, as red, green and blue are.
#' @param in_type The field type of the input, instead of `channels`, for inputs that turn:
#'   `field_type(gspace, repr_standard(gspace))` for u and v of wind, or
#'   `repr_standard(gspace)` for short. `net_conventional()` takes types of any gspace of its
#'   dimension.
#' @param out_type The field type of what comes out, instead of `classes`, such as
#'   `repr_standard(gspace)` for one vector for each image. Train on a matrix of numbers.
#' @param width Fields of a hidden layer; after a restriction there are more,
#'   as they are smaller, so that a layer keeps about its number of parameters.
#' @param parameters How many parameters the network may have at most; replaces
#'   `width`.
#' @param restrict_at,restrict_to From which layer on (from 1) the network
#'   respects the subgroup `restrict_to` alone; `NULL` for never.
#' @param kernel_size Width of the kernels, in pixels; `NULL` for 3, or 5 where
#'   a group turns by less than quarter turns.
#' @param depth Number of convolutions (of `net_conventional()`: what its plan
#'   takes, `NULL` for its default).
#' @param dropout Share of the features that is dropped in training, before
#'   the last layer.
#' @param pool_after After which layers images are halved, such as `c(1, 3)`;
#'   `NULL` for every second one but the last.
#' @param ... Not used.
#' @returns An `escnn_module` that takes arrays of dim
#'   `c(n, channels, height, width)` (or with depth, for gspaces in space) and
#'   gives `c(n, classes)`.
#' @inheritSection nn_conv Random numbers
#' @section Errors: `escnn_error_argument` for arguments of another kind, and
#'   when no width has so few parameters.
#' @source Cohen and Welling (2016), <https://arxiv.org/abs/1602.07576>; Weiler
#'   and Cesa (2019), <https://arxiv.org/abs/1911.08251>.
#' @seealso [fit()], and for other kinds of networks [net_e2_wrn()],
#'   [net_unet()] and [net_octahedral()]
#' @family networks
#' @examplesIf escnn_available()
#' net_gcnn(classes = 10, parameters = 25000)
#' net_conventional(classes = 10, parameters = 25000)
#' @name nets
NULL

#' @rdname nets
#' @export
net_gcnn <- function(classes, gspace = gspace_rot2d_on_r2(n = 4), channels = 1, width = 10,
                     depth = 6, kernel_size = NULL, parameters = NULL, restrict_at = NULL,
                     restrict_to = "trivial", dropout = 0, pool_after = NULL, in_type = NULL,
                     out_type = NULL) {
  settings <- check_net(environment())
  settings$pool_after <- check_pool_after(pool_after, settings$depth)
  at_width(settings, function(width) gcnn_of(settings, width))
}

#' @param plan The network whose plan `net_conventional()` has, without its
#'   symmetry: `"gcnn"`, `"e2_wrn"`, `"unet"` or `"octahedral"`.
#' @param dimension 2 for images, 3 for volumes; `NULL` for what the plan is
#'   for.
#' @rdname nets
#' @export
net_conventional <- function(classes, channels = 1, width = 20, depth = NULL, kernel_size = 3,
                             parameters = NULL, dropout = 0, plan = "gcnn", dimension = NULL,
                             pool_after = NULL, in_type = NULL, out_type = NULL) {
  plan <- check_choice(plan, names(net_plans))
  chosen <- net_plans[[plan]]
  dimension <- check_whole(dimension, min = 2, max = 3, null = TRUE) %||% chosen$dimension
  gspace <- if (dimension == 3) gspace_trivial_on_r3() else gspace_trivial_on_r2()
  depth <- depth %||% chosen$depth
  settings <- check_net(environment())
  if (plan == "e2_wrn") settings$depth <- check_wrn_depth(settings$depth)
  if (!is.null(pool_after) && plan != "gcnn") {
    abort_arg(
      "pool_after", pool_after, "left out",
      paste0('The plan "', plan, '" decides by itself where it pools; "gcnn" does not.')
    )
  }
  settings$pool_after <- check_pool_after(pool_after, settings$depth)
  # it is made for comparisons, so its number matters more than one width for all layers
  at_width(settings, function(width) chosen$build(settings, width), parts = width_parts)
}

# What the ready networks are built by, and how deep and for what they are.
net_plans <- list(
  gcnn = list(build = function(...) gcnn_of(...), depth = 6, dimension = 2),
  e2_wrn = list(build = function(...) wrn_of(...), depth = 10, dimension = 2),
  unet = list(build = function(...) unet_of(...), depth = 2, dimension = 2),
  octahedral = list(build = function(...) volume_of(...), depth = 4, dimension = 3)
)

#' @rdname nets
#' @export
net_c8_steerable <- function(classes, gspace = gspace_rot2d_on_r2(n = 8), channels = 1,
                             width = 24, parameters = NULL, in_type = NULL, out_type = NULL) {
  dropout <- 0
  depth <- 6
  settings <- check_net(environment())
  at_width(settings, function(width) {
    w <- function(share) max(1, round(width * share))
    net_input(settings) |>
      net_layer(w(1), 7, 1) |>
      net_layer(w(2), 5, 2) |>
      net_pool() |>
      net_layer(w(2), 5, 2) |>
      net_layer(w(4), 5, 2) |>
      net_pool() |>
      net_layer(w(4), 5, 2) |>
      net_layer(w(8 / 3), 5, 1) |>
      net_head(settings, hidden = w(8 / 3))
  })
}

net_rules <- list(
  width = rule(check_whole, min = 1), depth = rule(check_whole, min = 1),
  kernel_size = rule(check_whole, min = 1, null = TRUE),
  parameters = rule(check_whole, min = 1, null = TRUE),
  dropout = rule(check_number, min = 0, max = 1)
)

check_net <- function(arguments) {
  gspace <- check_object(arguments$gspace, "escnn_gspace", arg = "gspace", call = arguments)
  types <- check_net_types(arguments)
  numbers <- mget(names(net_rules), arguments, ifnotfound = list(NULL))
  numbers <- by_rules(numbers, net_rules, arguments)
  numbers$kernel_size <- numbers$kernel_size %||% net_kernel(gspace)
  restrict_at <- check_whole(
    arguments$restrict_at, min = 1, max = numbers$depth, null = TRUE, arg = "restrict_at",
    call = arguments
  )
  check_net_cost(c(types, numbers, list(
    gspace = gspace, restrict_at = restrict_at, restrict_to = arguments$restrict_to,
    call = arguments
  )))
}

# After which layers images become smaller: every second, unless it is said.
check_pool_after <- function(pool_after, depth, call = rlang::caller_env()) {
  if (is.null(pool_after)) {
    return(Filter(function(layer) layer %% 2 == 0, seq_len(depth - 1)))
  }
  checked(
    pool_after, is.numeric(pool_after) && all(pool_after %in% seq_len(depth)),
    paste("numbers of layers, from 1 to", depth), arg = "pool_after", call = call
  )
}

# Turns by less than quarter turns need more than 3 pixels.
net_kernel <- function(gspace) {
  if (gspace$dimensionality == 3) {
    # bases of large fields are too large for more
    return(if (is.null(net_quotient(gspace))) 3L else 5L)
  }
  turns <- gspace$rotations_order
  if (turns %in% c(1, 2, 4)) 3L else 5L
}

module_parameters <- function(x) py_invoke("escnn_r.nn.count_trainable", x)

gcnn_of <- function(settings, width) {
  check_halvings(
    length(settings$pool_after), settings,
    "Say with `pool_after` after which layers they are halved."
  )
  model <- net_input(settings)
  for (layer in seq_len(settings$depth)) {
    if (identical(layer, settings$restrict_at)) {
      model <- nn_restriction(model, settings$restrict_to)
      if (layer > 1) model <- nn_disentangle(model)
      width <- net_grown(width, settings$gspace, type_of(model)$gspace)
    }
    fields <- layer_width(width, layer, settings$depth)
    model <- net_layer(model, fields, settings$kernel_size, padding = settings$kernel_size %/% 2)
    if (layer %in% settings$pool_after) model <- net_pool(model)
  }
  net_head(model, settings)
}
