#' Python's documentation of a name
#'
#' Shows what Python's escnn (or PyTorch) says about a class, function or
#' method, with the R function that stands for it, if there is one. Completion
#' works on raw handles: type `escnn$nn$` and press TAB.
#'
#' @param x A name such as `"R2Conv"` or `"escnn.group.Group.irrep"`, or a raw
#'   handle such as `escnn$nn$R2Conv` or `torch$cat`.
#' @param ... Not used.
#' @returns An `escnn_help`, a list of the strings `name`, `signature`, `text`
#'   and `r`, the call in R or `NA`; `print()` shows it.
#' @section Errors: `escnn_error_argument` when escnn has no such name.
#' @source Python: `help()`.
#' @seealso [escnn_names()], [handles]
#' @examplesIf escnn_available()
#' escnn_help("ReLU")
#' escnn_help(escnn$nn$GeometricTensor)
#' @export
escnn_help <- function(x) {
  if (missing(x)) abort_missing("x", rlang::current_env())
  if (!inherits(x, "python.builtin.object") || is_dead(x)) {
    check_string(x, hint = "Give a name such as \"R2Conv\", or a handle such as `escnn$nn$R2Conv`.")
  }
  entry <- py_invoke("escnn_r.inspect.about_name", x)
  calls <- escnn_names()
  entry$r <- calls$r[match(entry$name, calls$python)]
  structure(entry, class = "escnn_help")
}

#' @export
print.escnn_help <- function(x, ...) {
  writeLines(strwrap(paste0(x$name, x$signature), width = 80, exdent = 4))
  if (!is.na(x$r)) {
    writeLines(strwrap(paste("in R:", x$r), width = 80, exdent = 6))
  }
  writeLines(c("", if (nzchar(x$text)) x$text else "(no documentation)"))
  invisible(x)
}

# TAB on a raw handle starts Python, as `$` does; where that fails there is
# nothing to complete.
#' @rawNamespace S3method(utils::.DollarNames, escnn_handle)
NULL

.DollarNames.escnn_handle <- function(x, pattern = "") { # nolint: object_name_linter.
  ready <- tryCatch(
    {
      python_side()
      TRUE
    },
    error = function(e) FALSE
  )
  if (ready) NextMethod() else character()
}
