# The converter. R arrays become torch tensors of the same shape, in fresh
# memory; tensors become R arrays. Nothing else in the package converts data.

# Checks an R array before it crosses: numbers, no missing values.
check_array <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env()) {
  force(arg)
  force(call)
  if (missing(x)) abort_missing(arg, call)
  if (is_torch_tensor(x)) {
    return(x)
  }
  if (!(is.numeric(x) || is.logical(x)) || is.object(x)) {
    abort_arg(arg, x, "a numeric array or a torch tensor", array_hint(x), call = call)
  }
  if (anyNA(x)) {
    where <- which(is.na(x))
    cli::cli_abort(
      c(
        "{.arg {arg}} must have no missing values, but {length(where)} {?is/are} `NA` or `NaN`,
         the first at {first_index(x, where[[1]])}.",
        i = "Replace or remove them first: a network cannot learn from `NA`."
      ),
      class = c("escnn_error_argument", "escnn_error"),
      arg = arg,
      call = call
    )
  }
  # reticulate drops a dimension of one-element vectors without this
  if (is.null(dim(x))) array(x, length(x)) else x
}

array_hint <- function(x) {
  if (is.data.frame(x)) {
    "Use `as.matrix()` on a data frame of numbers."
  } else if (is.character(x) || is.factor(x)) {
    "Text and factors have no place on a grid; labels come in when a model is fitted."
  } else {
    NULL
  }
}

first_index <- function(x, i) {
  if (is.null(dim(x))) {
    return(paste0("[", i, "]"))
  }
  paste0("[", paste(arrayInd(i, dim(x)), collapse = ", "), "]")
}

is_torch_tensor <- function(x) inherits(x, "torch.Tensor")

# A torch tensor (or a geometric tensor's values) as an R array.
tensor_to_array <- function(x) {
  values <- py_invoke("escnn_r.convert.to_array", x, .doing = "The tensor cannot be read")
  if (is.null(dim(values))) array(values) else values
}
