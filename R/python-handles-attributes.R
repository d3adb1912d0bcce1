# `$` on a dead pointer says so, and tells names that a live one doesn't have; what
# it has is reticulate's.

#' @export
`$.escnn_gspace` <- function(x, name) {
  check_alive(x, arg = "x", call = NULL)
  attribute_or_abort(NextMethod(), x, name)
}

#' @export
`$.escnn_group` <- `$.escnn_gspace`

#' @export
`$.escnn_group_element` <- `$.escnn_gspace`

#' @export
`$.escnn_representation` <- `$.escnn_gspace`

#' @export
`$.escnn_field_type` <- `$.escnn_gspace`

#' @export
`$.escnn_module` <- `$.escnn_gspace`

#' @export
`$.escnn_subgroup` <- `$.escnn_gspace`

#' @export
`$.escnn_homspace` <- `$.escnn_gspace`

#' @export
`$.escnn_kernel_basis` <- `$.escnn_gspace`

#' @export
`$.escnn_dataset` <- `$.escnn_gspace`

# `code` gets the attribute, which is only looked for where that fails. All code that
# takes attributes comes by here: a calling handler costs less than `tryCatch()`.
attribute_or_abort <- function(code, x, name) {
  withCallingHandlers(code, error = function(e) {
    known <- reticulate::py_list_attributes(x)
    if (!name %in% known && !reticulate::py_has_attr(x, name)) abort_attribute(x, name, known)
  })
}

abort_attribute <- function(x, name, known) {
  kind <- alias_class(x)
  what <- if (is.null(kind)) {
    paste("Python's", paste(get("handle_of", x), collapse = "."))
  } else {
    sub("^a ", "A ", alias_noun[[kind]])
  }
  near <- near_attributes(name, known[!startsWith(known, "_")])
  cli::cli_abort(
    c(
      "{what} has no attribute {.code {name}}.",
      i = if (length(near)) "Did you mean {.or {.code {near}}}?"
    ),
    class = c("escnn_error_attribute", "escnn_error_argument", "escnn_error"), arg = "name",
    call = NULL
  )
}

# What `$` gives, for a name between `[[` and `]]`.
attribute_between <- function(x, i) {
  tryCatch(eval(call("$", quote(x), i)), escnn_error_attribute = function(e) {
    e$arg <- "i"
    stop(e)
  })
}

# The names that are most like this one.
near_attributes <- function(name, known) {
  plain <- function(x) tolower(gsub("[._]", "", x))
  distance <- utils::adist(plain(name), plain(known))[1, ]
  near <- known[distance <= max(1, nchar(name) %/% 4)]
  begins <- known[startsWith(plain(known), plain(name)) & nchar(name) > 2L]
  utils::head(unique(c(near[order(distance[match(near, known)])], begins)), 3L)
}

# Names are set on what is alive.

#' @export
`$<-.escnn_gspace` <- function(x, name, value) { # nolint: object_name_linter.
  check_alive(x, arg = "x", call = NULL)
  check_alive(value, arg = "value", call = NULL)
  NextMethod()
}

#' @export
`$<-.escnn_group` <- `$<-.escnn_gspace` # nolint: object_name_linter.

#' @export
`$<-.escnn_group_element` <- `$<-.escnn_gspace` # nolint: object_name_linter.

#' @export
`$<-.escnn_representation` <- `$<-.escnn_gspace` # nolint: object_name_linter.

#' @export
`$<-.escnn_field_type` <- `$<-.escnn_gspace` # nolint: object_name_linter.

#' @export
`$<-.escnn_module` <- `$<-.escnn_gspace` # nolint: object_name_linter.

#' @export
`$<-.escnn_subgroup` <- `$<-.escnn_gspace` # nolint: object_name_linter.

#' @export
`$<-.escnn_homspace` <- `$<-.escnn_gspace` # nolint: object_name_linter.

#' @export
`$<-.escnn_kernel_basis` <- `$<-.escnn_gspace` # nolint: object_name_linter.

#' @export
`$<-.escnn_dataset` <- `$<-.escnn_gspace` # nolint: object_name_linter.

#' @export
`$<-.escnn_tensor` <- `$<-.escnn_gspace` # nolint: object_name_linter.
