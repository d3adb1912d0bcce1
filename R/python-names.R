#' What Python's names are called in R
#'
#' Looks up public names of Python's escnn, and shows what to write in R
#' instead. `escnn_names()` gives the table for a whole module or for every
#' name that holds a word.
#'
#' @param pattern Part of a Python name, for example `"grid"` or
#'   `"escnn.group"`; upper and lower case are the same. `NULL` for all.
#' @param ... Not used.
#' @returns A data frame with the columns `python`, the name with its module,
#'   and `r`, the call in R.
#' @section Errors: `escnn_error_argument` when `pattern` is not one string.
#' @source The names are those of Python's escnn 1.0.11.
#' @seealso [handles] for calling Python's own.
#' @examples
#' escnn_names("R2Conv")
#' @export
escnn_names <- function(pattern = NULL) {
  check_string(pattern, null = TRUE)
  entries <- c(names_table(), layer_names())
  entries <- entries[!duplicated(names(entries))]
  calls <- vapply(entries, function(entry) entry$r %||% NA_character_, "")
  calls <- data.frame(python = names(entries), r = unname(calls))
  calls <- calls[!is.na(calls$r), ]
  if (!is.null(pattern)) {
    calls <- calls[grepl(tolower(pattern), tolower(calls$python), fixed = TRUE), ]
  }
  calls <- calls[order(calls$python), ]
  rownames(calls) <- NULL
  calls
}

# The entries of all files in names/, by Python name.
names_table <- function() {
  files <- list.files(system.file("names", package = "escnn"), "[.]yml$", full.names = TRUE)
  do.call(c, lapply(files, yaml::read_yaml))
}

# Layers need no entry: each `nn_*()` function names its Python class in its
# call of `new_layer()`.
layer_names <- function() {
  functions <- grep("^nn_", getNamespaceExports("escnn"), value = TRUE)
  classes <- vapply(functions, layer_class, "")
  named <- !is.na(classes)
  arguments <- vapply(functions[named], function(f) {
    toString(setdiff(names(formals(getExportedValue("escnn", f))), "..."))
  }, "")
  entries <- lapply(paste0(functions[named], "(", arguments, ")"), function(r) list(r = r))
  names(entries) <- paste0("escnn.nn.", classes[named])
  entries
}

layer_class <- function(name) {
  class <- NA_character_
  walk <- function(code) {
    if (is.call(code)) {
      if (identical(code[[1]], quote(new_layer)) && is.character(code[[2]])) {
        class <<- code[[2]]
      }
      lapply(as.list(code), walk)
    }
  }
  walk(body(getExportedValue("escnn", name)))
  class
}
