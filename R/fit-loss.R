# The loss that a model was trained with. A function of one's own can't be in a
# model file, and one that needs Python's objects doesn't survive a session.
# Another loss never takes its place.

# What `evaluate()` measures: a loss, or why there is none. A function is called
# only where it is asked for.
loss_for <- function(x, loss, metrics, call = rlang::caller_env()) {
  if (!is.null(loss)) {
    loss <- check_loss(loss, call)
    dead <- dead_object(loss)
    if (!is.null(dead)) {
      abort_arg(
        "loss", loss, "a function whose Python objects are alive",
        paste0("`", dead, "` is from another R session: run the code that made it again."),
        call = call
      )
    }
    return(list(loss = loss, measured = TRUE))
  }
  wants_loss <- "loss" %in% metrics
  problem <- lost_loss(x$plan)
  if (is.null(problem)) {
    measured <- wants_loss || is.null(metrics) || !is.function(x$plan$loss)
    return(list(loss = x$plan$loss, measured = measured))
  }
  if (wants_loss) {
    abort_arg(
      "metrics", metrics, "names of what can be measured",
      paste(problem, "Give the loss, `evaluate(..., loss = )`."), call = call
    )
  }
  if (is.null(metrics)) {
    cli::cli_warn(
      c(
        "The training loss can't be computed, so {.code loss} is {.val {NA}}.",
        verbatim(problem, "x"),
        i = "Give it again, {.code evaluate(..., loss = )}, or choose {.arg metrics}."
      ),
      class = warning_class("loss"), call = call
    )
  }
  list(measured = FALSE, missing = is.null(metrics))
}

# Why the loss of a training can't be counted any more, or NULL if it can.
lost_loss <- function(plan) {
  if (identical(plan$loss_kept, FALSE)) {
    return("The loss was a function, which a model file doesn't keep.")
  }
  dead <- dead_object(plan$loss)
  if (is_python_object(plan$loss) && !is.null(dead)) {
    return("The loss is a Python object of another R session, which is gone.")
  }
  if (!is.null(dead)) {
    paste0("The loss needs `", dead, "`, a Python object of another R session.")
  }
}

# Training goes on with the loss that it had, never with another in its place.
check_loss_is_there <- function(x, call = rlang::caller_env()) {
  problem <- lost_loss(x$plan)
  if (!is.null(problem)) {
    cli::cli_abort(
      c(
        "{.arg loss} must be given: the one used in training is lost.",
        verbatim(problem, "x"),
        i = "Give it again, {.code fit(..., loss = )}."
      ),
      class = error_class("argument"), arg = "loss", call = call
    )
  }
}

# Says at saving that a loss will not be in the file.
warn_loss_dropped <- function(call = rlang::caller_env()) {
  cli::cli_warn(
    c(
      "The loss that the model was trained with is a function, which the file doesn't keep.",
      i = "After {.fn escnn_load}, give it again: {.code evaluate(..., loss = )}."
    ),
    class = warning_class("loss"), call = call
  )
}

warn_metrics_dropped <- function(own, call = rlang::caller_env()) {
  count <- length(own)
  cli::cli_warn(
    c(
      "The file doesn't keep the {count} training metric{?s} that {?is a function/are
       functions}.",
      i = "After {.fn escnn_load}, give {cli::qty(count)}{?it/them} again:
           {.code evaluate(..., metrics = )}."
    ),
    class = warning_class("metrics"), call = call
  )
}

# The name of a dead Python object that a function needs: itself, or one among
# the variables that it names, and those of the functions among these.
dead_object <- function(fun, name = "loss", seen = list()) {
  if (is_python_object(fun)) {
    return(if (is_dead(fun)) name)
  }
  known <- any(vapply(seen, identical, NA, fun))
  if (!is_closure(fun) || known || length(seen) > 20) {
    return(NULL)
  }
  seen <- c(seen, list(fun))
  for (each in setdiff(all.names(body(fun), unique = TRUE), names(formals(fun)))) {
    value <- own_variable(each, environment(fun))
    parts <- if (is_plain_list(value)) value else list(value)
    for (part in parts) {
      dead <- dead_object(part, each, seen)
      if (!is.null(dead)) {
        return(dead)
      }
    }
  }
  NULL
}

is_closure <- function(x) is.function(x) && !is.primitive(x)

is_python_object <- function(x) inherits(x, "python.builtin.object")

# A variable of the user's, not of a package; what is not yet there is left alone.
own_variable <- function(name, env) {
  while (!identical(env, emptyenv()) && !isNamespace(env) && !identical(env, baseenv())) {
    if (exists(name, envir = env, inherits = FALSE)) {
      lazy <- bindingIsActive(name, env) || rlang::env_binding_are_lazy(env, name)
      return(if (!lazy) get(name, envir = env, inherits = FALSE))
    }
    if (identical(env, globalenv())) {
      return(NULL)
    }
    env <- parent.env(env)
  }
  NULL
}
