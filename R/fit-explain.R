#' Explain a prediction
#'
#' Which pixels a prediction depends on: a map for each image or volume, as large as
#' that. Maps turn along with the input: where a network is invariant to a turn that
#' maps the grid onto itself, the turned image has the turned map, up to rounding.
#'
#' `"gradient"` is the length of the derivative with respect to a pixel's channels:
#' where a small change would change the score most. `"integrated_gradients"` averages
#' derivatives along the straight line from an image of `baseline` to the input, and
#' multiplies them by the difference: the map's sum is the difference in score, the
#' more exactly the more `steps` there are. `"occlusion"` covers one window after
#' another with `baseline`: the value of a pixel is the mean drop in score over all
#' windows that cover it. The first is the fastest and shows edges; the last needs a
#' prediction for each window, and doesn't rely on derivatives.
#'
#' The score is the model's output for the class before it becomes a
#' probability; for numbers it is the output itself. For a segmentation it is
#' the mean over the pixels that are given this class (over all, where there
#' are none), for several numbers without `class` the length of all of them, which
#' does not change when vectors turn.
#'
#' The model computes in evaluation mode, and is not changed. A map tells
#' what *this model* looks at, not what matters in the world.
#'
#' @param object A fitted model, or a module, whose outputs are numbers.
#' @param x Images or volumes: an array, a geometric tensor or a data set, as for
#'   [predict()]. Pick a few examples of a large data set.
#' @param method `"gradient"`, `"integrated_gradients"` or `"occlusion"`.
#' @param class The class or label, by its name or its number, or the number of an
#'   output. `NULL` takes, for each example, the class that the model gives; a
#'   segmentation needs one.
#' @param steps Number of derivatives along the line, for integrated gradients.
#' @param baseline The value of "nothing there", of all channels: `0` is black.
#'   Fields that aren't scalars need `0`.
#' @param window,stride Extent of the covered windows in pixels and their
#'   distance: one whole number, or one for each axis. `NULL` takes a seventh of
#'   the image, and half a window. Windows lie symmetrically about the centre,
#'   and may become a pixel larger for it.
#' @param batch_size Number of examples at a time.
#' @param ... Not used.
#' @returns An `escnn_explanation`. `as.array()` gives the maps, of dim
#'   `c(n, height, width)` or with depth before, `as.data.frame()` a row for
#'   each pixel (`example`, `row`, `column`, perhaps `slice`, and `value`), `[`
#'   picks examples, and `plot()` draws them, see [plot.escnn_explanation()]. It is a
#'   list of plain values: `maps`, `inputs`, `method`, `output` (what is explained
#'   of each example) and `score`.
#' @section Errors: `escnn_error_argument` when `x` doesn't fit the model's input
#'   type, when it has no pixels, and when the model has no such class.
#' @source Simonyan, Vedaldi and Zisserman (2013), <https://arxiv.org/abs/1312.6034>;
#'   Sundararajan, Taly and Yan (2017), <https://arxiv.org/abs/1703.01365>; Zeiler and
#'   Fergus (2013), <https://arxiv.org/abs/1311.2901>.
#' @family training
#' @examplesIf escnn_available()
#' x <- array(rnorm(20 * 81), c(20, 1, 9, 9))
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 9) |>
#'   nn_group_pooling()
#' fitted <- fit(model, x, factor(rep(c("a", "b"), 10)), epochs = 1)
#' maps <- explain_prediction(fitted, x[1:2, , , , drop = FALSE])
#' maps
#' dim(as.array(maps))
#' explain_prediction(fitted, x[1, , , , drop = FALSE], "occlusion", class = "b")
#' @export
explain_prediction <- function(object, x, method = c("gradient", "integrated_gradients",
                                                     "occlusion"),
                               class = NULL, steps = 32, baseline = 0, window = NULL,
                               stride = NULL, batch_size = 64, ...) {
  check_dots(...)
  module <- as_module(object, arg = "object")
  fitted <- inherits(object, "escnn_fit")
  if (fitted) check_fit(object)
  if (missing(x)) abort_missing("x", rlang::current_env())
  method <- check_choice(method, c("gradient", "integrated_gradients", "occlusion"))
  kind <- if (fitted) fit_kind(object) else "numbers"
  names <- if (fitted) object$levels %||% output_names(object)
  output <- explained_output(class, names)
  data <- prediction_data(x, module, rlang::current_env(), "x", if (fitted) object)
  py_invoke("escnn_r.bridge.check_examples", data)
  if (method != "occlusion") {
    for (arg in c("window", "stride")) {
      value <- get(arg, inherits = FALSE)
      if (!is.null(value)) abort_arg(arg, value, "left out unless `method = \"occlusion\"`")
    }
  }
  question <- list(
    method = method, targets = kind, output = output, steps = check_whole(steps, min = 1),
    baseline = check_number(baseline), window = check_window(window),
    stride = check_window(stride)
  )
  explanation <- py_invoke(
    "escnn_r.training.explain_outputs", module, data, question,
    check_whole(batch_size, min = 1), .doing = "The prediction cannot be explained"
  )
  explained <- as.vector(tensor_to_array(explanation$outputs)) + 1L
  structure(
    list(
      maps = tensor_to_array(explanation$maps), inputs = tensor_to_array(explanation$inputs),
      method = method, output = explained_names(explained, names, kind),
      score = as.vector(tensor_to_array(explanation$scores))
    ),
    class = "escnn_explanation"
  )
}

