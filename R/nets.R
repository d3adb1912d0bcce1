#' Ready networks
#'
#' Classifiers that are known from papers, for any gspace and width, to train
#' with [fit()] as they are or to take apart with `[[`.
#'
#' `net_gcnn()` is the P4CNN of the first paper on group convolutions, with
#' regular fields: convolutions of 3 x 3 pixels, a pooling after the second,
#' and a last one that covers what is left. `net_c8_steerable()` is the network
#' of escnn's tutorial. `net_conventional()` is an ordinary CNN of the plan of
#' `net_gcnn()`. Groups without a regular representation (`n = Inf`) get
#' Fourier nonlinearities instead of ELUs.
#'
#' With `parameters` the width is chosen so that the network has as many
#' parameters as that, or just fewer, which makes networks of different groups
#' comparable.
#'
#' @param classes Number of classes, or of values to predict.
#' @param gspace The symmetry, such as [gspace_rot2d_on_r2()].
#' @param channels Channels of the input.
#' @param width Fields of a hidden layer.
#' @param size Width of the input in pixels.
#' @param parameters How many parameters the network may have; replaces
#'   `width`.
#' @param restrict_at,restrict_to From which layer on (from 1) the network
#'   respects the subgroup `restrict_to` alone; `NULL` for never.
#' @param kernel_size Width of the kernels, in pixels.
#' @param dropout Share of the features that is dropped in training, before
#'   the last layer.
#' @returns An `escnn_module` that takes arrays of dim
#'   `c(n, channels, size, size)` and gives `c(n, classes)`.
#' @section Errors: `escnn_error_argument` when an image is too small, or no
#'   width has so few parameters.
#' @source Cohen and Welling (2016), <https://arxiv.org/abs/1602.07576>; Weiler
#'   and Cesa (2019), <https://arxiv.org/abs/1911.08251>.
#' @seealso [fit()]
#' @family networks
#' @examplesIf escnn_available()
#' net_gcnn(classes = 10, parameters = 25000)
#' net_conventional(classes = 10, parameters = 25000)
#' @name nets
NULL

#' @rdname nets
#' @export
net_gcnn <- function(classes, gspace = gspace_rot2d_on_r2(n = 4), channels = 1, width = 10,
                     size = 28, kernel_size = 3, parameters = NULL, restrict_at = NULL,
                     restrict_to = "trivial", dropout = 0) {
  given <- check_net(environment())
  at_width(given, function(width) gcnn_of(given, width))
}

#' @rdname nets
#' @export
net_conventional <- function(classes, channels = 1, width = 20, size = 28, kernel_size = 3,
                             parameters = NULL, dropout = 0) {
  gspace <- gspace_trivial_on_r2()
  restrict_at <- restrict_to <- NULL
  given <- check_net(environment())
  at_width(given, function(width) gcnn_of(given, width))
}

#' @rdname nets
#' @export
net_c8_steerable <- function(classes, gspace = gspace_rot2d_on_r2(n = 8), channels = 1,
                             width = 24, size = 29, parameters = NULL) {
  restrict_at <- restrict_to <- NULL
  dropout <- 0
  kernel_size <- 5
  given <- check_net(environment())
  at_width(given, function(width) {
    w <- function(share) max(1, round(width * share))
    field_type(gspace, trivial = given$channels) |>
      nn_mask(size = given$size, margin = 1) |>
      net_layer(w(1), 7, 1) |>
      net_layer(w(2), 5, 2) |>
      nn_pointwise_avg_pool_antialiased(sigma = 0.66, stride = 2) |>
      net_layer(w(2), 5, 2) |>
      net_layer(w(4), 5, 2) |>
      nn_pointwise_avg_pool_antialiased(sigma = 0.66, stride = 2) |>
      net_layer(w(4), 5, 2) |>
      net_layer(w(8 / 3), 5, 1) |>
      net_invariant() |>
      nn_to_vector(classes = given$classes, hidden = w(8 / 3))
  })
}

check_net <- function(given) {
  check <- function(name, min) check_whole(given[[name]], min = min, arg = name, call = given)
  for (name in c("classes", "channels", "width", "size", "kernel_size")) {
    if (rlang::is_missing(given[[name]])) abort_missing(name, given)
  }
  check_object(given$gspace, "escnn_gspace", arg = "gspace", call = given)
  list(
    classes = check("classes", 1), channels = check("channels", 1), width = check("width", 1),
    size = check("size", 12), kernel_size = check("kernel_size", 1), gspace = given$gspace,
    parameters = check_whole(
      given$parameters, min = 1, null = TRUE, arg = "parameters", call = given
    ),
    restrict_at = check_whole(
      given$restrict_at, min = 1, max = 7, null = TRUE, arg = "restrict_at", call = given
    ),
    restrict_to = given$restrict_to,
    dropout = check_number(given$dropout, min = 0, max = 1, arg = "dropout", call = given),
    call = given
  )
}

# The widest network within the budget, found by halving; counting parameters
# needs no initial weights.
at_width <- function(given, build) {
  if (is.null(given$parameters)) {
    return(build(given$width))
  }
  count <- function(width) module_parameters(build(width))
  low <- 1
  if (count(low) > given$parameters) {
    abort_arg(
      "parameters", given$parameters, paste0("at least ", count(low), " for this gspace"),
      call = given$call
    )
  }
  high <- 2
  while (count(high) <= given$parameters) {
    low <- high
    high <- 2 * high
  }
  while (high - low > 1) {
    middle <- (low + high) %/% 2
    if (count(middle) <= given$parameters) low <- middle else high <- middle
  }
  build(low)
}

module_parameters <- function(x) py_invoke("escnn_r.describe.trainable", x)

gcnn_of <- function(given, width) {
  k <- given$kernel_size
  step <- k - 1
  left <- (given$size - 2 * step) %/% 2 - 4 * step
  if (left < 1) {
    abort_arg(
      "size", given$size, paste("at least", 2 * (4 * step + 1) + 2 * step, "for such kernels"),
      call = given$call
    )
  }
  layer <- 0
  model <- field_type(given$gspace, trivial = given$channels)
  add <- function(model, ...) {
    layer <<- layer + 1
    if (identical(as.integer(layer), given$restrict_at)) {
      model <- nn_restriction(model, given$restrict_to)
      if (layer > 1) model <- nn_disentangle(model)
    }
    net_layer(model, width, ...)
  }
  for (i in 1:2) model <- add(model, k)
  model <- nn_pointwise_max_pool(model, 2)
  for (i in 3:6) model <- add(model, k)
  model <- add(model, left)
  model <- net_invariant(model)
  if (given$dropout > 0) model <- nn_pointwise_dropout(model, p = given$dropout)
  nn_to_vector(model, classes = given$classes)
}
