# A fitted model: a recipe and weights as plain R values, and a pointer to the
# Python module that is made again when it is gone.

# Nobody but the fit may hold its module: a change would reach some of what uses
# the fit and not the rest. `shared` says that somebody does.
new_fit <- function(module, history, plan, levels, about, shared = FALSE) {
  kept <- tryCatch(
    {
      kept <- py_invoke("escnn_r.saving.package_module", module)
      kept$modules <- constructors_of(kept$own)
      kept
    },
    escnn_error_argument = function(e) list(problem = conditionMessage(e))
  )
  pointer <- new.env(parent = emptyenv())
  pointer$module <- if (shared) py_invoke("escnn_r.saving.evaluation_copy", module) else module
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

# The fit's own module, made again where its pointer is dead. It is changed by
# nobody, and handed out to nobody.
kept_module <- function(x) {
  if (!is_live_fit(x)) {
    if (is.null(x$recipe)) {
      cli::cli_abort(
        c("The module of {.arg x} is gone, and it could not be kept.", verbatim(x$problem, "i")),
        class = error_class("dead_pointer")
      )
    }
    x$pointer$module <- py_invoke(
      "escnn_r.saving.unpackage_module", x$recipe, x$weights,
      constructors_for_python(as.list(x$modules))
    )
  }
  x$pointer$module
}

# A fit from an `.rds`, which anybody may have written.
check_restored <- function(x, arg, call) {
  wrong <- wrong_fit_field(x)
  kept <- (is_text(x$recipe) && is.raw(x$weights)) || (is.null(x$recipe) && is_text(x$problem))
  if (is.null(wrong) && !(kept && is_plain_pointer(x$pointer))) {
    wrong <- "Its recipe must be a text, its weights raw bytes, and its pointer an environment."
  }
  if (!is.null(wrong)) {
    abort_arg(arg, x, "a fitted model, as `fit()` makes it", wrong, call = call)
  }
}

#' The module of a fitted model
#'
#' `fitted_module()` gives a copy of a fitted model's module, in evaluation mode.
#' What you do with the copy, such as setting weights or taking layers off,
#' leaves the fitted model as it is: `predict()`, `evaluate()`, `escnn_save()`
#' and [saveRDS()] all go on with the weights that were trained. To have a
#' fitted model with the changed module, put it back:
#' `fitted_module(fitted) <- module`.
#'
#' @param x A fitted model, see [fit()].
#' @param value A module from the same input type to the same output type.
#' @param ... Not used.
#' @returns The module; with `<-`, a fitted model with this one, that remembers
#'   how the other was trained.
#' @section Errors: `escnn_error_argument` when `value` is of other types.
#'   `escnn_error_dead_pointer` when a module that could not be kept comes from
#'   another session.
#' @source Of this package.
#' @seealso [module_set_weights()], [escnn_load_weights()]
#' @family keeping models
#' @examplesIf escnn_available()
#' x <- array(rnorm(20 * 81), c(20, 1, 9, 9))
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 9) |>
#'   nn_group_pooling()
#' fitted <- fit(model, x, factor(rep(1:2, 10)), epochs = 1)
#' module <- fitted_module(fitted)
#' module_set_weights(module, list("0.bias" = c(1, 1)))
#' fitted_module(fitted) <- module
#' coef(fitted)[["0.bias"]]
#' @export
fitted_module <- function(x) {
  check_fit(x)
  py_invoke("escnn_r.saving.evaluation_copy", kept_module(x))
}

#' @rdname fitted_module
#' @export
`fitted_module<-` <- function(x, value) {
  check_fit(x)
  check_object(value, "escnn_module")
  types <- function(module) {
    paste(format_type(module$in_type), "to", format_type(module$out_type))
  }
  if (types(value) != types(kept_module(x))) {
    abort_arg(
      "value", value, paste0("a module from ", types(kept_module(x)), ", as the fitted one is"),
      paste0("It is one from ", types(value), ".")
    )
  }
  about <- x$about
  about$parameters <- module_parameters(value)
  about$unlearnt <- about_module(value)$frozen
  about$best <- NULL
  about$changed <- TRUE
  new_fit(value, x$history, x$plan, x$levels, about, shared = TRUE)
}

# Of several inputs or outputs there is a list of types.
format_type <- function(type) {
  if (inherits(type, "escnn_field_type")) format(type) else toString(lapply(type, format))
}

check_fit <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  checked(
    x, inherits(x, "escnn_fit"), "a fitted model", hint = "Make one with `fit()`.", arg = arg,
    call = call
  )
  if (!is_live_fit(x)) check_restored(x, arg, call)
  invisible(x)
}

# Whether it is of this session.
is_live_fit <- function(x) {
  is_plain_pointer(x$pointer) && is_python_object(x$pointer$module) && !is_dead(x$pointer$module)
}

# Whether a look at it runs nothing, as a promise or an active binding would.
is_plain_pointer <- function(pointer) {
  if (!is.environment(pointer) || is.object(pointer)) {
    return(FALSE)
  }
  !exists("module", envir = pointer, inherits = FALSE) ||
    !(bindingIsActive("module", pointer) || rlang::env_binding_are_lazy(pointer, "module"))
}

# The epoch whose weights a fit holds: the last one, or that which
# `callback_best()` went back to.
held_epoch <- function(x) x$about$best$epoch %||% nrow(x$history)

# The numbers of that epoch.
held_numbers <- function(x) {
  row <- x$history[x$history$epoch == held_epoch(x), , drop = FALSE]
  row[setdiff(names(row), c("epoch", "lr", "seconds"))]
}

# A fit is a list of its parts, which has no rows and columns.

#' @export
`[.escnn_fit` <- function(x, i, ..., drop = TRUE) {
  check_one_index(...length() + 1L)
  if (!missing(i)) check_index(i, length(unclass(x)), names(x), "i", "parts")
  NextMethod()
}

#' @export
`[[.escnn_fit` <- function(x, i, ..., exact = TRUE) {
  check_one_index(...length() + 1L)
  if (missing(i)) abort_missing("i", rlang::current_env())
  name <- is.character(i) && length(i) == 1L && !is.na(i)
  if (!name) check_whole(i, min = 1, max = length(unclass(x)))
  NextMethod()
}

check_one_index <- function(count, call = rlang::caller_env()) {
  if (count > 1L) {
    cli::cli_abort(
      c(
        "A fitted model takes one index between brackets, not {count}: {.arg x} is a list.",
        i = "`tidy(x)` gives its history as a data frame, `coef(x)` its weights."
      ),
      class = error_class("argument"), arg = "x", call = call
    )
  }
}
