#' See a trained network turn with the picture
#'
#' Writes one HTML file in which you turn and mirror a picture and see, as you do, what your
#' network makes of it. The network itself is in the page and computes there: nothing is
#' installed, and no network connection is needed. Of volumes, the page shows slices.
#'
#' The page shows
#' * the **picture**, with its class where a data set knows it, turned by dragging, by keys or by a
#'   slider, mirrored, or drawn by hand;
#' * the **answer**: bars that stay where they are if the network is invariant;
#' * the **features** of any layer: fields as rings of orientations, or as arrows, that turn along,
#'   and the same features **turned back**, in space and on channels. Those of an
#'   equivariant network stand still; those of a conventional one (`compare`) don't;
#' * the **change against the angle**, drawn as you turn, and all numbers in a table.
#'
#' At the turns of the network's group, what changes is due to pixels alone. At angles between,
#' fields of a finite group are turned back by the nearest element.
#'
#' **Volumes** are turned as a cube is: by the 24 rotations that take it to itself, and their mirror
#' images if the group has any. These take voxels to voxels, so that nothing changes by
#' interpolation. One chooses the slice that is shown, of the volume and of the features.
#'
#' @param x A fitted model (see [fit()]) or a module, of images or volumes.
#' @param images The pictures to turn: an array of dim `c(n, channels, height, width)`, a
#'   [data set][dataset], or images of other packages as [image_array()] takes them; or volumes,
#'   of dim `c(n, channels, depth, height, width)`. The first ones are shown: 12 at most, and 2 of
#'   large ones.
#' @param compare A second fitted model or module that takes the same images, such as
#'   [net_conventional()] trained on the same data; `NULL` for none.
#' @param classes Names of the classes, a character vector; those of a fitted model by default.
#' @param title The page's title.
#' @param ... Not used.
#' @param file Path of the HTML file to write. `NULL` writes a temporary file and, in an
#'   interactive session, opens it.
#' @inherit explore return
#' @section Size: About 4.3 bytes for each parameter: a network of 50,000 parameters makes a file
#'   of some 300 kB. Layers whose fields aren't permuted by the group (irreps, Fourier
#'   transforms) take several times as much. A volume of 28 voxels a side adds up to 120 kB.
#' @section Errors: `escnn_error_argument` when `x` isn't a model of images or volumes, when
#'   pictures don't fit it, or are so large that a page can't compute the model;
#'   `escnn_error_not_exported`, which is also an `escnn_error_argument`, when a page can't compute
#'   a layer, naming it; `escnn_error_not_written` when the file can't be written.
#' @source Of this package.
#' @seealso [check_equivariance()] for numbers, [escnn_export()] for files of networks.
#' @family explorers
#' @examplesIf escnn_available()
#' digit <- array(0, c(1, 1, 20, 20))
#' digit[1, 1, 4:16, 10] <- 1
#' digit[1, 1, 4, 6:14] <- 1
#' model <- net_gcnn(classes = 3, width = 2, depth = 2)
#' plain <- net_conventional(classes = 3, width = 4, depth = 2)
#' path <- explore(model, digit, compare = plain, classes = c("T", "L", "X"))
#' file.size(path)
#' @name explore_network
NULL

#' @rdname explore_network
#' @export
explore.escnn_fit <- function(x, images, file = NULL, # nolint: object_name_linter.
                              compare = NULL, classes = NULL,
                              title = "See your network turn", ...) {
  check_dots(...)
  if (inherits(x, "escnn_fit")) check_fit(x)
  explore_network(x, images, file, compare, classes, title, environment())
}

#' @rdname explore_network
#' @export
explore.escnn_module <- explore.escnn_fit # nolint: object_name_linter.

