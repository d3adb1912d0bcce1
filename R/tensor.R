#' Geometric tensors
#'
#' A geometric tensor is data together with its field type, so that a group
#' element can act on it. Layers take geometric tensors and return them.
#'
#' An array of dim `c(batch, channels, height, width)` (in three dimensions
#' `c(batch, channels, depth, height, width)`) holds at `x[n, c, h, w]` what
#' the Python tensor holds at `[n-1, c-1, h-1, w-1]`. Numbers are always copied:
#' nothing that Python does to a tensor changes an R array.
#'
#' @param x An R array of numbers without missing values (of raw bytes: grey
#'   values from 0 to 255), or a torch tensor.
#' @param type A field type with as many channels as `x`.
#' @param coords For point clouds: a matrix of coordinates with one row for each
#'   point; `x` is then a matrix with one row for each point, one column for each channel.
#' @param dtype Type of the numbers: `"float32"` or `"float64"`. Torch tensors
#'   keep theirs.
#' @param device Where the tensor lives: `"cpu"`, `"cuda"`, `"mps"`.
#' @param ... Not used.
#' @returns An `escnn_tensor`. `dim()`, `length()` and `as.array()` see it as an
#'   R array, `names()` lists its fields, `[` picks by batch, field and
#'   position, `+` and `-` combine tensors of one type, `*` and `/` scale by a
#'   number, `c()` puts fields side by side, [transform()][transform.escnn_tensor]
#'   acts with a group element, `plot()` shows feature maps.
#' @section Errors: `escnn_error_argument` when `x` has missing values, or when its rank
#'   or its number of channels does not fit `type`.
#' @source Python: `escnn.nn.GeometricTensor`.
#' @family geometric tensors
#' @examplesIf escnn_available()
#' type <- field_type(gspace_rot2d_on_r2(n = 4), "trivial")
#' x <- geometric_tensor(array(0:15, c(1, 1, 4, 4)), type)
#' x
#' transform(x, group_element(type$gspace, 1))
#' @export
geometric_tensor <- function(x, type, coords = NULL, dtype = "float32", device = "cpu") {
  if (missing(x)) abort_missing("x", rlang::current_env())
  check_object(type, "escnn_field_type",
    hint = "Make one with, for example, `field_type(g, \"trivial\")`."
  )
  dtype <- check_choice(dtype, c("float32", "float64", "float16"))
  check_string(device)
  if (device != "cpu") device <- py_invoke("escnn_r.bridge.pick_device", device)
  make_tensor(x, type, coords, dtype, device)
}

make_tensor <- function(x, type, coords = NULL, dtype = "float32", device = "cpu",
                        call = rlang::caller_env()) {
  if (is.raw(x)) {
    x <- bytes_to_tensor(x, dtype)
  }
  # missing values of a large array are found while it is copied
  x <- check_array(x, call = call, complete = length(x) < large_array)
  if (!is.null(coords)) {
    coords <- check_array(coords, call = call)
  }
  rlang::try_fetch(
    py_invoke("escnn_r.fields.geometric_tensor", x, type, coords, dtype, device, .call = call),
    escnn_error_missing_values = function(e) check_array(x, call = call)
  )
}

about_tensor <- function(x, call = rlang::caller_env()) {
  check_alive(x, call = call)
  py_invoke("escnn_r.fields.describe_tensor", x)
}

# Up to this many numbers a tensor prints itself; above, a summary does.
print_limit <- 64L

#' @export
print.escnn_tensor <- function(x, ...) {
  if (is_dead(x)) {
    writeLines(dead_line(x))
    return(invisible(x))
  }
  about <- about_tensor(x)
  if (about$count <= print_limit) {
    writeLines(reticulate::py_str(x))
  } else {
    print(summary(x))
  }
  invisible(x)
}

#' @export
format.escnn_tensor <- function(x, ...) {
  if (is_dead(x)) {
    return(dead_line(x))
  }
  about <- about_tensor(x)
  paste0(
    "<geometric tensor> ", paste(unlist(about$shape), collapse = " x "), " ", about$dtype,
    ", ", about$type
  )
}

#' @export
summary.escnn_tensor <- function(object, ...) {
  structure(about_tensor(object), class = "escnn_summary_tensor")
}

#' @export
print.escnn_summary_tensor <- function(x, ...) {
  writeLines(paste0(
    "<geometric tensor> ", paste(unlist(x$shape), collapse = " x "), ", ", x$dtype,
    " on ", x$device, if (x$grad) ", with gradient"
  ))
  writeLines(strwrap(paste("type:", x$type), width = 80, indent = 2, exdent = 8))
  if (!is.null(x$coords)) {
    writeLines(paste0("  points: ", x$coords[[1]], " in ", x$coords[[2]], " dimensions"))
  }
  if (!is.null(x$range)) {
    numbers <- vapply(x$range, format, "", digits = 4)
    writeLines(paste0("  values: ", numbers[[1]], " to ", numbers[[3]], ", mean ", numbers[[2]]))
  }
  invisible(x)
}

#' @export
dim.escnn_tensor <- function(x) {
  unlist(about_tensor(x)$shape)
}

#' @export
length.escnn_tensor <- function(x) {
  about_tensor(x)$count
}

#' @export
names.escnn_tensor <- function(x) {
  names(x$type)
}

#' @export
as.array.escnn_tensor <- function(x, ...) {
  check_dots(...)
  check_alive(x)
  tensor_to_array(x$tensor)
}

# A plain tensor, such as `x$tensor`, as fast; R's default would try to give it a dim.
#' @export
as.array.torch.Tensor <- function(x, ...) { # nolint: object_name_linter.
  check_dots(...)
  check_alive(x)
  tensor_to_array(x)
}

#' @export
as.matrix.escnn_tensor <- function(x, ...) {
  check_dots(...)
  values <- as.array(x)
  matrix(values, nrow = dim(values)[[1]])
}

#' @export
as.vector.escnn_tensor <- function(x, mode = "any") {
  modes <- c("any", "list", "numeric", "double", "integer", "logical", "character", "complex")
  as.vector(as.array(x), check_choice(mode, modes))
}

# `x$shape` gives integers, where a torch.Size would print as Python.
#' @export
`$.escnn_tensor` <- function(x, name) {
  check_alive(x, arg = "x", call = NULL)
  if (identical(name, "shape")) {
    return(dim(x))
  }
  attribute_or_abort(NextMethod(), x, name)
}
