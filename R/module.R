# What every equivariant module can do in R, whoever made it.

about_module <- function(x, call = rlang::caller_env()) {
  check_alive(x, call = call)
  py_invoke("escnn_r.nn.describe_module", x)
}

#' @export
format.escnn_module <- function(x, ...) {
  if (is_dead(x)) {
    return(dead_line(x))
  }
  about <- about_module(x)
  types <- if (is.null(about$in_type)) "" else paste0(": ", about$in_type, " -> ", about$out_type)
  paste0("<module> ", about$class, types)
}

#' @export
str.escnn_module <- function(object, ...) {
  cat("", format(object), "\n")
}

#' @export
length.escnn_module <- function(x) {
  check_alive(x)
  length(py_invoke("escnn_r.nn.layer_names", x))
}

# Called with an array or a torch tensor, a module makes a geometric tensor of
# its input type first; geometric tensors must be of that type.
#' @rawNamespace S3method(reticulate::py_to_r_wrapper, escnn_module)
NULL

py_to_r_wrapper.escnn_module <- function(x) { # nolint: object_name_linter.
  callable(x, function(module, args, call) {
    read_inputs(args, module$in_type, module_dtype(module, args), call)
  }, py_draw)
}

# A module takes one tensor, several in order, or a list of them by label.
read_inputs <- function(args, type, dtype, call) {
  if (inherits(type, "escnn_field_type") || !is.list(type)) {
    # what comes after the input, such as the edges of a cloud, is as it is
    args[1] <- lapply(args[1], read_input, type = type, dtype = dtype, call = call)
    return(args)
  }
  if (is.null(names(type))) {
    several <- seq_along(args) <= length(type)
    args[several] <- Map(read_input, args[several], type[seq_len(sum(several))],
      MoreArgs = list(dtype = dtype, call = call)
    )
    return(args)
  }
  if (length(args) == 1L && is_plain_list(args[[1]])) {
    args <- args[[1]]
  }
  if (!setequal(names(args), names(type))) {
    abort_arg(
      "x", args, paste0("a list with one tensor for each of ", toString(names(type))),
      if (!is.null(names(args))) paste0("It has ", toString(names(args)), "."),
      call = call
    )
  }
  values <- Map(read_input, args[names(type)], type, MoreArgs = list(dtype = dtype, call = call))
  # dict() would look for variables of these names
  list(reticulate::py_dict(names(type), unname(values)))
}

# Arrays come in the module's own precision.
module_dtype <- function(module, args = list(0)) {
  arrays <- vapply(args, function(x) is.numeric(x) || is_plain_list(x), NA)
  if (any(arrays)) py_invoke("escnn_r.nn.module_dtype", module) else "float32"
}

read_input <- function(x, type, dtype, call) {
  if (!inherits(type, "escnn_field_type")) {
    return(x)
  }
  if (is_data(x)) {
    return(make_tensor(x, type, dtype = dtype, call = call))
  }
  if (!inherits(x, "python.builtin.object") || length(setdiff(alias_class(x), "escnn_tensor"))) {
    abort_arg("x", x, "an array or a geometric tensor", call = call)
  }
  if (inherits(x, "escnn_tensor")) {
    check_alive(x, arg = "x", call = call)
    if (x$type != type) {
      abort_arg(
        "x", x, paste0("of the module's input type, ", format(type)),
        paste0("Its type is ", format(x$type), "."), call = call
      )
    }
  }
  x
}
