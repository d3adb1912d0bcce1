#' Train and measure on folds
#'
#' Trains a model without each fold and measures it on what was held out, for each of
#' several settings if you give some.
#'
#' Each training begins with a seed of its own, which is drawn from R's random numbers
#' beforehand. So `set.seed()` governs all of them, also with a `cluster`.
#'
#' A `cluster` is faster where a training takes seconds or more. Its processes get the
#' data set once, attach this package if it is attached here, and compute with one thread each.
#' `train` must bring what it uses: load other packages in it, and send your own functions by
#' `parallel::clusterExport()`. Clusters of the packages parallelly and mirai
#' (`mirai::make_cluster()`) work as well. Forked processes don't.
#'
#' @param train A function that takes a data set, and settings by their names, and gives a
#'   fitted model: `function(data, lr) fit(..., data, optimizer = optim_adam(lr = lr))`.
#' @param folds What [dataset_folds()] gave.
#' @param grid A data frame with a row for each setting and a column for each argument of
#'   `train` besides the data, such as `expand.grid()` makes; `NULL` for none. Levels of factors
#'   go to `train` as text. No column may have the name of a score, such as `loss`.
#' @param metrics As for [evaluate()][evaluate_fit].
#' @param cluster `NULL`, or a cluster such as `parallel::makeCluster(2)`.
#' @param object What `fit_folds()` gave.
#' @param ... Not used.
#' @returns A data frame with a row for each setting and fold, the columns of `grid`, `id` of
#'   the fold, and those of [evaluate()][evaluate_fit]. `summary()` gives a row for each
#'   setting: its mean over folds of each of these, and in `<name>_sd` how much it differs
#'   from fold to fold.
#' @section Errors: `escnn_error_argument` when `train` lacks an argument, and when
#'   the cluster was stopped. What fails in `train`, also that it gives no fitted
#'   model, and metrics that don't suit the data, are an `escnn_error_callback` that
#'   names the setting and the fold.
#' @source Of this package.
#' @seealso `vignette("tuning")`, and [augment()][augment_fit] for predictions as a table.
#' @family training
#' @examplesIf escnn_available()
#' x <- array(rnorm(24 * 81), c(24, 1, 9, 9))
#' data <- dataset_arrays(x, factor(rep(c("a", "b"), 12)))
#' net <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 9) |>
#'   nn_group_pooling()
#' train <- function(data, lr) fit(net, data, epochs = 1, optimizer = optim_adam(lr = lr))
#' scores <- fit_folds(
#'   train, dataset_folds(data, v = 2), data.frame(lr = c(0.001, 0.01)), metrics = "accuracy"
#' )
#' summary(scores)
#' @export
fit_folds <- function(train, folds, grid = NULL, metrics = NULL, cluster = NULL, ...) {
  check_dots(...)
  train <- check_function(train)
  if (!length(formals(args(train)))) {
    cli::cli_abort(
      "{.arg train} must be a function that takes a data set first, not one without arguments.",
      class = error_class("argument"), arg = "train"
    )
  }
  check_folds(folds)
  grid <- check_grid(grid, train, metrics)
  if (!is.null(cluster) && !inherits(cluster, "cluster")) {
    abort_arg("cluster", cluster, "`NULL` or a cluster, as `parallel::makeCluster(2)` makes it")
  }
  tasks <- expand.grid(fold = seq_len(nrow(folds)), setting = seq_len(max(1L, nrow(grid))))
  settings <- lapply(tasks$setting, function(i) lapply(grid, setting_value, i))
  seeds <- sample.int(.Machine$integer.max, nrow(tasks))
  scores <- if (is.null(cluster)) {
    folds_here(train, folds, tasks$fold, settings, seeds, metrics)
  } else {
    folds_there(cluster, train, folds, tasks$fold, settings, seeds, metrics)
  }
  failed <- which(vapply(scores, inherits, NA, "error"))
  if (length(failed)) {
    at <- failed[[1]]
    abort_fold(
      scores[[at]], folds$id[[tasks$fold[[at]]]], settings[[at]], !is.null(cluster), environment()
    )
  }
  scores <- do.call(rbind, lapply(scores, as.data.frame))
  id <- data.frame(id = folds$id[tasks$fold])
  rows <- if (ncol(grid)) cbind(grid[tasks$setting, , drop = FALSE], id) else id
  rows <- cbind(rows, scores)
  rownames(rows) <- NULL
  structure(rows, settings = names(grid), class = c("escnn_fold_scores", "data.frame"))
}

# `switch()` would go by the number of a factor's level.
setting_value <- function(column, i) {
  if (is.factor(column)) as.character(column[[i]]) else column[[i]]
}

folds_here <- function(train, folds, fold, settings, seeds, metrics) {
  progress <- step_progress("Training folds", length(fold))
  on.exit(progress$done())
  scores <- vector("list", length(fold))
  for (i in seq_along(fold)) {
    k <- fold[[i]]
    scores[[i]] <- score_fold(
      train, folds$analysis[[k]], folds$assessment[[k]], settings[[i]], seeds[[i]], metrics
    )
    # others would fail, too, and only later
    if (inherits(scores[[i]], "error")) {
      return(scores[i])
    }
    progress$step(i)
  }
  scores
}

