# Channels by their names: the columns of a matrix, the layers of a raster, the second extent of
# an array with dimnames. In another order they would give other predictions without a word, so
# they are matched by name, as `predict()` of a linear model does.

# NULL where there are none, or none that say anything.
channel_names <- function(x) {
  if (inherits(x, "escnn_dataset")) {
    return(telling_names(unlist(about_dataset(x)$channels)))
  }
  if (is.array(x) && length(dim(x)) > 1L) telling_names(dimnames(x)[[2]])
}

# Those that packages make up, such as "V1" and "lyr.1", only count.
telling_names <- function(names) {
  if (!is.character(names) || anyNA(names) || !all(nzchar(names))) {
    return(NULL)
  }
  # "x1" is what somebody wrote
  counted <- grepl("^[VXA][._]?[0-9]+$", names) |
    grepl("^(lyr|layer|band)[._]?[0-9]*$", names, ignore.case = TRUE)
  if (!all(counted)) as.character(names)
}

# Where the `known` channels are among `names`; NULL where they are in that order already, or
# where nothing is known of them, or too little. One channel can't be confused with another.
channel_order <- function(names, known, arg, of, call) {
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
  cli::cli_inform(
    c(i = "The channels of {.arg {arg}} are taken by their names, in the order of {of}:
           {.val {known}}."),
    class = "escnn_message_channels"
  )
  at
}

# Inputs with the channels of training, in their order.
in_trained_channels <- function(x, known, arg, call) {
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

trained_channels <- function(fit) {
  if (length(fit$about$channels)) as.character(unlist(fit$about$channels))
}

# A data set that was just made, and knows the names of its channels.
name_channels <- function(data, names) {
  if (!is.null(names)) py_invoke("escnn_r.datasets.name_channels", data, as.list(names))
  data
}
