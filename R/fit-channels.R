# Channels by their names: the columns of a matrix, also of the features of points, the layers of
# a raster, the second extent of an array with dimnames. In another order they would give other
# predictions without a word, so they are matched by name, as `predict()` of a linear model does.

# NULL where there are none, or none that say anything.
channel_names <- function(x) {
  if (inherits(x, "escnn_dataset")) {
    return(telling_names(unlist(about_dataset(x)$channels)))
  }
  if (is_plain_list(x) && length(x)) x <- feature_matrix(x[[1]])
  if (is.array(x) && length(dim(x)) > 1L) telling_names(dimnames(x)[[2]])
}

# The features of the points of one cloud, where they are numbers.
feature_matrix <- function(cloud) {
  if (is_plain_list(cloud) && is.matrix(cloud$x)) cloud$x
}

# Those that packages make up, such as "V1" and "lyr.1", only count.
telling_names <- function(names) {
  lacking <- is.na(names) | !nzchar(names)
  if (!is.character(names) || any(lacking)) {
    if (!all(lacking)) warn_unnamed(as.character(which(lacking)))
    return(NULL)
  }
  # "x1" is what somebody wrote
  counted <- grepl("^[VXA][._]?[0-9]+$", names) |
    grepl("^(lyr|layer|band)[._]?[0-9]*$", names, ignore.case = TRUE)
  if (!all(counted)) as.character(names)
}

warn_unnamed <- function(lacking) {
  cli::cli_warn(
    c(
      "{cli::qty(lacking)}Channel{?s} {lacking} {?has/have} no name: channels go by position.",
      i = "Give each a name, and they are matched by name."
    ),
    class = warning_class("channels")
  )
}

# Where the `known` channels are among `names`; NULL where they are in that order already, or
# where nothing is known of them, or too little.
channel_order <- function(names, known, arg, of, call) {
  at <- places_of_channels(names, known, arg, of, call)
  if (!is.null(at)) tell_of_order(known, arg, of)
  at
}

# The same without a word. One channel can't be confused with another.
places_of_channels <- function(names, known, arg, of, call) {
  if (is.null(names) || is.null(known) || identical(names, known) || anyDuplicated(known)) {
    return(NULL)
  }
  at <- match(known, names)
  if (anyNA(at)) {
    if (length(names) == 1L && length(known) == 1L) {
      return(NULL)
    }
    cli::cli_abort(
      c(
        "{.arg {arg}} must have the channels of {of}: {.val {known}}.",
        x = "Its channels are {.val {names}}.",
        i = "If they are the same, give them the same names, or none."
      ),
      class = error_class("argument"), arg = arg, call = call
    )
  }
  at
}

tell_of_order <- function(known, arg, of) {
  cli::cli_inform(
    c(i = "The channels of {.arg {arg}} are taken by their names, in the order of {of}:
           {.val {known}}."),
    class = "escnn_message_channels"
  )
}

# Inputs with the channels of training, in their order.
in_trained_channels <- function(x, known, arg, call) {
  if (is_plain_list(x)) {
    return(clouds_in_channels(x, known, arg, call))
  }
  if (is.null(known)) {
    return(x)
  }
  at <- channel_order(channel_names(x), known, arg, "training", call)
  if (is.null(at)) {
    return(x)
  }
  if (inherits(x, "escnn_dataset")) {
    return(py_invoke("escnn_r.datasets.with_channels", x, as.list(at - 1L)))
  }
  switch(as.character(length(dim(x))),
    "2" = x[, at, drop = FALSE],
    "4" = x[, at, , , drop = FALSE],
    "5" = x[, at, , , , drop = FALSE],
    x
  )
}

# Clouds whose features are in the order of training, or else in that of the first cloud.
clouds_in_channels <- function(x, known, arg, call) {
  of <- if (is.null(known)) "the first cloud" else "training"
  known <- known %||% channel_names(x)
  places <- lapply(x, function(cloud) {
    names <- if (!is.null(known)) telling_names(colnames(feature_matrix(cloud)))
    places_of_channels(names, known, arg, of, call)
  })
  moved <- which(lengths(places) > 0L)
  for (i in moved) x[[i]]$x <- x[[i]]$x[, places[[i]], drop = FALSE]
  if (length(moved)) tell_of_order(known, arg, of)
  x
}

trained_channels <- function(fit) {
  if (length(fit$about$channels)) as.character(unlist(fit$about$channels))
}

# A data set that was just made, and knows the names of its channels.
name_channels <- function(data, names) {
  if (!is.null(names)) py_invoke("escnn_r.datasets.name_channels", data, as.list(names))
  data
}
