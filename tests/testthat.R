library(testthat)
library(escnn)

# The project's own checks count tests; where to, an environment variable says.
results <- Sys.getenv("ESCNN_TEST_RESULTS")
counter <- ListReporter$new()
reporter <- MultiReporter$new(reporters = list(CheckReporter$new(), counter))
outcome <- try(test_check("escnn", reporter = reporter), silent = TRUE)
if (nzchar(results)) {
  tests <- as.data.frame(counter$get_results())
  failed <- tests$failed > 0 | tests$error
  counts <- c(
    passed = sum(!failed & !tests$skipped), failed = sum(failed),
    skipped = sum(tests$skipped & !failed)
  )
  write.dcf(t(counts), results)
}
if (inherits(outcome, "try-error")) {
  stop(attr(outcome, "condition"))
}