explore_network <- function(x, images, file, compare, classes, title, call) {
  if (missing(images)) abort_missing("images", call)
  title <- check_string(title, call = call)
  module <- as_module(x, call = call)
  fit <- if (inherits(x, "escnn_fit")) x
  pictures <- page_pictures(images, module, fit, call)
  size <- unlist(pictures$size)[-1]
  volumes <- length(size) == 3L
  truths <- if (inherits(images, "escnn_dataset")) page_truths(images)
  # of others it isn't known what they learned from
  from_upright <- inherits(x, "escnn_example") && identical(compare, x$conventional)
  networks <- list(page_network(x, module, size, classes, "Your network", "x", call))
  if (!is.null(compare)) {
    other <- as_module(compare, "compare", call)
    if (!identical(other$in_type$size, module$in_type$size)) {
      abort_arg(
        "compare", compare, paste("a model of", module$in_type$size, "channels, as `x` is"),
        call = call
      )
    }
    check_same_channels(x, compare, call)
    networks <- c(networks, list(
      page_network(
        compare, other, size, classes, "The other network", "compare", call, networks[[1]]
      )
    ))
  }
  explore_page(
    title,
    network_intro(volumes, from_upright),
    network_scripts(volumes),
    list(
      view = if (volumes) "volume" else "network", networks = networks,
      pictures = written_json(pictures$text),
      truths = truths
    ), file, call
  )
}

# `like`: a network whose classes are this one's, too, unless it has its own.
page_network <- function(model, module, size, classes, name, arg, call, like = NULL) {
  described <- py_invoke(
    "escnn_r.exporting.page_network", module, as.list(as.integer(size)), arg, .call = call,
    .doing = "The page can't be made"
  )
  levels <- classes %||% if (inherits(model, "escnn_fit")) {
    model$levels
  } else if (identical(length(like$classes), unlist(described$output)[1])) {
    unlist(like$classes)
  }
  kind <- if (inherits(model, "escnn_fit")) fit_kind(model) else "classes"
  # of classes one is right, labels each are or aren't, and numbers are just numbers
  shares <- if (!is.null(levels)) c(classes = "one", labels = "each")[kind]
  outputs <- unlist(described$output)
  if (!is.null(classes)) {
    check_strings(classes, call = call)
    if (length(classes) != outputs[[1]]) {
      abort_arg(
        "classes", classes, paste(outputs[[1]], "names, as the model has outputs"), call = call
      )
    }
  }
  list(
    name = name, classes = if (!is.null(levels)) as.list(levels),
    shares = if (!is.null(shares) && !is.na(shares)) shares[[1]],
    network = written_json(described$text)
  )
}

# Both networks of a page get the same pictures.
check_same_channels <- function(x, compare, call) {
  known <- lapply(list(x, compare), function(each) {
    if (inherits(each, "escnn_fit")) trained_channels(each)
  })
  if (is.null(known[[1]]) || is.null(known[[2]]) || identical(known[[1]], known[[2]])) {
    return(invisible())
  }
  known <- lapply(known, function(names) toString(encodeString(names, quote = "\"")))
  cli::cli_abort(
    "{.arg compare} must be a model that was trained on the channels of {.arg x}, in their order:
     {known[[1]]}, not one of {known[[2]]}.",
    class = error_class("argument"), arg = "compare", call = call
  )
}

# Pictures of any kind as the page holds them; `fit` is the fitted model, where there is one.
page_pictures <- function(images, module, fit, call) {
  if (is_image(images) || is_plain_list(images) || is.matrix(images)) {
    images <- image_array(images)
  }
  data <- prediction_data(images, module, call, "images", fit)
  if (is.list(module$in_type) || !inherits(module$in_type, "escnn_field_type")) {
    abort_arg("x", module, "a model of images or volumes, with one input", call = call)
  }
  py_invoke("escnn_r.exporting.page_pictures", data, module$in_type, .call = call)
}

# Classes of the first examples, as many as a page shows; "" where one isn't known.
page_truths <- function(data) {
  labels <- dataset_labels(data[seq_len(min(12L, length(data)))])
  if (is.factor(labels)) as.list(ifelse(is.na(labels), "", as.character(labels)))
}

# Text that is JSON already.
written_json <- function(text) structure(text, class = "json")
