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
#'   `metric`, `value`. `glance()`: epochs, parameters, seconds, the last
#'   numbers. `augment()`: `.pred_class` and `.prob_*` columns, for labels
#'   `.pred_*` and `.prob_*`, or `.pred`, and `y` if it was given.
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
  columns <- setdiff(names(x$history), c("epoch", "lr", "seconds"))
  rows <- lapply(columns, function(column) {
    valid <- startsWith(column, "valid_")
    data.frame(
      epoch = x$history$epoch, data = if (valid) "valid" else "train",
      metric = sub("^valid_", "", column), value = x$history[[column]]
    )
  })
  do.call(rbind, rows)
}

#' @rdname fit_tables
#' @export
glance.escnn_fit <- function(x, ...) {
  check_dots(...)
  last <- utils::tail(x$history, 1)
  data.frame(
    epochs = nrow(x$history), parameters = x$about$parameters, total_seconds = x$about$seconds,
    device = x$about$device, last[setdiff(names(last), c("epoch", "lr", "seconds"))],
    row.names = NULL
  )
}

#' @rdname fit_tables
#' @export
augment.escnn_fit <- function(x, newdata, y = NULL, ...) {
  check_dots(...)
  if (is.null(x$levels)) {
    found <- stats::predict(x, newdata)
    columns <- if (is.null(dim(found))) {
      data.frame(.pred = found)
    } else {
      stats::setNames(as.data.frame(matrix(found, nrow(found))), paste0(".pred_", seq_len(
        length(found) / nrow(found)
      )))
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
  if (!is.null(y)) columns <- cbind(y = y, columns)
  columns
}