# The position of a class from 0, by its name or its number.
explained_output <- function(class, names, call = rlang::caller_env()) {
  if (is.null(class)) {
    return(NULL)
  }
  if (is.factor(class)) class <- as.character(class)
  if (is.character(class) && length(class) == 1L && class %in% names) {
    return(match(class, names) - 1L)
  }
  allowed <- if (is.null(names)) {
    "the number of an output, from 1"
  } else {
    paste("one of", toString(encodeString(names, quote = "\"")))
  }
  most <- if (is.null(names)) Inf else length(names)
  if (!is_whole(class) || class < 1 || class > most) abort_arg("class", class, allowed, call = call)
  as.integer(class) - 1L
}

explained_names <- function(output, names, kind) {
  if (kind == "numbers" && is.null(names)) {
    return(ifelse(output < 1L, "all outputs", paste("output", output)))
  }
  if (kind == "numbers") {
    return(ifelse(output < 1L, "all outputs", names[pmax(output, 1L)]))
  }
  factor(names[output], names)
}

# Pixels along each axis.
check_window <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  checked(
    x, are_whole(x) && length(x) <= 3L && all(x >= 1),
    "one whole number of at least 1, or one for each axis", as.list(as.integer(x)), null = TRUE,
    arg = arg, call = call
  )
}

#' @export
format.escnn_explanation <- function(x, ...) {
  extent <- dim(x$maps)
  paste0(
    "<explanation> ", format_count(extent[[1]], "map"), " of ",
    paste(extent[-1], collapse = " x "), ", by ", gsub("_", " ", x$method)
  )
}

#' @export
print.escnn_explanation <- function(x, ...) {
  writeLines(format(x))
  if (length(x$maps)) {
    counts <- table(factor(x$output, unique(x$output)))
    writeLines(strwrap(
      paste0("explains: ", toString(paste0(names(counts), " (", counts, ")"))),
      width = 76, indent = 2, exdent = 4
    ))
    limits <- format(range(x$maps), digits = 3, trim = TRUE)
    writeLines(paste0("  values:   from ", limits[[1]], " to ", limits[[2]]))
  }
  invisible(x)
}

#' @export
as.array.escnn_explanation <- function(x, ...) {
  check_dots(...)
  x$maps
}

#' @export
dim.escnn_explanation <- function(x) dim(x$maps)

#' @export
length.escnn_explanation <- function(x) dim(x$maps)[[1]]

#' @export
`[.escnn_explanation` <- function(x, i) {
  if (missing(i)) {
    return(x)
  }
  i <- check_index(i, length(x), NULL, "i", "examples")
  parts <- unclass(x)
  parts$maps <- first_entries(parts$maps, i)
  parts$inputs <- first_entries(parts$inputs, i)
  parts$output <- parts$output[i]
  parts$score <- parts$score[i]
  structure(parts, class = "escnn_explanation")
}

first_entries <- function(x, i) {
  extent <- dim(x)
  array(matrix(x, extent[[1]])[i, , drop = FALSE], c(length(i), extent[-1]))
}

#' @export
as.data.frame.escnn_explanation <- function(x, row.names = NULL, # nolint: object_name_linter.
                                            optional = FALSE, ...) {
  check_dots(...)
  at <- arrayInd(seq_along(x$maps), dim(x$maps))
  space <- if (ncol(at) == 4L) c("slice", "row", "column") else c("row", "column")
  colnames(at) <- c("example", space)
  cbind(as.data.frame(at), value = as.vector(x$maps))
}
