#' Fitted models as tables
#'
#' `tidy()` gives the history of training in long form, `glance()` one row
#' about the whole fit, `augment()` new data's predictions, a row for each
#' example.
#'
#' @param x A fitted model.
#' @param newdata,y Inputs and, if they are known, targets; as for [fit()].
#' @param ... Not used.
#' @returns Data frames. `tidy()`: `epoch`, `data` (`"train"` or `"valid"`),
#'   `metric`, `value`, and `held`: whether the fit holds the weights of this
#'   epoch, which is the last one, or that of [callback_best()]. `glance()`: epochs,
#'   the `held_epoch`, parameters, seconds, and the numbers of that epoch.
#'   `augment()`: `.pred_class` and `.prob_*` columns, for labels `.pred_*` and
#'   `.prob_*`, or `.pred`, and `y` if it was given or the data set has targets.
#' @section Errors: `escnn_error_argument` as for [predict()].
#' @source The generics are those of the package 'generics'.
#' @family training
#' @examplesIf escnn_available()
#' x <- array(rnorm(20 * 81), c(20, 1, 9, 9))
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 9) |>
#'   nn_group_pooling()
#' fitted <- fit(model, x, factor(rep(1:2, 10)), epochs = 2)
#' tidy(fitted)
#' glance(fitted)
#' @name fit_tables
NULL

#' @rdname fit_tables
#' @export
tidy.escnn_fit <- function(x, ...) {
  check_dots(...)
  check_fit(x)
  columns <- setdiff(names(x$history), c("epoch", "lr", "seconds"))
  rows <- lapply(columns, function(column) {
    valid <- startsWith(column, "valid_")
    data.frame(
      epoch = x$history$epoch, data = if (valid) "valid" else "train",
      metric = sub("^valid_", "", column), value = x$history[[column]],
      held = x$history$epoch == held_epoch(x)
    )
  })
  do.call(rbind, rows)
}

#' @rdname fit_tables
#' @export
glance.escnn_fit <- function(x, ...) {
  check_dots(...)
  check_fit(x)
  row <- data.frame(
    epochs = nrow(x$history), held_epoch = held_epoch(x), parameters = x$about$parameters,
    total_seconds = x$about$seconds, device = x$about$device
  )
  numbers <- held_numbers(x)
  # a training that was interrupted at once has none
  if (nrow(numbers)) data.frame(row, numbers, row.names = NULL) else row
}

#' @rdname fit_tables
#' @export
augment.escnn_fit <- function(x, newdata, y = NULL, ...) {
  check_dots(...)
  if (isTRUE(x$plan$points)) {
    abort_arg(
      "x", x, "a model of one output for each example",
      "It gives one for each point: `predict()` gives a list of them."
    )
  }
  if (is.null(x$levels)) {
    outputs <- stats::predict(x, newdata)
    columns <- if (is.null(dim(outputs))) {
      data.frame(.pred = outputs)
    } else {
      outputs <- matrix(outputs, nrow(outputs), prod(dim(outputs)[-1]))
      stats::setNames(as.data.frame(outputs), paste0(".pred_", seq_len(ncol(outputs))))
    }
  } else {
    prob <- stats::predict(x, newdata, type = "prob")
    if (length(dim(prob)) > 2L) {
      abort_arg(
        "x", x, "a model of one class for each example",
        "It gives one for each pixel: `predict()` gives them as an array."
      )
    }
    columns <- if (fit_kind(x) == "labels") {
      labels <- as.data.frame(prob > 0.5)
      stats::setNames(labels, paste0(".pred_", x$levels))
    } else {
      data.frame(.pred_class = factor(x$levels[max.col(prob, "first")], x$levels))
    }
    columns[paste0(".prob_", x$levels)] <- as.data.frame(prob)
  }
  y <- known_targets(newdata, y)
  if (is.null(y)) {
    return(columns)
  }
  if (NROW(y) != nrow(columns)) {
    abort_arg("y", y, paste0("of ", nrow(columns), " examples, as `newdata` has"))
  }
  cbind(y = y, columns)
}

# Targets for a table, a row for each example: those that are given, or the data set's.
known_targets <- function(newdata, y) {
  if (is.null(y) && inherits(newdata, "escnn_dataset")) y <- dataset_labels(newdata)
  if (inherits(y, "escnn_tensor")) y <- as.array(y)
  if (length(dim(y)) > 2L) y <- matrix(y, dim(y)[[1]])
  y
}
