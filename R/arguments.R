# How functions that are a signature and one call read their arguments: `nn_*()`, the factories
# of kernels, optimizers and schedules. They come from the function's own environment, and each
# is checked by a rule.

# What the function takes that runs in `env`, but for its `...`.
own_formals <- function(env) {
  at <- Position(function(frame) identical(frame, env), sys.frames(), right = TRUE)
  known <- formals(sys.function(at))
  known[setdiff(names(known), "...")]
}

# Its arguments, all of them given.
own_arguments <- function(env, call = env) {
  known <- names(own_formals(env))
  for (name in known) {
    if (rlang::is_missing(env[[name]])) abort_missing(name, call)
  }
  mget(known, envir = env)
}

# A rule: a function of the value, the argument's name and the call that gives the
# value in the form that Python takes. Here a check with its settings.
rule <- function(check, ...) {
  function(x, arg, call) check(x, ..., arg = arg, call = call)
}

# The rule of what the function has checked before.
as_is <- function(x, arg, call) x

# Each argument by the rule of its name.
by_rules <- function(arguments, rules, call) {
  for (name in names(arguments)) {
    # one that is left out is NULL, and None in Python
    arguments[name] <- list(rules[[name]](arguments[[name]], name, call))
  }
  arguments
}
