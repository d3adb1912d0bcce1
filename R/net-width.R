# How wide a ready network is: as it was asked for, or as a number of parameters allows.

# The widest network within the budget; counting parameters
# needs no initial weights. With `parts`, widths between two whole numbers are tried as well.
at_width <- function(settings, build, parts = 1) {
  if (is.null(settings$parameters)) {
    return(net_of_width(settings, build, settings$width))
  }
  # a network that is too large has more parameters than are asked for, or the
  # one that is asked for is too large
  refused <- NULL
  known <- list()
  count <- function(width) {
    name <- format(width, digits = 15)
    known[[name]] <<- known[[name]] %||% rlang::try_fetch(
      without_drawing(module_parameters(net_of_width(settings, build, width))),
      escnn_error_too_large = function(cnd) {
        refused <<- cnd
        Inf
      }
    )
    known[[name]]
  }
  if (count(1) > settings$parameters) {
    abort_arg(
      "parameters", settings$parameters, paste0("at least ", count(1), " for this gspace"),
      call = settings$call
    )
  }
  width <- widest(count, settings$parameters, 1, 2)
  if (!is.null(refused) && is.infinite(count(width + 1))) {
    rlang::cnd_signal(refused)
  }
  part <- if (parts > 1) {
    widest(function(n) count(width + n / parts), settings$parameters, 0, parts)
  } else {
    0
  }
  width <- width + part / parts
  tell_of_parameters(count(width), count(floor(width) + 1), width, settings$parameters)
  build(width)
}

# The largest whole number of which there are no more than `most`, from `low` on, which has not.
# Networks grow about as the square of their width, and to build one takes long: each
# second width that is tried is where that leads.
widest <- function(count, most, low, high) {
  while (count(high) <= most) {
    low <- high
    high <- max(high + 1, min(2 * high, ceiling(1.05 * high * sqrt(most / count(high)))))
  }
  guess <- TRUE
  while (high - low > 1) {
    middle <- (low + high) %/% 2
    if (guess && is.finite(count(high))) {
      roots <- sqrt(c(count(low), most, count(high)))
      share <- (roots[[2]] - roots[[1]]) / (roots[[3]] - roots[[1]])
      middle <- min(max(floor(low + share * (high - low)), low + 1), high - 1)
    }
    guess <- !guess
    if (count(middle) <= most) low <- middle else high <- middle
  }
  low
}

# Of a width between two whole numbers later layers are rounded up first.
width_parts <- 24

layer_width <- function(width, layer, depth) floor(width + (layer - 0.5) / depth)

# Widths are whole numbers: from one to the next, small networks nearly double.
tell_of_parameters <- function(number, next_number, width, asked) {
  if (number < 0.9 * asked) {
    larger <- is.finite(next_number)
    whole <- width == floor(width)
    widest <- cli::format_inline(": {.code width = {width}} is the widest that fits")
    cli::cli_inform(
      c(
        i = "The network has {big(number)} parameters, fewer than the {big(asked)} that
             {.arg parameters} allows{if (whole) widest}.",
        i = if (larger) "{.code width = {floor(width) + 1}} would have {big(next_number)}.",
        i = "To compare networks, ask for a number that both come close to."
      ),
      class = "escnn_message_parameters"
    )
  }
}
