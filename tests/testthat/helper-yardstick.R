# Stand-ins for yardstick's metrics: its documented classes, arguments and columns.

yardstick_result <- function(name, value) {
  data.frame(.metric = name, .estimator = "standard", .estimate = value)
}

# the columns that were named, as yardstick's own selection gives them
column_of <- function(data, quosure) data[[rlang::as_name(rlang::quo_get_expr(quosure))]]

yardstick_accuracy <- structure(
  function(data, truth, estimate, estimator = NULL, na_rm = TRUE, case_weights = NULL, ...) {
    stopifnot(is.data.frame(data))
    right <- column_of(data, rlang::enquo(truth)) == column_of(data, rlang::enquo(estimate))
    weights <- rlang::enquo(case_weights)
    w <- if (rlang::quo_is_null(weights)) rep(1, nrow(data)) else column_of(data, weights)
    yardstick_result("accuracy", stats::weighted.mean(right, w))
  },
  class = c("class_metric", "metric", "function"), direction = "maximize"
)

# the mean probability of the first level where it is true, of all levels in turn
yardstick_sharpness <- structure(
  function(data, truth, ..., estimator = NULL, na_rm = TRUE, event_level = "first",
           case_weights = NULL, options = list()) {
    columns <- vapply(rlang::enquos(...), rlang::as_name, "")
    truth <- column_of(data, rlang::enquo(truth))
    stopifnot(is.factor(truth))
    expected <- paste0(".pred_", levels(truth))
    stopifnot(identical(unname(columns), if (nlevels(truth) == 2L) expected[1] else expected))
    p <- as.matrix(data[columns])
    yardstick_result("sharpness", mean(p[truth == levels(truth)[1], 1]))
  },
  class = c("prob_metric", "metric", "function"), direction = "maximize"
)

yardstick_rmse <- structure(
  function(data, truth, estimate, na_rm = TRUE, case_weights = NULL, ...) {
    error <- column_of(data, rlang::enquo(truth)) - column_of(data, rlang::enquo(estimate))
    yardstick_result("rmse_y", sqrt(mean(error^2)))
  },
  class = c("numeric_metric", "metric", "function"), direction = "minimize"
)

yardstick_set <- structure(
  function(data, truth, ..., estimate, estimator = NULL, na_rm = TRUE, event_level = "first",
           case_weights = NULL, options = list()) {
    truth <- rlang::enquo(truth)
    estimate <- rlang::enquo(estimate)
    rbind(
      rlang::inject(yardstick_accuracy(data, truth = !!truth, estimate = !!estimate)),
      rlang::inject(yardstick_sharpness(data, truth = !!truth, ...))
    )
  },
  class = c("class_prob_metric_set", "metric_set", "function"),
  metrics = list(accuracy = yardstick_accuracy, sharpness = yardstick_sharpness)
)
