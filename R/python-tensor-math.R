#' Calculate with torch tensors
#'
#' A loss of your own, or a module of your own, gets torch tensors, and most of R's
#' arithmetic works on them: `+ - * / ^ %% %/%`, comparisons, `& | !`, functions of
#' each number such as `abs()`, `exp()`, `log()`, `sqrt()` and `tanh()`, and `sum()`,
#' `mean()`, `prod()`, `min()`, `max()`, `range()`, `any()` and `all()`, which give a
#' tensor of one number. Gradients flow through all of it.
#'
#' `[` and `[[` count from 1, as everywhere in R: `output[, 1]` is the first column, and
#' `output[target > 0]` takes what a tensor of true and false says. Python's own
#' functions, such as `torch$sum(x, dim = 1L)`, count dimensions from 0.
#'
#' Functions of R that know vectors and matrices alone don't take tensors. Write
#' `torch$matmul(x, y)` for `x %*% y`, `x$t()` for `t(x)`, `torch$clamp(x, min = 0)` for
#' `pmax(x, 0)`, and `torch$where(x > 0, x, y)` for `ifelse(x > 0, x, y)`.
#'
#' Where both sides are tensors or arrays, sizes are compared from the last dimension
#' back, and must be equal or 1. Unlike R, PyTorch does not recycle other sizes.
#'
#' @param x A torch tensor.
#' @param ... For `[`, the indices: positions from 1, negative ones to leave out,
#'   logical values, or a torch tensor of true and false. For tensors of several
#'   dimensions, give one index for each, or leave it empty for all.
#' @param drop Whether dimensions with a single position are dropped.
#' @returns A torch tensor. `as.array()` makes an R array of it, and `dim()` gives its
#'   size.
#' @section Errors: `escnn_error_argument` when sizes don't fit or an index is out of
#'   range.
#' @source Python: the operators and functions of `torch.Tensor`.
#' @seealso [fit()], whose `loss` may be such a function; [escnn_module()]
#' @family training
#' @examplesIf escnn_available()
#' x <- torch$tensor(list(1, 2, 4))
#' mean((x - 1)^2)
#' log(x[2:3])
#' asymmetric <- function(output, target) {
#'   error <- output - target
#'   mean(error^2 * (1 + 4 * (error < 0)))
#' }
#' asymmetric(x, x + 1)
#' @name tensor_math
NULL

#' @export
Ops.torch.Tensor <- function(e1, e2) { # nolint: object_name_linter.
  call <- rlang::caller_env()
  if (missing(e2)) {
    return(py_invoke("escnn_r.bridge.negate", .Generic, e1, .call = call))
  }
  if (.Generic %in% c("==", "!=") && !(is_operand(e1) && is_operand(e2))) {
    return(.Generic == "!=")
  }
  py_invoke(
    "escnn_r.bridge.operate", .Generic, tensor_operand(e1, "e1", call),
    tensor_operand(e2, "e2", call), .call = call
  )
}

is_operand <- function(x) {
  is_torch_tensor(x) || ((is.numeric(x) || is.logical(x)) && !is.object(x) && length(x) > 0)
}

tensor_operand <- function(x, arg, call) {
  if (!is_operand(x)) {
    abort_arg(arg, x, "a torch tensor, a number or an array of numbers", call = call)
  }
  if (is_torch_tensor(x)) {
    return(check_alive(x, arg = arg, call = call))
  }
  if (length(x) > 1L && is.null(dim(x))) array(x) else x
}

#' @export
Math.torch.Tensor <- function(x, ...) { # nolint: object_name_linter.
  call <- rlang::caller_env()
  check_alive(x, call = call)
  if (!.Generic %in% tensor_functions) {
    abort_operator(
      paste0(.Generic, "()"),
      "Of tensors, PyTorch's own functions may do it: see `torch$cumsum(x, dim = 0L)` and the like."
    )
  }
  if (.Generic == "round" && ...length()) {
    power <- 10^check_whole(..1, arg = "digits", call = call)
    return(round(x * power) / power)
  }
  values <- py_invoke("escnn_r.bridge.elementwise", .Generic, x, .call = call)
  further <- list(...)
  if (.Generic == "log" && length(further)) values / log(further[[1]]) else values
}

tensor_functions <- c(
  "abs", "sign", "sqrt", "floor", "ceiling", "trunc", "round", "exp", "log", "expm1", "log1p",
  "log2", "log10", "cos", "sin", "tan", "acos", "asin", "atan", "cosh", "sinh", "tanh", "acosh",
  "asinh", "atanh", "lgamma", "digamma"
)

