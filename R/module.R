# What every equivariant module can do in R, whoever made it.

about_module <- function(x, call = rlang::caller_env()) {
  check_alive(x, call = call)
  py_invoke("escnn_r.nn.describe_module", x)
}

# In a sentence: "a network of 3 layers", or the name of a class as it is.
module_words <- function(label, article = "a") {
  if (startsWith(label, "network")) paste(article, label) else label
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
length.escnn_module <- function(x) {
  check_alive(x)
  length(py_invoke("escnn_r.nn.layer_names", x))
}

# Called with an array or a torch tensor, a module makes a geometric tensor of
# its input type first; geometric tensors must be of that type.
#' @rawNamespace S3method(reticulate::py_to_r_wrapper, escnn_module)
NULL

py_to_r_wrapper.escnn_module <- function(x) { # nolint: object_name_linter.
  function(...) {
    check_alive(x, arg = "x", call = NULL)
    call_module(x, list(...), rlang::caller_env())
  }
}

# `module$train()` says that running statistics shall follow what the module is called on.
#' @export
`$.escnn_module` <- function(x, name) {
  check_alive(x, arg = "x", call = NULL)
  attribute <- attribute_or_abort(NextMethod(), x, name)
  if (!identical(name, "train")) {
    return(attribute)
  }
  function(...) {
    out <- attribute(...)
    py_invoke("escnn_r.nn.choose_training", x)
    invisible(out)
  }
}

# All that a forward needs to know of the module, Python knows: one call is enough.
call_module <- function(module, inputs, call) {
  if (length(inputs) == 0L) abort_missing("x", call)
  whole <- length(inputs) == 1L && is_plain_list(inputs[[1]])
  # several inputs by label
  if (whole && !is.null(names(inputs[[1]]))) inputs <- inputs[[1]]
  names <- as.list(rlang::names2(inputs))
  with_inputs(unname(inputs), call, function(inputs) {
    call_by_symbols(
      py_draw, c("escnn_r.nn.run_module", module, list(names), inputs, list(.call = call))
    )
  })
}

# Runs with inputs of a module that Python can take. Missing values of a large
# array are found there, while it is copied; where they are is looked for here.
with_inputs <- function(inputs, call, run) {
  first <- seq_along(inputs) == 1L
  read <- function(...) Map(read_input, inputs, first, MoreArgs = list(call = call, ...))
  rlang::try_fetch(run(read()), escnn_error_missing_values = function(e) read(complete = TRUE))
}

# The first one is an input; what comes after it, such as the edges of a cloud,
# may be of another kind.
read_input <- function(x, first, call, complete = length(x) < large_array) {
  if (is_plain_list(x)) {
    return(lapply(x, read_input, first, call))
  }
  if (is_data(x)) {
    array <- check_array(x, arg = "x", call = call, complete = complete)
    return(if (first || !is.null(dim(x))) array else x)
  }
  python <- inherits(x, "python.builtin.object")
  if (python) check_alive(x, arg = "x", call = call)
  strange <- if (python) length(setdiff(alias_class(x), "escnn_tensor")) else TRUE
  if (strange && (first || is.object(x) && !python)) {
    abort_arg("x", x, "an array or a geometric tensor", array_hint(x), call = call)
  }
  x
}
