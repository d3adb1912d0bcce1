#' Editing sequences of layers
#'
#' A sequence of layers is edited as a list is: `[` takes a part, `[[` one
#' layer, `[[<-` puts another layer in its place (or, with `NULL`, takes it
#' away), `c()` and `append()` put sequences and layers together, `names<-`
#' names layers. Each edit gives a new sequence and leaves the old one as it
#' was; the layers themselves, and their weights, are shared.
#'
#' @param x A module; a layer alone is a sequence of one.
#' @param i Positions from 1, negative to leave out, or names of layers.
#' @param value A module that takes what the layer before it gives, or `NULL`;
#'   for `names<-` a character vector, with `""` for layers without a name.
#' @param ... Modules, or lists of them; arguments may be named to name layers.
#' @returns `[`, `[[<-`, `names<-` and `c()` give a sequence, `[[` a layer,
#'   `length()` the number of layers, `names()` their names or `NULL` if none
#'   has one. `append(x, values, after)` is R's own and works on sequences.
#' @section Errors: `escnn_error_argument` when there is no such layer, and when
#'   types don't follow on; the message shows both types and the number of the
#'   layer.
#' @source Python: `escnn.nn.SequentialModule`, whose `append()` can overwrite a
#'   layer of a slice.
#' @seealso [nn_sequential()]
#' @family modules
#' @examplesIf escnn_available()
#' model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
#'   nn_r2_conv(c(regular = 2), kernel_size = 3) |>
#'   nn_relu() |>
#'   nn_group_pooling()
#' model[1:2]
#' model[[2]] <- nn_elu(model[[1]]$out_type)
#' names(model) <- c("conv", "elu", "pool")
#' append(model, nn_relu(model$out_type))
#' @name module_edit
NULL

#' @rdname module_edit
#' @export
`[.escnn_module` <- function(x, i) {
  check_alive(x)
  if (missing(i)) {
    return(x)
  }
  chosen <- check_index(i, length(x), names(x), "i", "layers")
  if (length(chosen) == 0) {
    abort_arg("i", i, "an index of one layer or more")
  }
  py_invoke("escnn_r.nn.pick_layers", x, as.list(chosen - 1L))
}

#' @rdname module_edit
#' @export
`[[.escnn_module` <- function(x, i) {
  check_alive(x)
  py_invoke("escnn_r.nn.layer_of", x, check_layer(i, x) - 1L)
}

#' @rdname module_edit
#' @export
`[[<-.escnn_module` <- function(x, i, value) {
  check_alive(x)
  if (missing(i)) abort_missing("i", rlang::current_env())
  if (missing(value)) abort_missing("value", rlang::current_env())
  if (!is.null(value)) {
    check_object(value, "escnn_module",
      hint = "`x$name <- value` sets what a module of your own holds."
    )
  }
  name <- if (is.character(i) && !i %in% names(x)) i else ""
  at <- if (nzchar(name)) length(x) + 1L else check_layer(i, x, beyond = !is.null(value))
  if (length(x) == 1L && is.null(value)) {
    abort_arg("value", value, "a module", "A sequence has one layer or more.")
  }
  py_invoke("escnn_r.nn.replace_layer", x, at - 1L, value, name)
}

# The position of one layer; `beyond` allows the one after the last.
check_layer <- function(i, x, beyond = FALSE, call = rlang::caller_env()) {
  force(call)
  if (missing(i)) abort_missing("i", call)
  if (is.character(i) && length(i) == 1L) {
    return(check_index(i, length(x), names(x), "i", "layers", call = call))
  }
  check_whole(i, min = 1, max = length(x) + beyond, arg = "i", call = call)
}

#' @rdname module_edit
#' @export
c.escnn_module <- function(...) {
  sequence_of(list(...))
}

#' @rdname module_edit
#' @export
names.escnn_module <- function(x) {
  check_alive(x)
  names <- unlist(py_invoke("escnn_r.nn.layer_names", x))
  if (any(nzchar(names))) names
}

#' @rdname module_edit
#' @export
`names<-.escnn_module` <- function(x, value) {
  check_alive(x)
  value <- value %||% rep("", length(x))
  if (!is.character(value) || length(value) != length(x)) {
    abort_arg("value", value, paste("one name for each of the", length(x), "layers"))
  }
  value[is.na(value)] <- ""
  py_invoke("escnn_r.nn.rename_layers", x, as.list(value))
}

# A sequence of modules and lists of them; names name layers.
sequence_of <- function(parts, call = rlang::caller_env()) {
  modules <- flat_list(parts)
  for (module in modules) {
    check_object(module, "escnn_module", arg = "...", call = call)
  }
  if (length(modules) == 0) {
    abort_arg("...", nothing, "one module or more", call = call)
  }
  py_invoke(
    "escnn_r.nn.build_sequence", unname(modules), as.list(names(modules)), .call = call
  )
}

flat_list <- function(parts) {
  labels <- rlang::names2(parts)
  do.call(c, lapply(seq_along(parts), function(i) {
    if (is_plain_list(parts[[i]])) flat_list(parts[[i]]) else stats::setNames(parts[i], labels[[i]])
  }))
}