# Handles stay in a process: the data set goes there packed, once to each.
folds_there <- function(cluster, train, folds, fold, settings, seeds, metrics,
                        call = rlang::caller_env()) {
  rlang::check_installed("parallel", "for clusters.")
  packed <- escnn_pack(attr(folds, "whole"))
  attached <- "package:escnn" %in% search()
  tryCatch(
    parallel::clusterCall(cluster, keep_fold_data, packed, attached),
    error = function(e) {
      cli::cli_abort(
        c("{.arg cluster} can't be used: it was stopped, or its processes can't load this package.",
          i = "Start one by {.code parallel::makeCluster(2)}."),
        class = error_class("argument"), parent = e, arg = "cluster", call = call
      )
    }
  )
  on.exit(parallel::clusterCall(cluster, keep_fold_data, NULL))
  parallel::clusterMap(
    cluster, score_fold_there, folds$held[fold], settings, seeds,
    MoreArgs = list(train = train, metrics = metrics), SIMPLIFY = FALSE, .scheduling = "dynamic"
  )
}

# In a process of the cluster: what `score_fold_there()` finds.
keep_fold_data <- function(packed, attached = FALSE) {
  if (!is.null(packed)) escnn_threads(1)
  # so that `fit()` in `train` is found there as it is here
  if (attached && !"package:escnn" %in% search()) attachNamespace("escnn")
  the$fold_data <- if (!is.null(packed)) escnn_unpack(packed)
  NULL
}

score_fold_there <- function(held, setting, seed, train, metrics) {
  data <- the$fold_data
  score_fold(train, data[-held], data[held], setting, seed, metrics)
}

score_fold <- function(train, analysis, assessment, setting, seed, metrics) {
  tryCatch(
    with_seed_or_not(seed, {
      fitted <- do.call(train, c(list(analysis), setting))
      if (!inherits(fitted, "escnn_fit")) {
        stop("It must give a fitted model, not ", describe(fitted), ".", call. = FALSE)
      }
      tryCatch(
        as.list(evaluate(fitted, assessment, metrics = metrics)),
        error = function(e) stop(structure(c(e, measuring = TRUE), class = class(e)))
      )
    }),
    error = identity
  )
}

abort_fold <- function(error, id, setting, elsewhere, call) {
  values <- vapply(setting, function(x) toString(format(x, digits = 6)), "")
  with <- if (length(values)) { # nolint: object_usage_linter.
    paste0(", with ", paste(names(values), "=", values, collapse = ", "))
  }
  arg <- if (isTRUE(error$measuring)) "metrics" else "train"
  absent <- elsewhere && grepl("could not find function|not found", conditionMessage(error))
  cli::cli_abort(
    c(
      "{.arg {arg}} failed for {.field {id}}{with}.",
      if (absent) {
        c(i = "Send what {.arg train} uses to the cluster by {.code parallel::clusterExport()},
               and models packed by {.code escnn_pack()}.")
      }
    ),
    class = error_class("callback"), parent = error, arg = arg, call = call
  )
}

check_folds <- function(folds, arg = rlang::caller_arg(folds), call = rlang::caller_env()) {
  checked(
    folds, inherits(folds, "escnn_folds") && nrow(folds) > 0L,
    "folds of a data set, as `dataset_folds()` makes them", arg = arg, call = call
  )
  for (each in c(folds$analysis, folds$assessment)) check_alive(each, arg = arg, call = call)
}

# Columns are arguments of `train`, which takes the data first.
check_grid <- function(grid, train, metrics, call = rlang::caller_env()) {
  if (is.null(grid)) {
    return(data.frame())
  }
  if (!is.data.frame(grid) || nrow(grid) == 0L || ncol(grid) == 0L) {
    abort_arg(
      "grid", grid, "a data frame with a row for each setting, or `NULL`",
      "For example `expand.grid(lr = c(0.001, 0.01), width = c(4, 8))`.", call = call
    )
  }
  known <- names(formals(train))
  unknown <- if (!"..." %in% known) setdiff(names(grid), known[-1])
  if (length(unknown)) {
    abort_arg(
      "grid", grid, "a data frame whose columns are arguments of `train`",
      paste0("`train` has no argument ", toString(paste0("`", unknown, "`")), "."), call = call
    )
  }
  scores <- c("id", "loss", if (is.character(metrics)) metrics else names(metrics))
  taken <- intersect(names(grid), scores)
  if (length(taken)) {
    abort_arg(
      "grid", grid, "a data frame whose columns have other names than the scores",
      paste0(
        "Rename `", taken[[1]], "` in `grid` and in `train`, for example `", taken[[1]], "_used`."
      ),
      call = call
    )
  }
  as.data.frame(grid)
}

#' @rdname fit_folds
#' @exportS3Method
summary.escnn_fold_scores <- function(object, ...) {
  check_dots(...)
  settings <- attr(object, "settings")
  rows <- structure(object, class = "data.frame", settings = NULL)
  measured <- setdiff(names(rows), c(settings, "id"))
  key <- if (length(settings)) {
    do.call(paste, c(unname(lapply(rows[settings], format, digits = 15)), sep = "\r"))
  } else {
    rep("", nrow(rows))
  }
  first <- which(!duplicated(key))
  columns <- lapply(measured, function(name) {
    by <- split(rows[[name]], factor(key, key[first]))
    values <- data.frame(vapply(by, mean, 1), vapply(by, stats::sd, 1))
    stats::setNames(values, c(name, paste0(name, "_sd")))
  })
  parts <- c(list(rows[first, settings, drop = FALSE]), columns)
  summarised <- do.call(cbind, Filter(ncol, parts))
  rownames(summarised) <- NULL
  summarised
}
