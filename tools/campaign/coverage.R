# Which exports and methods have no call in the table.

# Methods that show an object, and handles, have one row for many.
alike <- "^(print|format|str|summary|[.]DollarNames|[$]|py_to_r_wrapper|reticulate::|utils::[.])"
not_called <- c("escnn", "torch", "names.escnn_handle", "[[.escnn_handle")

without_row <- function(rows, package = "escnn") {
  methods <- getNamespaceInfo(package, "S3methods")
  methods <- paste(methods[, 1], methods[, 2], sep = ".")
  methods <- methods[!grepl(alike, methods)]
  exports <- getNamespaceExports(package)
  setdiff(c(sort(exports), sort(methods)), c(rows, not_called))
}
