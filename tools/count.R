# Counts the tests that testthat and pytest left in a folder, on one line.
folder <- commandArgs(TRUE)[[1]]
total <- c(passed = 0, failed = 0, skipped = 0)

for (file in list.files(folder, "[.]tests$", full.names = TRUE)) {
  total <- total + as.numeric(read.dcf(file, names(total)))
}
for (file in list.files(folder, "^pytest.*[.]xml$", full.names = TRUE)) {
  text <- paste(readLines(file, warn = FALSE), collapse = "")
  suite <- regmatches(text, regexpr("<testsuite [^>]*>", text))
  number <- function(name) {
    as.numeric(sub(paste0(".* ", name, "=\"([0-9]+)\".*"), "\\1", suite))
  }
  failed <- number("errors") + number("failures")
  total <- total + c(number("tests") - failed - number("skipped"), failed, number("skipped"))
}
cat(sprintf(
  "%d passed, %d failed, %d skipped\n", total[["passed"]], total[["failed"]], total[["skipped"]]
))
