# The smoke tests with this session's R and reticulate, on the Python that ESCNN_PYTHON
# names:  Rscript tools/smoke.R RESULTS
# RESULTS is the file for versions and counts, which tools/count.R and tools/versions.R
# read. Fails where a test does.
results <- commandArgs(TRUE)[[1]]
suppressMessages({
  library(testthat)
  library(escnn)
})

begun <- Sys.time()
python <- escnn:::python_file(escnn:::plan_python(escnn:::session_state())$python)
report <- escnn:::full_report(python)$report
version <- function(name) sub("[+].*", "", report$packages[[name]])
versions <- c(
  system = paste(utils::sessionInfo()$running, report$platform$machine, sep = ", "),
  r = as.character(getRversion()), reticulate = as.character(packageVersion("reticulate")),
  python = report$python$version, torch = version("torch"), numpy = version("numpy"),
  scipy = version("scipy")
)

# What must be refused: the first use stops in a clear word, and no number changes silently.
smoke_refusal <- function() {
  refused <- function(e) {
    cat(conditionMessage(e), "\n")
    c(passed = 1, failed = 0, skipped = 0)
  }
  tryCatch(
    {
      gspace_rot2d_on_r2(n = 4)
      c(passed = 0, failed = 1, skipped = 0)
    },
    escnn_error_numpy = refused, escnn_error_no_python = refused
  )
}

smoke_tests <- function() {
  env <- test_env("escnn")
  source_test_helpers("tests/testthat", env)
  tests <- as.data.frame(test_file(
    "tests/smoke/test-smoke.R", package = "escnn", env = env, reporter = "check",
    stop_on_failure = FALSE
  ))
  failed <- tests$failed > 0 | tests$error
  c(passed = sum(!failed & !tests$skipped), failed = sum(failed),
    skipped = sum(tests$skipped & !failed))
}

present <- packageVersion("reticulate")
refuse <- !is.null(escnn:::report_conflict(report, present)) ||
  !is.null(escnn:::reticulate_wanted(versions[["python"]], present))
counts <- if (refuse) smoke_refusal() else smoke_tests()
outcome <- if (counts[["failed"]] > 0) "failed" else if (refuse) "refused" else "passed"
seconds <- round(as.numeric(difftime(Sys.time(), begun, units = "secs")))
answer <- c(versions, counts, outcome = outcome, seconds = seconds)
write.dcf(t(answer), results, width = 1000)
cat(paste0(names(answer), ": ", answer, collapse = "; "), "\n")
quit(status = as.integer(counts[["failed"]] > 0))
