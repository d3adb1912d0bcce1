test_that("variables of the user's are left alone, and children get the others", {
  withr::local_envvar(OMP_WAIT_POLICY = "active", KMP_BLOCKTIME = NA, OPENBLAS_THREAD_TIMEOUT = NA)
  expect_identical(waiting_env()[["KMP_BLOCKTIME"]], "0")
  expect_false("OMP_WAIT_POLICY" %in% names(waiting_env()))
  env <- clean_python_env()
  expect_identical(env[["OMP_WAIT_POLICY"]], "active")
  expect_identical(env[["KMP_BLOCKTIME"]], "0")
})

test_that("R and Python ask for the same", {
  skip_without_escnn()
  expect_identical(
    unlist(py_invoke("escnn_r.compat.sleeping_threads.VARIABLES.copy")), sleeping_threads
  )
})
