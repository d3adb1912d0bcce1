# The mechanism behind all `nn_*()` functions. Each of them is a signature and
# one call of `new_layer()`, which reads the arguments from the function's own
# environment, checks each by its rule, resolves types, and builds the layer on
# top of `x`.

# The rules of arguments that layers of several files have. Those of one file are
# given to `new_layer()` there, beside the signatures.
layer_rules <- list(
  kernel_size = rule(check_size, 1),
  stride = rule(check_size, 1),
  padding = rule(check_size, 0),
  padding_mode = rule(check_choice, c("zeros", "reflect", "replicate", "circular")),
  dilation = rule(check_size, 1),
  output_size = rule(check_size, 1),
  ceil_mode = rule(check_flag),
  centre = rule(check_flag),
  groups = rule(check_whole, min = 1),
  bias = rule(check_flag),
  initialize = rule(check_flag),
  recompute = rule(check_flag),
  basis_filter = rule(check_basis_filter),
  sigma = rule(check_numbers, 0),
  maximum_offset = rule(check_whole, min = 0),
  frequencies_cutoff = rule(check_cutoff),
  rings = rule(check_rings),
  samples = rule(check_choice, c("ico", "dodeca", "icosidodeca")),
  affine = rule(check_flag),
  track_running_stats = rule(check_flag),
  eps = rule(check_number, min = 0),
  momentum = rule(check_number, min = 0, max = 1, null = TRUE),
  inplace = rule(check_flag),
  pool = rule(check_choice, c("mean", "max", "sum", "none"))
)

# Arguments whose `NULL` is a value of its own, not a default to leave to Python.
layer_nullable <- "momentum"

# Where R's name of an argument isn't Python's.
layer_renames <- c(fun = "function", size = "S", subgroup = "id")
# Where a class has the name itself.
layer_keeps <- list(R2Upsampling = "size", R3Upsampling = "size")

# `own` are the rules of arguments that no layer of another file has.
new_layer <- function(class, own = list(), env = parent.frame(), call = env) {
  known <- own_formals(env)
  names <- names(known)
  if (exists("...", envir = env, inherits = FALSE)) {
    eval(bquote(check_dots(..., .known = .(names), .call = .(call))), env)
  }
  arguments <- own_arguments(env, call)
  x <- check_source(arguments$x, call)
  positional <- list(x)
  if ("out_type" %in% names) {
    positional <- c(positional, list(resolve_type(arguments$out_type, x, call)))
  }
  options <- arguments[setdiff(names, c("x", "out_type"))]
  needed <- names(which(vapply(known, rlang::is_missing, NA)))
  kept <- names(options) %in% c(layer_nullable, needed)
  options <- options[kept | !vapply(options, is.null, logical(1))]
  options <- by_rules(options, c(own, layer_rules), call)
  renamed <- names(options) %in% setdiff(names(layer_renames), layer_keeps[[class]])
  names(options)[renamed] <- layer_renames[names(options)[renamed]]
  call_by_symbols(py_draw, c(
    "escnn_r.nn.build_module", class, positional, options,
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
