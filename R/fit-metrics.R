# Metrics by name, and those of the user's: R functions and yardstick's.

# `names` of the package's own, `own` a named list of functions.
read_metrics <- function(metrics, call = rlang::caller_env()) {
  if (is.null(metrics) || is.character(metrics)) {
    return(list(names = as.list(check_strings(metrics, arg = "metrics", call = call)), own = NULL))
  }
  if (is.function(metrics)) metrics <- list(metrics)
  if (!is_plain_list(metrics)) abort_metrics(metrics, call)
  functions <- vapply(metrics, is.function, NA)
  for (each in metrics[!functions]) {
    if (!is_text(each)) abort_metrics(each, call)
  }
  own <- metrics[functions]
  names(own) <- rlang::names2(own)
  nameless <- which(!nzchar(names(own)) & !vapply(own, is_yardstick, NA))
  if (length(nameless)) {
    abort_arg(
      "metrics", metrics, "a list in which functions have names",
      "For example `metrics = list(\"accuracy\", kappa = function(truth, estimate) ...)`.",
      call = call
    )
  }
  twice <- unique(names(own)[nzchar(names(own)) & duplicated(names(own))])
  if (length(twice)) {
    abort_arg(
      "metrics", metrics, "a list of different names",
      paste0("More than one is called ", toString(twice), "."), call = call
    )
  }
  list(names = as.list(unname(unlist(metrics[!functions]))), own = if (length(own)) own)
}

# The metrics of a training, of which a model file doesn't keep functions.
metrics_of_fit <- function(x, call = rlang::caller_env()) {
  if (identical(x$plan$metrics_kept, FALSE)) {
    cli::cli_warn(
      c(
        "Some training metrics were functions, which a model file doesn't keep.",
        i = "Give them again as {.arg metrics}, or name others."
      ),
      class = warning_class("metrics"), call = call
    )
  }
  c(x$plan$metrics, x$plan$own_metrics)
}

abort_metrics <- function(x, call) {
  abort_arg(
    "metrics", x, "names of metrics, or a list of names and of functions",
    "For example `list(\"accuracy\", kappa = function(truth, estimate) ...)`.", call = call
  )
}

yardstick_kinds <- c("class_metric", "prob_metric", "numeric_metric")
yardstick_sets <- c("class_prob_metric_set", "numeric_metric_set")

is_yardstick <- function(fun) inherits(fun, c(yardstick_kinds, yardstick_sets, "metric_set"))

# For Python to call with all that counts: the numbers of all of a user's metrics.
own_metrics_call <- function(own, kind, levels, threshold = NULL) {
  if (is.null(own)) {
    return(NULL)
  }
  force(levels)
  force(threshold)
  function(truth, output, weights) {
    data <- metric_data(
      reticulate::py_to_r(truth), reticulate::py_to_r(output), reticulate::py_to_r(weights),
      kind, levels, threshold
    )
    values <- Map(function(fun, name) {
      note_failure(
        if (is_yardstick(fun)) yardstick_values(fun, name, data) else own_value(fun, name, data),
        arg = "metrics", metric = if (nzchar(name)) name else "of yardstick"
      )
    }, unname(own), names(own))
    do.call(c, values)
  }
}

# Truth and estimate as R has them: factors, logical matrices, or numbers.
metric_data <- function(truth, output, weights, kind, levels, threshold = NULL) {
  data <- list(prob = NULL, weights = NULL, kind = kind)
  # of an example's targets those that are missing have none
  weights <- if (length(dim(weights)) > 1L) apply(weights, 1, max) else as.vector(weights)
  if (length(weights) && diff(range(weights)) > 1e-6 * max(weights)) data$weights <- weights
  if (kind == "numbers") {
    plain <- function(x) {
      x[is.nan(x)] <- NA
      if (length(dim(x)) < 2L || prod(dim(x)[-1]) == 1) as.vector(x) else x
    }
    data$truth <- plain(truth)
    data$estimate <- plain(output)
    return(data)
  }
  data$prob <- matrix(output, ncol = length(levels), dimnames = list(NULL, levels))
  if (kind == "labels") {
    data$truth <- matrix(truth > 0.5, ncol = length(levels), dimnames = list(NULL, levels))
    data$estimate <- data$prob > (threshold %||% 0.5)
    return(data)
  }
  data$truth <- factor(levels[truth + 1], levels)
  class <- if (is.null(threshold)) {
    max.col(data$prob, "first")
  } else {
    1L + (data$prob[, 2] > threshold)
  }
  data$estimate <- factor(levels[class], levels)
  data
}

