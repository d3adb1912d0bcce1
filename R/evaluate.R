#' Measure how well a fitted model does
#'
#' The loss and metrics of a fitted model on data with targets, also on copies
#' of the data that are rotated by given angles, which shows how much a model
#' relies on orientation.
#'
#' @param x A fitted model.
#' @param newdata Inputs, or a data set, as for [fit()].
#' @param y Targets, as for [fit()]; left out for data sets.
#' @param metrics Names of metrics, and `"loss"`, or a list of these and of
#'   functions, as for [fit()]; those of training and the loss by default.
#' @param angles Angles in degrees by which images are rotated about their
#'   centre (volumes: about their depth axis; clouds: about the origin, in space
#'   about the third axis), and targets that are maps as well; `NULL` for the data as they
#'   are. Between quarter turns pixels come in from outside: in inputs these are
#'   `fill`, in targets they are missing, and not counted. Vectors, in inputs and in targets,
#'   turn along by the types that the model takes and gives, and so do forces. Fields
#'   that are neither scalars nor vectors turn by angles of the group alone.
#' @param batch_size Number of examples at a time.
#' @param loss The name of a loss or a function, as for [fit()], in place of that
#'   of training.
#' @param weights How much each target counts, as for [fit()]; all the same by
#'   default, also where training had weights. Losses and metrics become weighted
#'   means.
#' @param fill What lies outside of images that turn: `NULL` for the median of the
#'   outermost pixels of each image and channel, as with `augment` in training; or a
#'   number, or one for each channel.
#' @param threshold With two classes, the probability (0 to 1) above which an example, or a pixel,
#'   is said to be of the second one; with labels, that above which a label is there. With
#'   several, there is a row for each. `NULL` for a half. `auc`, `log_loss`, `brier` and the loss
#'   don't depend on it. See the section on thresholds.
#' @param ... Not used.
#' @returns A data frame with a row for each angle and threshold (one without them), and
#'   columns `angle`, `threshold`, `loss` and the metrics. With angles,
#'   [plot()][plot.escnn_evaluation] draws it, with a line for each threshold. A loss that is a
#'   function is called, and has a column, only if it is given as `loss`, if `metrics` has
#'   `"loss"` in it, or if `metrics` is `NULL`.
#'
#'   With two classes, `auc`, `f1`, `sensitivity` and `specificity` take the second
#'   of the **fit's** levels as the positive class, whatever the order of levels of `y`
#'   is: targets are matched by their names. `print()` says which it is, and the
#'   attribute `positive` of the data frame has it.
#' @section Thresholds:
#' Choose a threshold on validation data, not on those that you report. [predict()][predict_module]
#' and [augment()][augment_fit] give probabilities, on which a comparison decides, with `0.3` and
#' the second level, here "sick", for example:
#'
#' ```r
#' sick <- predict(fitted, x, type = "prob")[, "sick"] > 0.3
#' predicted <- augment(fitted, x, y)
#' predicted$.pred_class <- factor(
#'   ifelse(predicted$.pred_sick > 0.3, "sick", "well"), levels(predicted$.pred_class)
#' )
#' ```
#'
#' `probably::threshold_perf()` and `yardstick::roc_curve()` take what `augment()` gives.
#' @section Errors: `escnn_error_argument` as for [fit()], for a `threshold` of more than two
#'   classes or of numbers, and when `"loss"` is
#'   asked for and the function that it was is gone. With `metrics = NULL` that
#'   is a warning of class `escnn_warning_loss`, and `loss` is `NA`.
#' @source The loop is this package's own.
#' @family training
#' @examplesIf escnn_available()
#' x <- array(rnorm(20 * 81), c(20, 1, 9, 9))
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 9) |>
#'   nn_group_pooling()
#' fitted <- fit(model, x, factor(rep(1:2, 10)), epochs = 1)
#' evaluate(fitted, x, factor(rep(1:2, 10)), metrics = "accuracy", angles = c(0, 90))
#' @name evaluate_fit
#' @export
evaluate.escnn_fit <- function(x, newdata, y = NULL, metrics = NULL, angles = NULL,
                               batch_size = 256, loss = NULL, weights = NULL, fill = NULL,
                               threshold = NULL, ...) {
  check_dots(...)
  check_fit(x)
  chosen <- chosen_metrics(x, metrics)
  measured <- loss_for(x, loss, if (!is.null(metrics)) as.character(unlist(chosen$names)))
  if (!is.null(loss)) check_energy_loss(measured$loss, fit_kind(x), environment())
  checked(
    angles, is.numeric(angles) && length(angles) > 0 && !anyNA(angles), "numbers of degrees",
    null = TRUE
  )
  fill <- checked(
    fill, is.numeric(fill) && length(fill) > 0 && all(is.finite(fill)),
    "`NULL`, or a number, or one for each channel", as.list(as.numeric(fill)), null = TRUE
  )
  plan <- list(
    precision = x$plan$precision, device = x$plan$device, targets = fit_kind(x),
    metrics = as.list(setdiff(unlist(chosen$names), "loss")),
    batch_size = check_whole(batch_size, min = 1)
  )
  threshold <- check_threshold(threshold, x)
  plan$own_metrics <- chosen$own
  plan["loss"] <- list(measured$loss)
  plans <- lapply(threshold %||% list(NULL), function(threshold) {
    plan_values(c(plan, list(threshold = threshold)), x$levels)
  })
  module <- kept_module(x)
  trained <- trained_on(x)
  call <- environment()
  data <- training_data(newdata, y, x$plan, module, trained, "newdata")$data
  warn_range(x, data, "newdata", call)
  weights <- read_weights(weights, x$levels, fit_kind(x), call)
  data <- add_example_weights(data, weights, call)
  data <- weigh_data(data, weights, trained, if (is.null(y)) "newdata" else "y", call)
  rows <- lapply(angles %||% list(NULL), function(angle) {
    rotated <- if (is.null(angle)) data else py_invoke(
      "escnn_r.training.rotate_data", data, angle, module, fill, .call = call
    )
    lapply(plans, function(plan) {
      scores <- py_invoke(
        "escnn_r.training.scores", module, rotated, plan, measured$measured, .call = call
      )
      if (isTRUE(measured$missing)) scores <- c(list(loss = NA_real_), scores)
      where <- c(list(angle = angle), list(threshold = plan$threshold))
      c(Filter(Negate(is.null), where), scores)
    })
  })
  scores <- do.call(rbind, lapply(unlist(rows, recursive = FALSE), as.data.frame))
  # `plot()` draws curves over angles
  if (!is.null(angles)) class(scores) <- c("escnn_evaluation", class(scores))
  of_one_class(scores, positive_class(x, names(scores)))
}

