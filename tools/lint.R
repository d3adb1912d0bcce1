# Fails with a list when lintr finds anything, in the files that are named or in
# the whole package and its tools.

# lintr doesn't read messages of cli: a variable that a template names is used, and so
# are the arguments of functions that hand their environment on.
is_used <- function(lint) {
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
  parsed <- parse(file, keep.source = TRUE)
  lines <- readLines(file)
  lapply(attr(parsed, "srcref"), function(where) {
    list(first = where[[1]], last = where[[3]], text = lines[where[[1]]:where[[3]]])
  })
}

# Of most files, the text tells at once that some linters, those that take longest, have
# nothing to say. What must be in a text for each of them:
signs <- c(
  no_tab_linter = "\t",
  trailing_whitespace_linter = "[^\\S\n]\n",
  trailing_blank_lines_linter = "\n\\s*\n\\z|[^\n]\\z",
  object_length_linter = "[[:alnum:]._]{46}|`|[\"']\\s*(<-|=)",
  seq_linter = "\\b1L?\\s*:|\\bseq\\b",
  T_and_F_symbol_linter = "\\b[TF]\\b",
  vector_logic_linter = "(?<!&)&(?!&)|(?<!\\|)\\|(?![|>])"
)
violations <- c(
  no_tab_linter = "x <- 1\n\ty <- 2\n",
  trailing_whitespace_linter = "x <- 1 \n",
  trailing_blank_lines_linter = "x <- 1\n\n",
  trailing_blank_lines_linter = "x <- 1",
  object_length_linter = paste0(strrep("long_", 9), "x <- 1\n"),
  seq_linter = "1:length(x)\n",
  seq_linter = "seq(nrow(x))\n",
  T_and_F_symbol_linter = "f(T)\n",
  vector_logic_linter = "if (x & y) 1\n",
  vector_logic_linter = "if (x | y) 1\n"
)
is_possible <- function(linter, text) {
  is.na(signs[linter]) || grepl(signs[[linter]], text, perl = TRUE)
}
stopifnot(mapply(is_possible, names(violations), violations))

settings <- read.dcf(".lintr", all = TRUE)
linters <- eval(parse(text = settings$linters), asNamespace("lintr"))

lint_file <- function(file) {
  text <- readChar(file, file.size(file), useBytes = TRUE)
  possible <- Filter(function(linter) is_possible(linter, text), names(linters))
  # tests and tools call what other files of theirs define
  if (!startsWith(file, "R/")) possible <- setdiff(possible, "object_usage_linter")
  as.list(lintr::lint(file, linters = linters[possible]))
}

files <- commandArgs(TRUE)
if (length(files) == 0) {
  folders <- c("R", "tests", "inst", "vignettes", "tools")
  files <- list.files(folders, "[.](R|Rmd)$", recursive = TRUE, full.names = TRUE)
  files <- setdiff(files, unlist(eval(parse(text = settings$exclusions))))
}
lints <- unlist(lapply(files, lint_file), recursive = FALSE)
lints <- Filter(Negate(is_used), lints)
if (length(lints) > 0) {
  for (each in lints) print(each)
  quit(status = 1)
}
cat("no lints\n")
