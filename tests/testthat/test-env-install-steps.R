test_that("a step that failed is told with its cause, and what became of the old environment", {
  path <- file.path(withr::local_tempdir(), "env")
  job <- list(files = env_files(path), start = Sys.time(), call = NULL)
  failed <- function(lines) {
    rlang::catch_cnd(abort_step(job, "Installing failed.", lines), "escnn_error_install")
  }
  error <- failed(c("Collecting torch", "OSError: [Errno 28] No space left on device"))
  text <- gsub("\\s+", " ", conditionMessage(error))
  expect_match(text, "Installing failed")
  expect_match(text, "no space left on the disk")
  expect_match(text, "Nothing is left behind")
  expect_true(file.exists(error$log))
  dir.create(job$files$previous)
  expect_match(conditionMessage(failed("something else")), "previous environment was put back")
})

test_that("requirements are written for pip, a line each", {
  job <- list(files = list(tmp = withr::local_tempdir()))
  expect_identical(readLines(requirements_file(job, c("a==1", "b==2"))), c("a==1", "b==2"))
})
