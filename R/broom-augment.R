#' Predictions as a table
#'
#' A row for each example, with its prediction beside what is known of it, in the
#' columns that 'yardstick', 'probably' and other packages of the tidymodels take.
#'
#' A segmentation has a row for each pixel with `pixels = TRUE`: `.example`, `.row`
#' and `.column` (and `.slice` of volumes, before `.row`) say which. One example
#' comes after another, and each is read row by row. Fields of numbers
#' have the same. Pick a few images: a thousand of 64 x 64 have four million rows.
#'
#' Confusion matrices, ROC curves and calibration are not in this package: see
#' `vignette("tuning")` for those of 'yardstick' and 'probably' on this table, and
#' [evaluate()] for metrics without any table.
#'
#' @param x A fitted model.
#' @param newdata,y Inputs and, if they are known, targets; as for [fit()]. A
#'   data set has its own targets.
#' @param pixels Whether to give a row for each pixel of a segmentation; without
#'   it a segmentation is refused.
#' @param ... Not used.
#' @returns A tibble where the package 'tibble' is installed, else a data frame, with
#'   these columns:
#'   - `y`, if the targets are known: of classes a factor with the levels of the
#'     model; of labels or several numbers a column `y_<name>` for each.
#'   - `.pred_class`, a factor, and `.pred_<level>`, the probability of each
#'     class, in the order of the levels. The probability of a class that
#'     is called "class" itself is `.pred_class_1`.
#'   - for labels, of which an example may have several, `.pred_<label>`, the
#'     probability of each, and `.pred_class_<label>`, whether it is above a half: factors
#'     with the levels `TRUE` and `FALSE`, the event first.
#'   - for numbers `.pred`, or `.pred_<name>` for several, by the column names of the
#'     targets that were trained, or by numbers.
#'   - `.file`, the path, where examples are files.
#' @section Errors: `escnn_error_argument` as for [predict()], when `y` doesn't have
#'   an entry for each example, and for a segmentation without `pixels = TRUE`.
#' @source The generic is that of the package 'generics'; the names of columns
#'   are those of the tidymodels, <https://yardstick.tidymodels.org>.
#' @seealso [predict()][predict_module], [fit_tables]
#' @family training
#' @examplesIf escnn_available()
#' x <- array(rnorm(20 * 81), c(20, 1, 9, 9))
#' y <- factor(rep(c("a", "b"), 10))
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 9) |>
#'   nn_group_pooling()
#' fitted <- fit(model, x, y, epochs = 2)
#' augment(fitted, x, y)
#' \dontrun{
#' yardstick::roc_auc(augment(fitted, x, y), y, .pred_a)
#' }
#' @name augment_fit
#' @aliases augment.escnn_fit
#' @export
augment.escnn_fit <- function(x, newdata, y = NULL, pixels = FALSE, ...) {
  check_dots(...)
  check_fit(x)
  check_flag(pixels)
  if (isTRUE(x$plan$points)) {
    abort_arg(
      "x", x, "a model of one output for each example",
      "It gives one for each point: `predict()` gives a list of them."
    )
  }
  # energies of clouds are numbers; forces are of points
  kind <- if (is.null(x$levels)) "numbers" else fit_kind(x)
  type <- if (kind == "numbers") "response" else "prob"
  values <- if (is_image_call(newdata, NULL)) {
    predict_image(x, newdata, type)
  } else {
    predict_by_fit(x, newdata, type)
  }
  maps <- length(dim(values)) > 2L
  if (maps && !pixels && kind != "numbers") {
    abort_arg(
      "pixels", pixels, "`TRUE` for a model that gives a class for each pixel",
      "The table has a row for each pixel then: pick a few examples."
    )
  }
  if (!maps && pixels) {
    abort_arg("pixels", pixels, "`FALSE` for a model that gives one prediction for each example")
  }
  # a field's numbers without `pixels` are columns, as they were trained
  if (maps && !pixels) values <- matrix(values, nrow(values), prod(dim(values)[-1]))
  count <- NROW(values)
  places <- if (maps && pixels) pixel_places(dim(values))
  if (!is.null(places)) values <- pixel_rows(values)
  truth <- known_truth(x, newdata, y, count, !is.null(places))
  columns <- c(truth, predicted_columns(x, values, kind), list(.file = example_files(newdata)))
  columns <- Filter(Negate(is.null), columns)
  if (!is.null(places) && !is.null(columns$.file)) {
    columns$.file <- columns$.file[places$.example]
  }
  as_table(c(places, columns), NROW(values))
}

