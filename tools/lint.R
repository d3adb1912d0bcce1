# Fails with a list when lintr finds anything, in the files that are named or in
# the whole package and its tools.

# lintr doesn't read messages of cli: a variable that a template names is used, and so
# are the arguments of functions that hand their environment on.
is_used <- function(lint) {
  # tests and tools call what other files of theirs define
  if (lint$linter == "object_usage_linter" && !grepl("^R/", lint$filename)) {
    return(TRUE)
  }
  if (lint$linter != "object_usage_linter") {
    return(FALSE)
  }
  name <- sub(".*variable .(.*?). assigned.*|.*variable .(.*?).$", "\\1\\2", lint$message)
  around <- Find(
    function(part) part$first <= lint$line_number && lint$line_number <= part$last,
    parts_of(lint$filename)
  )
  text <- paste(around$text, collapse = "\n")
  identical(name, ".Generic") || grepl("environment()", text, fixed = TRUE) ||
    grepl(sprintf("\\{[^{}]*\\b%s\\b", name), text)
}

# The expressions of a file, with their lines.
parts_of <- function(file) {
  # those of a folder are named as seen from there
  if (!file.exists(file)) file <- file.path("tools", file)
  parsed <- parse(file, keep.source = TRUE)
  lines <- readLines(file)
  lapply(attr(parsed, "srcref"), function(where) {
    list(first = where[[1]], last = where[[3]], text = lines[where[[1]]:where[[3]]])
  })
}

files <- commandArgs(TRUE)
found <- if (length(files)) {
  unlist(lapply(files, function(file) as.list(lintr::lint(file))), recursive = FALSE)
} else {
  c(lintr::lint_package("."), lintr::lint_dir("tools"))
}
found <- Filter(Negate(is_used), found)
if (length(found) > 0) {
  for (each in found) print(each)
  quit(status = 1)
}
cat("no lints\n")
