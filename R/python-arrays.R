# The converter. R arrays become torch tensors of the same shape, in fresh
# memory; tensors become R arrays. Nothing else in the package converts data.

# Checks an R array before it crosses: numbers, no missing values. Bytes come
# out as integers. Without `complete`, doubles may have missing values still.
check_array <- function(x, arg = rlang::caller_arg(x), call = rlang::caller_env(),
                        complete = TRUE) {
  force(arg)
  force(call)
  if (missing(x)) abort_missing(arg, call)
  if (is_torch_tensor(x)) {
    return(x)
  }
  if (is.raw(x) && !is.object(x)) {
    storage.mode(x) <- "integer"
  }
  if (!(is.numeric(x) || is.logical(x)) || is.object(x)) {
    abort_arg(arg, x, "a numeric array or a torch tensor", array_hint(x, arg), call = call)
  }
  if ((complete || !is.double(x)) && anyNA(x)) {
    where <- which(is.na(x))
    cli::cli_abort(
      c(
        "{.arg {arg}} must have no missing values, but {length(where)} {?is/are} `NA` or `NaN`,
         the first at {first_index(x, where[[1]])}.",
        i = "Replace or remove them first: a network cannot learn from `NA`.",
        i = if (length(dim(x)) %in% 4:5) {
          "{.fn dataset_masked} fills them in, and adds a channel that says where they were."
        }
      ),
      class = error_class("argument"),
      arg = arg,
      call = call
    )
  }
  # reticulate drops a dimension of one-element vectors without this
  if (is.null(dim(x))) array(x, length(x)) else x
}

array_hint <- function(x, arg = "x") {
  if (is_image(x)) {
    paste0("Use `", if (is_volume(x)) "volume" else "image", "_array(", arg, ")`.")
  } else if (is.data.frame(x)) {
    paste0("Use `as.matrix(", arg, ")` on a data frame of numbers.")
  } else if (is.character(x) || is.factor(x)) {
    "Text and factors have no place on a grid; labels are given to `fit()`."
  } else if (is.object(x) && is.atomic(x)) {
    number <- if (inherits(x, "integer64")) "bit64::as.double.integer64" else "as.numeric"
    written <- paste0(number, "(", arg, ")")
    if (!is.null(dim(x))) written <- paste0("array(", written, ", dim(", arg, "))")
    paste0("Use `", written, "` if its numbers are meant.")
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

# From this length on it pays to look for missing values during the copy.
large_array <- 1e5

# What becomes a tensor where one is wanted.
is_data <- function(x) {
  is_torch_tensor(x) || ((is.numeric(x) || is.logical(x) || is.raw(x)) && !is.object(x))
}

# Bytes as a tensor of their shape, without widening them to integers first.
bytes_to_tensor <- function(x, dtype = "uint8") {
  py_invoke(
    "escnn_r.bridge.tensor_from_bytes", as.vector(x), as.list(dim(x) %||% length(x)), dtype
  )
}

is_torch_tensor <- function(x) inherits(x, "torch.Tensor")

# A torch tensor (or a geometric tensor's values) as an R array.
tensor_to_array <- function(x) {
  answer <- py_invoke("escnn_r.bridge.array_or_plan", x, .doing = "The tensor cannot be read")
  if (!is.list(answer)) {
    return(if (is.null(dim(answer))) array(answer) else answer)
  }
  if (!fills_memory(answer$mode)) {
    return(py_invoke("escnn_r.bridge.to_array", x))
  }
  # nobody else knows of this vector, so it may be written where it lies
  values <- vector(answer$mode, prod(unlist(answer$dim)))
  dim(values) <- unlist(answer$dim)
  py_invoke("escnn_r.bridge.fill_array", x, values)
  values
}

# Whether Python sees an R array where it lies or gets a copy of it, which
# depends on reticulate: tried once for each type.
fills_memory <- function(mode) {
  known <- the$fills[[mode]]
  if (is.null(known)) {
    probe <- vector(mode, 2L)
    dim(probe) <- 2L
    known <- tryCatch(
      {
        py_invoke("escnn_r.bridge.fill_array", torch$tensor(list(1, 2)), probe)
        identical(as.numeric(probe), c(1, 2))
      },
      error = function(e) FALSE
    )
    the$fills[[mode]] <- known
  }
  known
}
