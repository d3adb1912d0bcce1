#' Fitted models as tables
#'
#' `tidy()` gives the history of training in long form, `glance()` one row
#' about the whole fit. For predictions as a table see [augment()][augment_fit].
#'
#' @param x A fitted model.
#' @param ... Not used.
#' @returns Data frames. `tidy()`: `epoch`, `data` (`"train"` or `"valid"`),
#'   `metric`, `value`, and `held`: whether the fit holds the weights of this
#'   epoch, which is the last one, or that of [callback_best()]. `glance()`: epochs,
#'   the `held_epoch`, parameters, seconds, and the numbers of that epoch.
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
