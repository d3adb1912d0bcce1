local_clean_memory <- function(env = parent.frame()) {
  old <- mget(c("bridge", "report", "report_key"), envir = the, ifnotfound = list(NULL))
  for (name in names(old)) assign(name, NULL, envir = the)
  withr::defer(for (name in names(old)) assign(name, old[[name]], envir = the), envir = env)
}

test_that("there is no answer but FALSE without an environment, at once", {
  local_fresh_session()
  running <- reticulate::py_available()
  local_clean_memory()
  withr::local_envvar(
    WORKON_HOME = withr::local_tempdir(), RETICULATE_PYTHON = NA, ESCNN_PYTHON = NA,
    RETICULATE_USE_MANAGED_VENV = "no"
  )
  time <- system.time(answer <- escnn_available())[["elapsed"]]
  expect_identical(answer, FALSE)
  expect_lt(time, 5)
  expect_identical(reticulate::py_available(), running)
})

test_that("a damaged setting is no error here", {
  local_clean_memory()
  withr::local_options(escnn.envname = 3)
  expect_identical(escnn_available(), FALSE)
})

test_that("availability is asked once for the same environment", {
  skip_if_no_base_python()
  local_fresh_session()
  running <- reticulate::py_available()
  local_clean_memory()
  tiny <- local_tiny_install("open(__import__('os').environ['ASKED'], 'a').write('x')")
  asked <- file.path(tiny$root, "asked")
  withr::local_envvar(ASKED = asked)
  expect_false(escnn_available())
  add_tiny_env(tiny)
  unlink(asked)
  expect_identical(escnn_available(), TRUE)
  expect_identical(escnn_available(), TRUE)
  expect_equal(readLines(asked, warn = FALSE), "x")
  expect_identical(reticulate::py_available(), running)
  expect_output(sitrep <- escnn_sitrep(), "Everything works")
  expect_equal(nrow(sitrep$problems), 0)

  # an environment that has changed is asked again
  write_tiny_report(tiny$root, "error = {'type': 'OSError', 'message': 'bad'}")
  Sys.setFileTime(env_files(tiny$env)$marker, Sys.time() + 5)
  expect_identical(escnn_available(), FALSE)
  expect_output(problems <- escnn_sitrep()$problems, "Problems")
  expect_match(problems$problem, "OSError: bad")
})