#' @export
Summary.torch.Tensor <- function(..., na.rm = FALSE) { # nolint: object_name_linter.
  call <- rlang::caller_env()
  parts <- list(...)
  if (!isFALSE(na.rm)) {
    abort_arg("na.rm", na.rm, "`FALSE`", "`x[x == x]` has the numbers that are not NaN.")
  }
  each <- lapply(parts, function(x) {
    x <- if (is_torch_tensor(x)) check_alive(x, call = call) else as_torch_tensor(x)
    if (.Generic == "range") {
      return(list(summary_of("min", x, call), summary_of("max", x, call)))
    }
    summary_of(.Generic, x, call)
  })
  if (.Generic == "range") {
    least <- Reduce(torch$minimum, lapply(each, `[[`, 1L))
    return(torch$stack(list(least, Reduce(torch$maximum, lapply(each, `[[`, 2L)))))
  }
  join <- switch(.Generic,
    sum = `+`, prod = `*`, any = `|`, all = `&`, max = torch$maximum, min = torch$minimum
  )
  Reduce(join, each)
}

#' @export
mean.torch.Tensor <- function(x, ...) { # nolint: object_name_linter.
  check_dots(...)
  summary_of("mean", check_alive(x), rlang::caller_env())
}

summary_of <- function(name, x, call) py_invoke("escnn_r.bridge.summarise", name, x, .call = call)

as_torch_tensor <- function(x) torch$tensor(as.list(as.numeric(x)))

#' @export
dim.torch.Tensor <- function(x) { # nolint: object_name_linter.
  if (is_dead(x)) NULL else unlist(py_invoke("escnn_r.bridge.size_of", x))
}

#' @rdname tensor_math
#' @export
`[.torch.Tensor` <- function(x, ..., drop = TRUE) { # nolint: object_name_linter.
  check_alive(x)
  drop <- check_flag(drop)
  index <- read_indices(...)
  absent <- vapply(index, rlang::is_missing, NA)
  if (all(absent)) {
    return(x)
  }
  size <- dim(x)
  if (length(index) == 1L && is_torch_tensor(index[[1]])) {
    return(py_invoke("escnn_r.bridge.pick_where", x, index[[1]]))
  }
  if (length(index) != length(size)) {
    extent <- paste(size, collapse = " x ")
    cli::cli_abort(
      c(
        "{.arg i} must be one index for each of its {length(size)} dimensions, not {length(index)}
         {cli::qty(length(index))}ind{?ex/ices}.",
        i = "The tensor is {extent}."
      ),
      class = error_class("argument"), arg = "i"
    )
  }
  tell_of_positions()
  env <- parent.frame()
  chosen <- lapply(seq_along(size), function(axis) {
    if (absent[[axis]]) {
      return(NULL)
    }
    what <- paste("positions in dimension", axis)
    as.list(check_index(index[[axis]], size[[axis]], NULL, "i", what, call = env) - 1L)
  })
  py_invoke("escnn_r.bridge.pick", x, chosen, drop)
}

# Reticulate's own counts positions from 0, and takes names for attributes.
#' @export
`[[.torch.Tensor` <- function(x, ...) { # nolint: object_name_linter.
  if (...length() == 1L && is.character(..1)) {
    return(NextMethod())
  }
  x[...]
}

#' @export
`[<-.torch.Tensor` <- function(x, ..., value) { # nolint: object_name_linter.
  abort_operator("[<-", changing_advice)
}

#' @export
`[[<-.torch.Tensor` <- function(x, ..., value) { # nolint: object_name_linter.
  if (...length() == 1L && is.character(..1)) {
    return(NextMethod())
  }
  abort_operator("[[<-", changing_advice)
}

changing_advice <- paste(
  "`torch$where(x > 0, x, y)` gives a tensor with other numbers in some places. A tensor that",
  "gradients flow through can't be changed in place."
)

# Code for plain reticulate counts from 0, and would go wrong without a word.
tell_of_positions <- function() {
  rlang::inform(
    c(
      "Positions in torch tensors count from 1 here, as in R.",
      i = "Reticulate alone counts from 0: its `x[0L]` is `x[1]` here."
    ),
    class = "escnn_message_positions", .frequency = "once", .frequency_id = "escnn_positions"
  )
}
