# A fitted model: a recipe and weights as plain R values, and a pointer to the
# Python module that is made again when it is gone.

new_fit <- function(module, history, plan, levels, about) {
  kept <- tryCatch(
    {
      kept <- py_invoke("escnn_r.training.session.package", module)
      kept$modules <- constructors_of(kept$own)
      kept
    },
    escnn_error_argument = function(e) list(problem = conditionMessage(e))
  )
  pointer <- new.env(parent = emptyenv())
  pointer$module <- module
  structure(
    list(
      recipe = kept$recipe, weights = kept$weights, problem = kept$problem,
      modules = kept$modules,
      history = history, plan = plan, levels = levels, about = about,
      in_type = format(module$in_type), layers = format(module), pointer = pointer
    ),
    class = "escnn_fit"
  )
}

#' @rdname escnn_save
#' @export
fitted_module <- function(x) {
  check_fit(x)
  if (!is_live_fit(x)) {
    if (is.null(x$recipe)) {
      cli::cli_abort(
        c("The module of {.arg x} is gone, and it could not be kept.", verbatim(x$problem, "i")),
        class = c("escnn_error_dead_pointer", "escnn_error")
      )
    }
    x$pointer$module <- py_invoke(
      "escnn_r.training.session.unpackage", x$recipe, x$weights,
      constructors_for_python(as.list(x$modules))
    )
  }
  x$pointer$module
}

# A fit from an `.rds`, which anybody may have written.
check_restored <- function(x, arg, call) {
  wrong <- wrong_fit_field(x)
  kept <- (is_text(x$recipe) && is.raw(x$weights)) || (is.null(x$recipe) && is_text(x$problem))
  if (is.null(wrong) && !(kept && is.environment(x$pointer))) {
    wrong <- "Its recipe must be a text, and its weights raw bytes."
  }
  if (!is.null(wrong)) {
    abort_arg(arg, x, "a fitted model, as `fit()` makes it", wrong, call = call)
  }
}

check_fit <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  force(arg)
  if (missing(x)) abort_missing(arg, call)
  if (!inherits(x, "escnn_fit")) {
    abort_arg(arg, x, "a fitted model", "Make one with `fit()`.", call = call)
  }
  if (!is_live_fit(x)) check_restored(x, arg, call)
  invisible(x)
}

# Whether it is of this session.
is_live_fit <- function(x) {
  is.environment(x$pointer) && is_python_object(x$pointer$module) && !is_dead(x$pointer$module)
}

#' @export
print.escnn_fit <- function(x, ...) {
  epochs <- nrow(x$history)
  what <- paste(c(if (!is.null(x$levels)) length(x$levels), fit_kind(x)), collapse = " ")
  writeLines(c(
    paste0("<fitted module> for ", what),
    paste0("  in:      ", x$in_type),
    paste0("  weights: ", format_count(x$about$parameters, "trainable parameter")),
    paste0(
      "  trained: ", format_count(epochs, "epoch"), " of ", x$plan$epochs, ", ",
      format_seconds(x$about$seconds), " on ", x$about$device,
      if (!is.null(x$about$stopped)) paste0(" (", x$about$stopped, ")")
    )
  ))
  if (epochs > 0) {
    last <- x$history[epochs, setdiff(names(x$history), c("epoch", "lr", "seconds")), drop = FALSE]
    numbers <- paste(names(last), vapply(last, format, "", digits = 4))
    writeLines(sub("last: ", "last:    ", strwrap(
      paste0("last: ", toString(numbers)), width = 76, indent = 2, exdent = 11
    ), fixed = TRUE))
  }
  invisible(x)
}

format_seconds <- function(seconds) {
  if (seconds < 60) {
    return(paste(format(seconds, digits = 2), "s"))
  }
  minutes <- round(seconds / 60, 1)
  if (minutes < 60) paste(minutes, "min") else paste(round(minutes / 60, 1), "h")
}

#' @export
format.escnn_fit <- function(x, ...) {
  paste0("<fitted module> ", x$in_type)
}

#' @export
str.escnn_fit <- function(object, ...) {
  cat("", format(object), "\n")
}

#' @export
summary.escnn_fit <- function(object, ...) {
  print(object)
  print(fitted_module(object))
  invisible(object)
}
