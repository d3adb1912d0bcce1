radian_state <- function(radian = "0.7.1", reticulate = "1.46", status = "ready", ...) {
  c(list(
    radian = list(radian = radian, reticulate = package_version(reticulate)),
    reticulate_env = "/radian/bin/python", escnn_env = "/other/bin/python", envname = "r-escnn",
    env = list(status = status, python = "/envs/r-escnn/bin/python", path = "/envs/r-escnn")
  ), list(...))
}
whole <- list(works = TRUE, version = "3.10.13", escnn = TRUE, torch = TRUE, numpy = TRUE)
bare <- list(works = TRUE, version = "3.12.1", escnn = FALSE, torch = FALSE, numpy = TRUE)

test_that("R in radian has radian's Python, whatever else was chosen", {
  plan <- plan_python(radian_state(probe = whole))
  expect_true(plan$ok)
  expect_identical(plan$python, "/radian/bin/python")
  # what is running has escnn: nothing is left to choose
  running <- list(python = "/radian/bin/python", version = "3.10", escnn = TRUE)
  expect_identical(plan_python(radian_state(running = running))$source, "running")
})

test_that("what radian's Python lacks is said, and how to get it", {
  expect_snapshot({
    plan_python(radian_state(probe = bare))
    plan_python(radian_state(probe = bare, status = "absent"))
    plan_python(radian_state(probe = bare, running = list(
      python = "/radian/bin/python", version = "3.12", escnn = FALSE
    )))
  })
})

test_that("versions that crash together are refused", {
  expect_snapshot(plan_python(radian_state(reticulate = "1.28", probe = whole)))
  expect_true(plan_python(radian_state("0.6.16", "1.28", probe = whole))$ok)
  expect_true(plan_python(radian_state("0.7.2.dev1", "1.40.0", probe = whole))$ok)
})

test_that("radian is known by its variable", {
  withr::local_envvar(RADIAN_VERSION = "0.6.16")
  expect_identical(radian_versions("radian")$radian, "0.6.16")
  # a process that was started from there
  expect_null(radian_versions("/usr/lib/R/bin/exec/R"))
  withr::local_envvar(RADIAN_VERSION = NA)
  expect_null(radian_versions("radian"))
})
