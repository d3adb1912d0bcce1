# What goes into a ready network and what comes out: scalars, or fields of other
# types.

# The types of a network by its arguments; classes and channels are their sizes.
check_net_types <- function(arguments, call = arguments) {
  space <- arguments$gspace
  into <- arguments[["in_type"]]
  out <- arguments[["out_type"]]
  channels <- check_whole(arguments$channels, min = 1, arg = "channels", call = call)
  if (is.null(into)) {
    # those of points are types of points, as a rule
    if (!isTRUE(arguments$of_points)) tell_of_channels(channels, space)
  } else {
    into <- net_type(into, space, "in_type", call)
    if (!identical(channels, 1L) && channels != into$size) {
      abort_arg(
        "channels", channels, paste0("left out, as `in_type` has ", into$size), call = call
      )
    }
    channels <- as.integer(into$size)
  }
  if (is.null(out)) {
    if (rlang::is_missing(arguments$classes)) abort_missing("classes", call)
    classes <- check_whole(arguments$classes, min = 1, arg = "classes", call = call)
  } else {
    out <- net_type(out, space, "out_type", call)
    if (!rlang::is_missing(arguments$classes) && !isTRUE(all.equal(arguments$classes, out$size))) {
      abort_arg(
        "classes", arguments$classes, paste0("left out, as `out_type` has ", out$size, " channels"),
        call = call
      )
    }
    classes <- as.integer(out$size)
  }
  list(channels = channels, classes = classes, in_type = into, out_type = out)
}

# A field type on the network's gspace, or representations for one. A network
# without symmetry takes the same channels.
net_type <- function(type, gspace, arg, call) {
  if (!inherits(type, "escnn_field_type")) {
    scalars <- scalars_of(type, gspace)
    if (!is.null(scalars)) {
      return(field_type(gspace, trivial = scalars))
    }
    return(field_type_of(gspace, if (is_plain_list(type)) type else list(type), arg, call))
  }
  check_alive(type, arg = arg, call = call)
  if (type$gspace == gspace) {
    return(type)
  }
  plain <- about_group(gspace)
  if (!plain$continuous && plain$order == 1 &&
        type$gspace$dimensionality == gspace$dimensionality) {
    return(field_type_restrict(type, "trivial"))
  }
  cli::cli_abort(
    "{.arg {arg}} must be on the network's gspace, {format(gspace)}, not on {format(type$gspace)}.",
    class = error_class("argument"), arg = arg, call = call
  )
}

# A network without symmetry takes the channels of representations of any group as scalars.
scalars_of <- function(type, gspace) {
  each <- if (is_plain_list(type)) type else list(type)
  plain <- about_group(gspace)
  known <- all(vapply(each, inherits, NA, "escnn_representation"))
  if (length(each) && known && !plain$continuous && plain$order == 1) {
    sum(vapply(each, function(x) as.integer(x$size), 1L))
  }
}

net_input <- function(settings) {
  settings$in_type %||% field_type(settings$gspace, trivial = settings$channels)
}

# As many channels as a vector has components may be one.
tell_of_channels <- function(channels, gspace) {
  d <- gspace$dimensionality
  if (channels != d || about_group(gspace)$order == 1) {
    return(invisible())
  }
  what <- if (d == 2) "u and v of wind, say" else "x, y and z of a force, say"
  rlang::inform(
    c(
      paste0("The ", d, " channels are taken for ", d, " scalars, which don't turn."),
      i = paste0(
        "For the components of a vector, ", what,
        ", give `in_type = field_type(gspace, repr_standard(gspace))` instead of `channels`."
      )
    ),
    class = "escnn_message_channels", .frequency = "once",
    .frequency_id = paste0("escnn_channels_", d)
  )
}

# The last layers: classes, or the fields of `out_type` for the whole image.
net_head <- function(model, settings, ...) {
  if (is.null(settings$out_type)) {
    model <- net_invariant(model)
    if (settings$dropout > 0) model <- nn_pointwise_dropout(model, p = settings$dropout)
    return(nn_to_vector(model, classes = settings$classes, ...))
  }
  model <- net_dropout(model, settings$dropout)
  mean_over_space(net_fields_out(model, settings))
}

# The fields of `out_type` at each pixel.
net_fields_out <- function(model, settings) {
  out <- settings$out_type
  if (type_of(model)$gspace != out$gspace) {
    abort_arg(
      "out_type", out, "left out where the network restricts its symmetry", call = settings$call
    )
  }
  net_conv(model, out, kernel_size = 1)
}

mean_over_space <- function(x) {
  call_by_symbols(py_draw, list("escnn_r.nn.build_module", "SpatialMean", x))
}
