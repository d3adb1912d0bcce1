#' The weights of a module
#'
#' `parameters()` lists and counts what training changes. `coef()` and
#' `as.list()` give the weights as R arrays, and `module_set_weights()` sets
#' them.
#'
#' A steerable layer's weights are coefficients of its kernel basis, not
#' filters: see [module_filter()] for those. Names are Python's, with layers of
#' a sequence numbered from 0 unless they have names of their own.
#'
#' @param x,object A module; for `coef()` a fitted model, too.
#' @param trained `TRUE` for what is trained only, `FALSE` for frozen parameters
#'   (those whose `requires_grad` is false) too.
#' @param weights A list of arrays (or torch tensors), named by parameters: all
#'   of them or some.
#' @param ... Not used.
#' @returns `parameters()` gives a data frame with a row for each parameter and
#'   the columns `name`, `dim` (text such as `"3 x 3"`), `count` and `trained`;
#'   `sum(parameters(x)$count)` is what `print(x)` shows. A layer that is used
#'   twice is counted once. `coef()` and `as.list()` give a named list of
#'   arrays. `module_set_weights()` changes `x` and gives it back invisibly.
#' @section Errors: `escnn_error_argument` when a name is not that of a parameter or an
#'   array has another dim.
#' @source Python: `torch.nn.Module.named_parameters`.
#' @seealso [module_filter()], [module_train()]
#' @family modules
#' @examplesIf escnn_available()
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv("regular", kernel_size = 3) |>
#'   nn_inner_batch_norm()
#' parameters(model)
#' weights <- coef(model)
#' str(weights)
#' module_set_weights(model, list("0.bias" = 1))
#' coef(model)[["0.bias"]]
#' @export
parameters <- function(x, trained = TRUE) {
  check_object(x, "escnn_module")
  check_flag(trained)
  columns <- py_invoke("escnn_r.nn.parameter_table", x)
  table <- data.frame(
    name = as.character(unlist(columns$name)),
    dim = vapply(columns$shape, function(s) paste(unlist(s), collapse = " x "), ""),
    count = as.integer(unlist(columns$count)),
    trained = as.logical(unlist(columns$trained))
  )
  if (trained) {
    table <- table[table$trained, ]
    rownames(table) <- NULL
  }
  structure(table, class = c("escnn_parameters", "data.frame"))
}

#' @export
print.escnn_parameters <- function(x, ...) {
  table <- as.data.frame(x)
  class(table) <- "data.frame"
  if (nrow(table)) print(table, row.names = FALSE)
  total <- sum(table$count[table$trained])
  writeLines(paste0("# ", format_count(total, "trainable number")))
  invisible(x)
}

#' @rdname parameters
#' @rawNamespace S3method(stats::coef, escnn_module)
coef.escnn_module <- function(object, ...) {
  check_alive(object)
  weights <- py_invoke("escnn_r.nn.read_parameters", object)
  if (length(weights) == 0) {
    return(stats::setNames(list(), character()))
  }
  lapply(weights, function(values) if (is.null(dim(values))) array(values) else values)
}

#' @rdname parameters
#' @rawNamespace S3method(stats::coef, escnn_fit)
coef.escnn_fit <- function(object, ...) {
  check_fit(object)
  stats::coef(kept_module(object))
}

#' @rdname parameters
#' @export
as.list.escnn_module <- function(x, ...) {
  check_dots(...)
  stats::coef(x)
}

#' @rdname parameters
#' @export
module_set_weights <- function(x, weights) {
  check_object(x, "escnn_module")
  checked(
    weights,
    is_plain_list(weights) && rlang::is_named(weights) && !anyDuplicated(names(weights)),
    "a list of arrays, named by parameters", hint = "`names(coef(x))` gives the names."
  )
  call <- environment()
  values <- lapply(weights, check_array, arg = "weights", call = call)
  py_invoke("escnn_r.nn.write_parameters", x, values)
  invisible(x)
}
