# What ready networks would cost, and how often they can halve an image.

# Seconds and bytes to build one layer of a few fields.
layer_seconds <- 0.03
layer_bytes <- 5e5

# Numbers of layers, classes and the like that no computer could build.
check_net_cost <- function(settings) {
  check_cost(
    paste("A network of depth", big(settings$depth)),
    memory = layer_bytes * settings$depth, seconds = layer_seconds * settings$depth,
    arg = "depth", hint = "Take a smaller `depth`.", call = settings$call
  )
  for (name in c("channels", "width", "classes")) {
    py_invoke(
      "escnn_r.fields.check_fields", as.numeric(settings[[name]]), name, .call = settings$call
    )
  }
  # one layer between hidden fields, which every such network has
  channels <- settings$width * net_fields(settings$gspace, 1)$size
  arg <- if (settings$kernel_size > 9) "kernel_size" else "width"
  check_cost(
    paste0(
      "A layer of ", big(channels), " to ", big(channels), " channels with `kernel_size = ",
      settings$kernel_size, "`"
    ),
    12 * channels^2 * settings$kernel_size^settings$gspace$dimensionality,
    arg = arg, hint = paste0("Take a smaller `", arg, "`."), call = settings$call
  )
  if (!is.null(settings$parameters)) {
    # weights, their gradients, and two averages of an optimizer's
    check_cost(
      paste("Training", big(settings$parameters), "parameters"), 16 * settings$parameters,
      arg = "parameters", hint = "Take a smaller `parameters`.", call = settings$call
    )
  }
  settings
}

# Images and volumes have at most so many pixels (voxels) in each direction.
largest_image <- c(`2` = 2^16, `3` = 2^12)

# Each pool halves the image; after too many of them nothing is left of any.
check_halvings <- function(count, settings, hint) {
  dimension <- settings$gspace$dimensionality
  most <- log2(largest_image[[as.character(dimension)]])
  if (count > most) {
    cli::cli_abort(
      c(
        "With {.code depth = {settings$depth}} the network halves images {count} times, and nothing
         would be left of them.",
        i = "{most} times are possible, for images of {big(2^most)} pixels in each direction.",
        verbatim(hint, "i")
      ),
      class = error_class("argument"), arg = "depth", call = settings$call
    )
  }
  invisible()
}

# A network of this width; whatever is too large in it is so because of what was
# given for the network.
net_of_width <- function(settings, build, width) {
  rlang::try_fetch(
    build(width),
    escnn_error_too_large = function(cnd) {
      known <- c("classes", "channels", "depth", "kernel_size")
      arg <- if (isTRUE(cnd$arg %in% known)) cnd$arg else "width"
      cli::cli_abort(
        c(
          "A network of width {width} and depth {settings$depth} would be too large.",
          verbatim(conditionMessage(cnd), "x")
        ),
        class = class(cnd)[seq_len(3)], arg = arg, needed = cnd$needed, most = cnd$most,
        unit = cnd$unit, call = settings$call
      )
    }
  )
}
