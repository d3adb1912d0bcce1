# `$` tells names that an object doesn't have.

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
    class = error_class("attribute", "argument"), arg = "name",
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
