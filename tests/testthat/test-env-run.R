test_that("pip's output is told in a few words", {
  lines <- c(
    "Collecting torch==1.13.1",
    "  Downloading torch-1.13.1-cp310-cp310-manylinux1_x86_64.whl (887.5 MB)",
    "  Using cached nvidia_cublas_cu11-11.10.3.66-py3-none-manylinux1_x86_64.whl (317.1 MB)",
    "Processing ./wheels/escnn-1.0.11-py3-none-any.whl",
    "Installing collected packages: a, b, c, d, e, f",
    "Requirement already satisfied: wheel"
  )
  expect_snapshot(lapply(lines, pip_status))
})

test_that("times are short", {
  start <- as.POSIXct("2024-01-01")
  expect_equal(vapply(c(0.44, 12.3, 59.7, 65), function(s) elapsed(start, start + s), ""),
               c("0.4s", "12s", "1m 0s", "1m 5s"))
})
