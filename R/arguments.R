# How functions that are made of one signature each, `nn_*()` and the factories
# of kernels, read their arguments: from the function's own environment, each
# checked by a rule.

# The arguments of the function whose environment `env` is, all of them given.
own_arguments <- function(env, names, call = env) {
  for (name in names) {
    if (rlang::is_missing(env[[name]])) abort_missing(name, call)
  }
  mget(names, envir = env)
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
