#' Optimizers
#'
#' Settings of the optimizer that [fit()] uses.
#'
#' @param lr Learning rate: one number; or one for all layers and named ones for some, by
#'   name or by position from 1, such as `c(0.0001, "13" = 0.01)`.
#' @param betas Two decay rates of the running averages.
#' @param eps Small number that keeps divisions finite.
#' @param weight_decay Strength of the pull of weights towards zero.
#' @param momentum Share of the last step that is taken again.
#' @param nesterov Whether momentum looks ahead.
#' @param alpha Decay rate of the running average.
#' @param ... Not used.
#' @returns A list to give to [fit()] as `optimizer`.
#' @section Errors: `escnn_error_argument` for arguments of another kind.
#' @source Python: `torch.optim.Adam`, `AdamW`, `SGD`, `RMSprop`.
#' @family training
#' @examples
#' optim_adam(lr = 0.01)
#' @name optimizers
NULL

#' @rdname optimizers
#' @export
optim_adam <- function(lr = 0.001, betas = c(0.9, 0.999), eps = 1e-8, weight_decay = 0) {
  new_optimizer("adam")
}

#' @rdname optimizers
#' @export
optim_adamw <- function(lr = 0.001, betas = c(0.9, 0.999), eps = 1e-8, weight_decay = 0.01) {
  new_optimizer("adamw")
}

#' @rdname optimizers
#' @export
optim_sgd <- function(lr = 0.01, momentum = 0, weight_decay = 0, nesterov = FALSE) {
  new_optimizer("sgd")
}

#' @rdname optimizers
#' @export
optim_rmsprop <- function(lr = 0.01, alpha = 0.99, eps = 1e-8, weight_decay = 0, momentum = 0) {
  new_optimizer("rmsprop")
}

optimizer_rules <- list(
  betas = function(x, arg, call) {
    checked(
      x, is.numeric(x) && length(x) == 2L && !anyNA(x) && all(x >= 0 & x < 1),
      "two numbers from 0 to below 1", as.list(as.numeric(x)), arg = arg, call = call
    )
  },
  eps = rule(check_number, min = 0), weight_decay = rule(check_number, min = 0),
  momentum = rule(check_number, min = 0, max = 1), alpha = rule(check_number, min = 0, max = 1),
  nesterov = rule(check_flag)
)

new_optimizer <- function(name, env = parent.frame()) {
  arguments <- own_arguments(env)
  settings <- by_rules(arguments[names(arguments) != "lr"], optimizer_rules, env)
  structure(
    list(name = name, options = c(check_rates(arguments$lr, env), settings)),
    class = "escnn_optimizer"
  )
}

# One learning rate, and those of some layers by name.
check_rates <- function(lr, call = rlang::caller_env()) {
  layers <- rlang::names2(lr)
  if (!is.numeric(lr) || length(lr) == 0L || (length(lr) == 1L && layers == "")) {
    return(list(lr = check_number(lr, min = 0, arg = "lr", call = call)))
  }
  if (sum(layers == "") != 1L) {
    abort_arg(
      "lr", lr, "one number, or one without a name and others with the names of layers",
      "For example `c(0.0001, head = 0.01)`.", call = call
    )
  }
  wrong <- which(!is.finite(lr) | lr < 0)
  if (length(wrong)) abort_arg("lr", lr[[wrong[[1]]]], "finite numbers of at least 0", call = call)
  again <- layers[duplicated(layers)]
  if (length(again)) {
    abort_arg(
      "lr", lr, "one rate for each layer", paste0("`", again[[1]], "` has several."), call = call
    )
  }
  list(lr = lr[[which(layers == "")]], rates = as.list(lr[layers != ""]))
}

#' @export
print.escnn_optimizer <- function(x, ...) {
  shown <- lapply(x$options, unlist)
  if (!is.null(shown$rates)) shown$rates <- paste(names(shown$rates), shown$rates)
  numbers <- vapply(shown, toString, "")
  writeLines(paste0("<optimizer> ", x$name, ": ", paste(names(numbers), numbers, collapse = ", ")))
  invisible(x)
}

check_optimizer <- function(optimizer, call) {
  if (inherits(optimizer, "escnn_optimizer")) {
    return(optimizer)
  }
  known <- list(
    adam = optim_adam, adamw = optim_adamw, sgd = optim_sgd, rmsprop = optim_rmsprop
  )
  name <- check_choice(
    optimizer, names(known), "Or `optim_adam(lr = 0.01)` and the like.", arg = "optimizer",
    call = call
  )
  known[[name]]()
}

# As Python's plan has it: the name with the settings.
optimizer_settings <- function(optimizer) c(list(name = optimizer$name), optimizer$options)