# Predictions as columns; `values` are a vector, or a matrix with a row for each.
predicted_columns <- function(x, values, kind) {
  if (kind == "numbers") {
    if (is.null(dim(values)) || (ncol(values) == 1L && is.null(output_names(x)))) {
      return(list(.pred = as.vector(values)))
    }
    return(matrix_columns(values, ".pred_", output_names(x)))
  }
  if (kind == "labels") {
    above <- lapply(seq_len(ncol(values)), function(k) event_factor(values[, k] > 0.5))
    names(above) <- paste0(".pred_class_", x$levels)
    return(c(matrix_columns(values, ".pred_", x$levels), above))
  }
  class <- factor(x$levels[max.col(values, "first")], x$levels)
  columns <- c(list(.pred_class = class), matrix_columns(values, ".pred_", x$levels))
  names(columns) <- make.unique(names(columns), "_")
  columns
}

matrix_columns <- function(values, prefix, names) {
  # names of one pixel's outputs don't count those of many
  names <- if (length(names) == ncol(values)) names else seq_len(ncol(values))
  columns <- lapply(seq_len(ncol(values)), function(k) as.vector(values[, k]))
  stats::setNames(columns, paste0(prefix, names))
}

# The event comes first, as yardstick takes it.
event_factor <- function(x) factor(x, c(TRUE, FALSE))

# What is known of the examples, as columns: `y`, or `y_<name>` of several.
known_truth <- function(x, newdata, y, count, pixels, call = rlang::caller_env()) {
  if (is.null(y) && inherits(newdata, "escnn_dataset")) y <- dataset_labels(newdata)
  if (is_energy_target(y)) y <- y$energy
  # lists of what points are to be have been refused
  y <- listed_maps(y, NULL, call)
  if (inherits(y, "escnn_tensor")) y <- as.array(y)
  if (is.data.frame(y)) y <- as.matrix(y)
  if (is.null(y)) {
    return(NULL)
  }
  entries <- if (is.null(dim(y))) length(y) else dim(y)[[1]]
  if (entries != count) {
    allowed <- paste0("one entry for each of the ", count, " examples of `newdata`")
    abort_arg("y", y, allowed, call = call)
  }
  kind <- fit_kind(x)
  if (kind == "classes") {
    return(list(y = without_dim(pixel_order(trained_classes(y, x$levels, call)))))
  }
  if (is.null(dim(y)) || length(dim(y)) == 1L) {
    return(list(y = as.vector(y)))
  }
  if (kind == "labels") {
    columns <- match(x$levels, colnames(y) %||% x$levels)
    if (!anyNA(columns)) y <- y[, columns, drop = FALSE]
    labels <- lapply(seq_len(ncol(y)), function(k) event_factor(y[, k] > 0))
    return(stats::setNames(labels, paste0("y_", x$levels)))
  }
  if (length(dim(y)) > 2L) {
    y <- if (pixels) pixel_rows(y) else matrix(y, dim(y)[[1]])
  }
  if (ncol(y) == 1L) {
    return(list(y = as.vector(y)))
  }
  matrix_columns(y, "y_", output_names(x))
}

# A factor with the levels of the model, whatever classes were given as.
trained_classes <- function(y, levels, call) {
  if (is.numeric(y)) {
    if (!all(y %in% c(seq_along(levels), NA))) {
      abort_arg(
        "y", y, paste0("of the ", length(levels), " classes that were trained: ", toString(levels)),
        call = call
      )
    }
    return(structure(factor(levels[as.integer(y)], levels), dim = dim(y)))
  }
  known_target(y, levels, call)
}

without_dim <- function(y) {
  dim(y) <- NULL
  y
}

# Which pixel each row of `pixel_rows()` is: columns vary fastest, examples last.
pixel_places <- function(extent) {
  space <- extent[-(1:2)]
  names <- c(".example", if (length(space) == 3L) ".slice", ".row", ".column")
  at <- arrayInd(seq_len(extent[[1]] * prod(space)), rev(c(extent[[1]], space)))
  stats::setNames(lapply(seq_along(names), function(k) at[, length(names) + 1L - k]), names)
}

# A row for each pixel, a column for each channel.
pixel_rows <- function(values) {
  axes <- seq_along(dim(values))
  matrix(aperm(values, c(rev(axes[-(1:2)]), 1:2)), ncol = dim(values)[[2]])
}

# A map of classes for each example, in the same order.
pixel_order <- function(y) {
  if (length(dim(y)) < 2L) {
    return(y)
  }
  structure(factor(levels(y)[aperm(unclass(y))], levels(y)), dim = rev(dim(y)))
}

# The files of a data set's examples; NULL where they are no files.
example_files <- function(x) {
  if (!inherits(x, "escnn_dataset")) {
    return(NULL)
  }
  files <- py_invoke("escnn_r.datasets.example_files", x)
  if (!is.null(files)) as.character(unlist(files))
}

# A tibble where that package is there. Names stay as they are.
as_table <- function(columns, count) {
  rows <- structure(columns, class = "data.frame", row.names = .set_row_names(count))
  if (rlang::is_installed("tibble")) asNamespace("tibble")$as_tibble(rows) else rows
}
