# Fails with a list when lintr finds anything, in the files that are named or in
# the whole package and its tools.
files <- commandArgs(TRUE)
found <- if (length(files)) {
  unlist(lapply(files, function(file) as.list(lintr::lint(file))), recursive = FALSE)
} else {
  c(lintr::lint_package("."), lintr::lint_dir("tools"))
}
if (length(found) > 0) {
  for (each in found) print(each)
  quit(status = 1)
}
cat("no lints\n")
