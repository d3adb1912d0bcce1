# Values that have no counterpart in Python, or have lost it: what reticulate
# says about them names neither the argument nor the remedy.

abort_conversion <- function(error, args, call) {
  culprit <- Find(function(i) !crosses(args[[i]]), seq_along(args))
  # what a user's own function says is passed on
  if (inherits(error, "escnn_error") || is.null(culprit)) {
    stop(error)
  }
  value <- args[[culprit]]
  part <- culprit_in(value)
  arg <- argument_name(value, call) %||% names(args)[culprit]
  if (is.null(arg) || !nzchar(arg)) arg <- "..."
  if (is_dead(part)) {
    abort_dead(part, arg, call)
  }
  abort_arg(arg, part, "a value that Python can take", call = call)
}

# What in a value reticulate cannot convert; the value itself where it is no list.
culprit_in <- function(value) {
  if (!is_plain_list(value)) {
    return(value)
  }
  culprit_in(Find(Negate(crosses), value))
}

# Whether reticulate can convert it; trying would print what it can't.
crosses <- function(value) {
  if (inherits(value, "python.builtin.object")) {
    return(!is_dead(value))
  }
  if (is.list(value)) {
    return(all(vapply(value, crosses, NA)))
  }
  is.null(value) || is.atomic(value) || (is.function(value) && !is.primitive(value))
}

# What the function of ours that `frame` belongs to calls a value.
argument_name <- function(value, frame) {
  if (!is.environment(frame) || !identical(topenv(frame), topenv())) {
    return(NULL)
  }
  Find(function(name) identical(get0(name, frame, inherits = FALSE), value), ls(frame))
}
