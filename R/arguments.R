# How functions that are made of one signature each, `nn_*()` and the factories
# of kernels, read their arguments: from the function's own environment, each
# checked by the rule of its name.

# The arguments of the function whose environment `env` is, all of them given.
own_arguments <- function(env, names, call = env) {
  for (name in names) {
    if (rlang::is_missing(env[[name]])) abort_missing(name, call)
  }
  mget(names, envir = env)
}

# Each argument in the form that Python takes, by its rule, which is a function
# of the value, its name and the call.
by_rules <- function(arguments, rules, call) {
  for (name in names(arguments)) {
    # one that is left out is NULL, and None in Python
    arguments[name] <- list(rules[[name]](arguments[[name]], name, call))
  }
  arguments
}
