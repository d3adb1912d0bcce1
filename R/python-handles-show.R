# How all kinds of objects show themselves, by what their `format()` gives. Kinds that have more
# to say have a `print()` of their own; the others get these when the package is loaded.

# With the kind in front, unless it is there.
tagged <- function(x) {
  check_fork(call = NULL)
  line <- format(x)
  if (startsWith(line, "<")) line else paste0("<", kind_label(x), "> ", line)
}

dead_line <- function(x) {
  paste0("<", alias_class(x), ": from another session, its Python object is gone>")
}

show_kinds <- function() {
  kinds <- names(alias_noun)
  register_for("print", setdiff(kinds, with_method("print")), show_line)
  more <- c("escnn_fit", "escnn_explanation", "escnn_packed")
  register_for("str", c(kinds, more), show_in_str, "utils")
}

show_in_str <- function(object, ...) cat("", tagged(object), "\n")

show_line <- function(x, ...) {
  writeLines(format(x))
  invisible(x)
}
