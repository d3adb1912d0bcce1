library(testthat)
library(escnn)

# The project's own checks count tests; where to, an environment variable says.
results <- Sys.getenv("ESCNN_TEST_RESULTS")
counter <- ListReporter$new()
# Each file has the same random numbers in every run, so that what failed fails again;
# ESCNN_TEST_SEED tries others.
seeder <- Reporter$new()
unlockBinding("start_file", seeder)
seeder$start_file <- function(filename) {
  set.seed(as.integer(Sys.getenv("ESCNN_TEST_SEED", "1")))
}
reporter <- MultiReporter$new(reporters = list(CheckReporter$new(), counter, seeder))
# Environment variables may say that it is one run of several.
source("testthat/helper-runs.R", local = TRUE)
filter <- filter_of_run(dir("testthat", "^test-.*[.]R$", full.names = TRUE))
outcome <- try(test_check("escnn", reporter = reporter, filter = filter), silent = TRUE)
if (nzchar(results)) {
  tests <- as.data.frame(counter$get_results())
  failed <- tests$failed > 0 | tests$error
  counts <- c(
    passed = sum(!failed & !tests$skipped), failed = sum(failed),
    skipped = sum(tests$skipped & !failed)
  )
  write.dcf(t(counts), results)
  # real time, as that of other processes is not in the test's own
  seconds <- sort(vapply(split(tests$real, tests$file), sum, 0), decreasing = TRUE)
  cat("\nThe slowest files, in seconds:\n")
  cat(sprintf("%6.1f  %s\n", utils::head(seconds, 20), names(utils::head(seconds, 20))), sep = "")
}
if (inherits(outcome, "try-error")) {
  stop(attr(outcome, "condition"))
}