# The number that a function of the user's gives.
own_value <- function(fun, name, data) {
  known <- names(formals(args(fun)))
  if (!is.null(data$weights) && !any(c("weights", "...") %in% known)) {
    stop("There are weights, and it has no argument `weights`.", call. = FALSE)
  }
  more <- c(
    if ("prob" %in% known) list(prob = data$prob), if ("weights" %in% known) data["weights"]
  )
  if (!"..." %in% known && length(setdiff(known, c("prob", "weights"))) < 2L) {
    stop("It has no argument `estimate`. Write `function(truth, estimate, prob)`.", call. = FALSE)
  }
  value <- do.call(fun, c(list(data$truth, data$estimate), more))
  if (!(is.numeric(value) || is.logical(value)) || length(value) != 1L) {
    stop("It must give one number, not ", describe(value), ".", call. = FALSE)
  }
  stats::setNames(list(as.double(value)), name)
}

# What a yardstick metric, or a set of them, gives for a data frame whose columns
# are named as yardstick and broom name them.
yardstick_values <- function(fun, name, data) {
  if (data$kind == "labels" || (data$kind == "numbers" && is.array(data$truth))) {
    stop("yardstick's metrics are for one class or one number an example.", call. = FALSE)
  }
  frame <- data.frame(truth = data$truth)
  args <- list(truth = quote(truth))
  if (data$kind == "numbers") {
    frame$.pred <- data$estimate
    args$estimate <- quote(.pred)
  } else {
    columns <- paste0(".pred_", colnames(data$prob))
    frame$.pred_class <- data$estimate
    frame[columns] <- as.data.frame(data$prob)
    # of two classes one column is enough: the first level's, which is yardstick's event
    shown <- lapply(if (length(columns) == 2L) columns[1] else columns, as.name)
    if (!inherits(fun, "class_metric")) args <- c(args, unname(shown))
    if (!inherits(fun, "prob_metric")) args$estimate <- quote(.pred_class)
  }
  if (!is.null(data$weights)) {
    frame$.weights <- data$weights
    args$case_weights <- quote(.weights)
  }
  result <- rlang::inject((!!fun)(frame, !!!args))
  if (!is.data.frame(result) || !all(c(".metric", ".estimate") %in% names(result))) {
    stop("It must give a data frame with `.metric` and `.estimate`.", call. = FALSE)
  }
  labels <- as.character(result$.metric)
  if (nzchar(name)) labels <- if (length(labels) == 1L) name else paste0(name, "_", labels)
  stats::setNames(as.list(as.double(result$.estimate)), labels)
}

# Whether a small number of a column of the user's metrics is good: yardstick says
# so of its own, of functions it can only be told from their names. NULL where the
# column is none of theirs.
own_smaller <- function(monitor, own) {
  name <- sub("^valid_", "", monitor)
  sets <- lapply(own, attr, "metrics", exact = TRUE)
  parts <- unlist(lapply(unname(sets), as.list))
  direction <- attr(own[[name]] %||% parts[[name]], "direction", exact = TRUE)
  if (is_text(direction) && direction %in% c("minimize", "maximize")) {
    return(direction == "minimize")
  }
  if (!name %in% names(own)) {
    return(NULL)
  }
  small <- grepl("loss|err|rmse|mae|mse|brier|dist|deviance|mape", name, ignore.case = TRUE)
  good <- if (small) "smaller" else "larger"
  cli::cli_inform(
    c(
      "!" = "{.field {monitor}} is assumed to be better when it is {good}.",
      i = "Say which by {.code mode = \"min\"} or {.code mode = \"max\"} of the callback."
    ),
    class = "escnn_message_mode"
  )
  small
}
