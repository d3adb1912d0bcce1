# Watching a column of the history, for callbacks that act when it gets no better.

# A watch of a column: its settings.
check_watch <- function(monitor, patience, min_delta, mode, call = rlang::caller_env()) {
  check_string(monitor, call = call)
  check_whole(patience, min = 1, call = call)
  check_number(min_delta, min = 0, call = call)
  check_choice(mode, c("auto", "min", "max"), call = call)
  list(monitor = monitor, min_delta = min_delta, mode = mode, call = call)
}

# What a watch remembers: the column's best value, when that was, and how many
# epochs have passed since. It starts where a training that goes on has been,
# each of whose epochs is seen by `see`.
begin_watch <- function(memory, watch, context, see = NULL) {
  memory$small <- watch$mode == "min" || (watch$mode == "auto" && small_is_good(watch, context))
  memory$best <- Inf
  memory$waited <- 0
  for (record in context$history) {
    if (is.null(see)) see_epoch(memory, watch, record) else see(memory, NULL, record)
  }
}

small_is_good <- function(watch, context) {
  own <- if (length(context$own_metrics)) own_smaller(watch$monitor, context$own_metrics)
  own %||% py_invoke("escnn_r.training.smaller_is_better", watch$monitor)
}

# Whether an epoch is the best one so far.
see_epoch <- function(memory, watch, record) {
  value <- record[[watch$monitor]]
  if (is.null(value)) {
    abort_arg(
      "monitor", watch$monitor,
      paste0("one of ", toString(encodeString(names(record), quote = "\""))),
      "Columns that start with `valid_` need `validation =` in `fit()`.", call = watch$call
    )
  }
  value <- if (memory$small) value else -value
  improved <- is.finite(value) && value < memory$best - watch$min_delta
  if (improved) {
    memory$best <- value
    memory$best_epoch <- as.integer(record$epoch)
  }
  memory$waited <- if (improved) 0 else memory$waited + 1
  improved
}
