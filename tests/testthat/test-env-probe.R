test_that("what isn't Python, or hangs, is passed over", {
  skip_on_os("windows")
  root <- withr::local_tempdir()
  script <- function(name, code) {
    path <- file.path(root, name)
    writeLines(c("#!/bin/sh", code), path)
    Sys.chmod(path, "755")
    path
  }
  files <- data.frame(
    source = "x",
    path = c(
      script("fails", "exit 127"), script("hangs", "sleep 30"), script("chats", "echo hello"),
      file.path(root, "absent")
    )
  )
  time <- system.time(found <- probe_pythons(files, timeout = 1))[["elapsed"]]
  expect_equal(nrow(found), 0)
  expect_lt(time, 10)
  # what a chosen one has wrong
  expect_identical(probe_escnn(root)$error, "it is a folder, not the program in it")
  expect_identical(probe_escnn(file.path(root, "absent"))$error, "the file does not exist")
  expect_identical(probe_escnn(file.path(root, "fails"))$error, "it does not start")
})

test_that("a Python is looked at from outside", {
  skip_if_no_base_python()
  python <- test_python()$python
  found <- probe_pythons(data.frame(source = c("a", "b"), path = python))
  expect_equal(nrow(found), 1)
  expect_true(found$venv && found$ensurepip && found$shared)
  expect_equal(found$bits, 64)
  expect_true(probe_escnn(python)$works)
  expect_false(probe_escnn("/nowhere/python")$works)
})

test_that("settings of another Python don't leak into the processes started", {
  withr::local_envvar(
    PYTHONPATH = "/x", PYTHONHOME = "/y", VIRTUAL_ENV = "/z",
    LD_LIBRARY_PATH = paste("/usr/lib/x86_64-linux-gnu", "/my/lib", R.home("lib"), sep = ":")
  )
  env <- clean_python_env(EXTRA = "1")
  expect_false(any(c("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV") %in% names(env)))
  expect_equal(env[["LD_LIBRARY_PATH"]], "/my/lib")
  expect_equal(env[["EXTRA"]], "1")
})
