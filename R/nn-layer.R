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
  output_padding = function(x, arg, call) check_size(x, 0, arg, call),
  samples = function(x, arg, call) {
    check_choice(x, c("ico", "dodeca", "icosidodeca"), arg = arg, call = call)
  },
  mode = function(x, arg, call) {
    check_choice(x, c("bilinear", "trilinear", "nearest"), arg = arg, call = call)
  },
  scale_factor = function(x, arg, call) check_factor(x, arg, call),
  align_corners = function(x, arg, call) check_flag(x, arg = arg, call = call),
  centre = function(x, arg, call) check_flag(x, arg = arg, call = call),
  basis_filter = function(x, arg, call) check_basis_filter(x, arg, call),
  sigma = function(x, arg, call) check_numbers(x, 0, arg, call),
  margin = function(x, arg, call) check_number(x, min = 0, arg = arg, call = call),
  size = function(x, arg, call) check_size(x, 1, arg, call),
  maximum_offset = function(x, arg, call) check_whole(x, min = 0, arg = arg, call = call),
  frequencies_cutoff = function(x, arg, call) check_cutoff(x, arg, call),
  rings = function(x, arg, call) check_rings(x, arg, call),
  radius = function(x, arg, call) check_number(x, min = 0, arg = arg, call = call),
  k = function(x, arg, call) check_whole(x, min = 1, arg = arg, call = call),
  width = function(x, arg, call) check_number(x, min = 0, arg = arg, call = call),
  n_rings = function(x, arg, call) check_whole(x, min = 1, arg = arg, call = call),
  labels = function(x, arg, call) check_labels(x, arg, call),
  reshuffle = function(x, arg, call) {
    levels <- c("none", "label", "size", "type")
    match(check_choice(x, levels, arg = arg, call = call), levels) - 1L
  },
  modules = function(x, arg, call) x,
  permutation = function(x, arg, call) {
    as.list(check_sizes(x, arg, call, "Positions count from 1.") - 1L)
  },
  subgroup = function(x, arg, call) check_subgroup(x, arg, call),
  block = function(x, arg, call) check_object(x, "escnn_module", arg = arg, call = call),
  factor = function(x, arg, call) check_whole(x, min = 1, arg = arg, call = call),
  classes = function(x, arg, call) check_whole(x, min = 1, arg = arg, call = call),
  hidden = function(x, arg, call) as.list(check_sizes(x, arg, call, NULL)),
  pool = function(x, arg, call) {
    check_choice(x, c("mean", "max", "sum", "none"), arg = arg, call = call)
  },
  dropout = function(x, arg, call) check_number(x, min = 0, max = 1, arg = arg, call = call),
  fun = function(x, arg, call) check_fun(x, arg = arg, call = call),
  gate = function(x, arg, call) check_fun(x, arg = arg, call = call),
  gates = function(x, arg, call) x,
  drop_gates = function(x, arg, call) check_flag(x, arg = arg, call = call),
  p = function(x, arg, call) check_number(x, min = 0, max = 1, arg = arg, call = call)
)

# Arguments whose `NULL` is a value of its own, not a default to leave to Python.
layer_nullable <- "momentum"

# Where R's name of an argument isn't Python's.
layer_renames <- c(fun = "function", size = "S", subgroup = "id")
# Where a class has the name itself.
layer_keeps <- list(R2Upsampling = "size", R3Upsampling = "size")

new_layer <- function(class, env = parent.frame(), call = env) {
  names <- setdiff(names(formals(sys.function(sys.parent()))), "...")
  if (exists("...", envir = env, inherits = FALSE)) {
    eval(bquote(check_dots(..., .known = .(names), .call = .(call))), env)
  }
  arguments <- own_arguments(env, names, call)
  x <- check_source(arguments$x, call)
  positional <- list(x)
  if ("out_type" %in% names) {
    positional <- c(positional, list(resolve_type(arguments$out_type, x, call)))
  }
  options <- arguments[setdiff(names, c("x", "out_type"))]
  needed <- names(which(vapply(formals(sys.function(sys.parent())), rlang::is_missing, NA)))
  kept <- names(options) %in% c(layer_nullable, needed)
  options <- by_rules(options[kept | !vapply(options, is.null, logical(1))], layer_rules, call)
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

# Labels of fields.
check_labels <- function(x, arg, call) {
  if (is.factor(x)) x <- as.character(x)
  if (!is.character(x) || length(x) == 0 || anyNA(x) || !all(nzchar(x))) {
    abort_arg(arg, x, "a label for each field, a character vector", call = call)
  }
  as.list(unname(x))
}
