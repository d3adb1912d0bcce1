# The mechanism behind all `nn_*()` functions. Each of them is a signature and
# one call of `new_layer()`, which reads the arguments from the function's own
# environment, checks them by the rule of their name, resolves types, and
# builds the layer on top of `x`.

# One rule for each argument name that layers have.
layer_rules <- list(
  kernel_size = function(x, arg, call) check_size(x, 1, arg, call),
  stride = function(x, arg, call) check_size(x, 1, arg, call),
  padding = function(x, arg, call) check_size(x, 0, arg, call),
  dilation = function(x, arg, call) check_size(x, 1, arg, call),
  output_size = function(x, arg, call) check_size(x, 1, arg, call),
  groups = function(x, arg, call) check_whole(x, min = 1, arg = arg, call = call),
  padding_mode = function(x, arg, call) {
    check_choice(x, c("zeros", "reflect", "replicate", "circular"), arg = arg, call = call)
  },
  bias = function(x, arg, call) check_flag(x, arg = arg, call = call),
  initialize = function(x, arg, call) check_flag(x, arg = arg, call = call),
  affine = function(x, arg, call) check_flag(x, arg = arg, call = call),
  track_running_stats = function(x, arg, call) check_flag(x, arg = arg, call = call),
  inplace = function(x, arg, call) check_flag(x, arg = arg, call = call),
  ceil_mode = function(x, arg, call) check_flag(x, arg = arg, call = call),
  eps = function(x, arg, call) check_number(x, min = 0, arg = arg, call = call),
  momentum = function(x, arg, call) {
    check_number(x, min = 0, max = 1, null = TRUE, arg = arg, call = call)
  },
  recompute = function(x, arg, call) check_flag(x, arg = arg, call = call),
  alpha = function(x, arg, call) check_number(x, arg = arg, call = call),
  negative_slope = function(x, arg, call) check_number(x, arg = arg, call = call),
  sigma = function(x, arg, call) check_number(x, min = 0, arg = arg, call = call),
  margin = function(x, arg, call) check_number(x, min = 0, arg = arg, call = call),
  size = function(x, arg, call) check_whole(x, min = 1, arg = arg, call = call),
  maximum_offset = function(x, arg, call) check_whole(x, min = 0, arg = arg, call = call),
  frequencies_cutoff = function(x, arg, call) check_number(x, min = 0, arg = arg, call = call),
  rings = function(x, arg, call) lapply(x, check_number, min = 0, arg = arg, call = call),
  fun = function(x, arg, call) check_fun(x, arg = arg, call = call),
  gate = function(x, arg, call) check_fun(x, arg = arg, call = call),
  gates = function(x, arg, call) x,
  drop_gates = function(x, arg, call) check_flag(x, arg = arg, call = call),
  p = function(x, arg, call) check_number(x, min = 0, max = 1, arg = arg, call = call)
)

# Arguments whose `NULL` is a value of its own, not a default to leave to Python.
layer_nullable <- "momentum"

# Where R's name of an argument isn't Python's.
layer_renames <- c(fun = "function", size = "S")

new_layer <- function(class, env = parent.frame(), call = env) {
  names <- names(formals(sys.function(sys.parent())))
  for (name in names) {
    if (rlang::is_missing(env[[name]])) {
      abort_missing(name, call)
    }
  }
  given <- mget(names, envir = env)
  x <- check_source(given$x, call)
  positional <- list(x)
  if ("out_type" %in% names(given)) {
    positional <- c(positional, list(resolve_type(given$out_type, x, call)))
  }
  options <- given[setdiff(names(given), c("x", "out_type"))]
  given_none <- vapply(options, is.null, logical(1)) & !names(options) %in% layer_nullable
  options <- options[!given_none]
  for (name in names(options)) {
    options[name] <- list(layer_rules[[name]](options[[name]], name, call))
  }
  renamed <- names(options) %in% names(layer_renames)
  names(options)[renamed] <- layer_renames[names(options)[renamed]]
  do.call(py_invoke, c(
    "escnn_r.layers.build", class, positional, options,
    list(.doing = paste(class, "cannot be built here"), .call = call)
  ))
}

# What a layer can be put on: a field type or a module.
check_source <- function(x, call) {
  check_object(
    x, c("escnn_field_type", "escnn_module"),
    hint = "Start a pipe with a field type, for example `field_type(g, \"trivial\")`.",
    arg = "x", call = call
  )
}

# An out type may be a field type, or fields on the input's gspace.
resolve_type <- function(out_type, x, call) {
  if (inherits(out_type, "escnn_field_type")) {
    return(check_alive(out_type, arg = "out_type", call = call))
  }
  source <- if (inherits(x, "escnn_module")) x$out_type else x
  field_type_of(source$gspace, list(out_type), arg = "out_type", call = call)
}

# One whole number, or one for each direction such as c(h = 2, w = 3).
check_size <- function(x, min, arg, call) {
  if (is.numeric(x) && length(x) %in% 2:3 && all(vapply(x, is_whole, logical(1)))) {
    sizes <- lapply(unname(x), check_whole, min = min, arg = arg, call = call)
    return(do.call(reticulate::tuple, sizes))
  }
  check_whole(x, min = min, arg = arg, call = call)
}
