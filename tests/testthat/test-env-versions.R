version <- function(text) package_version(text)

test_that("numpy 2 wants a reticulate and a PyTorch that know it", {
  said <- function(numpy, torch, reticulate) {
    numpy_conflict(numpy, torch, version(reticulate))$problem
  }
  expect_null(said("1.26.4", "1.13.1", "1.28"))
  expect_null(said("2.1.0", "2.13.0+cpu", "1.38.0"))
  expect_null(said("", "1.13.1", "1.28"))
  expect_null(said("2.1.0", "", "1.46"))
  expect_match(said("2.1.0rc1", "2.13.0", "1.37"), "silently")
  expect_match(said("2.2.6", "1.13.1", "1.46"), "PyTorch 1.13.1 can't read")
  expect_match(said("2.2.6", "2.2.0a0+git1", "1.46"), "PyTorch 2.2.0a0")
  expect_null(check_numpy(list(numpy = "1.26.4", torch = "2.3"), version("1.28"), "/p", NULL))
  expect_snapshot(error = TRUE, {
    check_numpy(list(numpy = "2.1.0", torch = "2.3.0"), version("1.28"), "/p/python", NULL)
    check_numpy(list(numpy = "2.1.0", torch = "1.13.1"), version("1.46"), "/p/python", NULL)
  })
})

test_that("the versions of the running Python are read without an import", {
  skip_without_escnn()
  versions <- running_versions()
  expect_identical(versions$numpy, reticulate::py_eval("__import__('numpy').__version__"))
  expect_match(versions$torch, "^[0-9]+[.][0-9]+")
})

test_that("a Python that this reticulate can't start is refused before it is tried", {
  wanted <- function(python, reticulate) reticulate_wanted(python, version(reticulate))
  expect_null(wanted("3.11.7", "1.28"))
  expect_null(wanted(NULL, "1.28"))
  expect_null(wanted("3.12.1", "1.33"))
  expect_null(wanted("3.14.0", "1.46"))
  expect_identical(wanted("3.12", "1.28"), "1.33")
  expect_identical(wanted("3.13.0", "1.39.0"), "1.40")
  expect_identical(wanted("3.14.2", "1.28"), "1.40")
  state <- list(
    envname = "r-escnn", reticulate = version("1.28"), escnn_env = "/p/python",
    env = list(path = "/envs/e", python = "/envs/e/bin/python", status = "ready",
               installing = FALSE, previous = FALSE, marker = list(python = "3.12.1")),
    probe = list(works = TRUE, version = "3.13.0", escnn = TRUE, torch = TRUE, numpy = TRUE)
  )
  expect_snapshot({
    plan_python(state)
    plan_python(state[setdiff(names(state), c("escnn_env", "probe"))])
  })
  state$reticulate <- version("1.46")
  expect_true(plan_python(state)$ok)
  # what runs has been started
  state$running <- list(python = "/p/python", version = "3.13", escnn = TRUE)
  state$reticulate <- version("1.28")
  expect_true(plan_python(state)$ok)
})

test_that("only a Python that this reticulate starts is installed from", {
  pins <- list(python = c("3.11", "3.12"))
  expect_identical(startable_pins(pins, version("1.28"))$python, "3.11")
  expect_identical(startable_pins(pins, version("1.46"))$python, c("3.11", "3.12"))
})