# Above which probability the positive class, or a label, is said to be there.
check_threshold <- function(threshold, x, call = rlang::caller_env()) {
  if (is.null(threshold)) {
    return(NULL)
  }
  kind <- fit_kind(x)
  if (kind != "labels" && (kind != "classes" || length(x$levels) != 2L)) {
    abort_arg(
      "threshold", threshold, "`NULL` unless there are two classes, or labels",
      "With more than two classes, the most probable one is taken.", call = call
    )
  }
  allowed <- "numbers from 0 to 1"
  if (!is.numeric(threshold) || !length(threshold)) {
    abort_arg("threshold", threshold, allowed, call = call)
  }
  wrong <- which(is.na(threshold) | threshold < 0 | threshold > 1)
  if (length(wrong)) abort_arg("threshold", threshold[[wrong[[1]]]], allowed, call = call)
  if (any(names(threshold) %in% x$levels)) {
    abort_arg(
      "threshold", threshold, "numbers without the names of classes or labels",
      paste(
        "Each one counts for all labels. To give each label its own, compare what",
        "`predict(type = \"prob\")` gives with it."
      ),
      call = call
    )
  }
  as.numeric(threshold)
}

# Metrics of two classes that are about one of them.
one_sided_metrics <- c("auc", "f1", "sensitivity", "specificity")

# The class that such metrics count as positive: the second of those that were trained, whatever
# the levels of other data are. NULL where there are no such metrics, or other classes.
positive_class <- function(x, metrics) {
  one_sided <- any(sub("^valid_", "", metrics) %in% one_sided_metrics)
  if (one_sided && fit_kind(x) == "classes" && length(x$levels) == 2L) x$levels[[2]]
}

of_one_class <- function(scores, positive) {
  if (!is.null(positive)) {
    attr(scores, "positive") <- positive
    class(scores) <- c("escnn_scores", class(scores))
  }
  scores
}

#' @export
print.escnn_scores <- function(x, ...) {
  NextMethod()
  positive <- attr(x, "positive")
  metrics <- intersect(names(x), one_sided_metrics)
  if (!is.null(positive) && length(metrics)) {
    writeLines(paste0("The positive class of ", toString(metrics), ' is "', positive, '".'))
  }
  invisible(x)
}

# The metrics that were asked for, of which one may be the loss, or those of training.
chosen_metrics <- function(x, metrics, call = rlang::caller_env()) {
  if (is.null(metrics)) {
    metrics <- metrics_of_fit(x, call)
  }
  chosen <- read_metrics(metrics, call)
  check_metrics(setdiff(unlist(chosen$names), "loss"), fit_kind(x), call = call)
  chosen
}
