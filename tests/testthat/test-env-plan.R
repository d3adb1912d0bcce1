env <- function(status = "ready", ...) {
  utils::modifyList(
    list(path = "/envs/r-escnn", python = "/envs/r-escnn/bin/python", status = status,
         detail = character(), installing = FALSE, previous = FALSE),
    list(...)
  )
}

state <- function(..., env_status = "ready") {
  base <- list(envname = "r-escnn", env = env(env_status), no_provider = "reticulate is too old.")
  utils::modifyList(base, list(...))
}

good <- list(works = TRUE, version = "3.10.13", escnn = TRUE, torch = TRUE, numpy = "1.26.4")

test_that("the managed environment is used when nothing else is said", {
  plan <- plan_python(state())
  expect_true(plan$ok)
  expect_equal(plan$python, "/envs/r-escnn/bin/python")
  expect_snapshot(plan)
})

test_that("every state of the environment has its answer", {
  expect_snapshot({
    plan_python(state(env_status = "absent"))
    plan_python(state(env_status = "incomplete"))
    plan_python(state(env = env("broken", detail = "packages are missing: scipy, numpy")))
    plan_python(state(env = env("stale", detail = c("torch is 1, not 2", "scipy is 1, not 2"))))
    plan_python(state(env_status = "other"))
    plan_python(state(env_status = "foreign", probe = list(works = TRUE, escnn = FALSE)))
    plan_python(state(env_status = "foreign", probe = good))
    plan_python(state(env = env("incomplete", installing = TRUE, previous = TRUE)))
    plan_python(state(env = env("incomplete", previous = TRUE)))
    plan_python(state(env = env("absent", previous = TRUE)))
  })
})

test_that("an environment that is stale is used all the same", {
  plan <- plan_python(state(env = env("stale", detail = "torch is 1, not 2")))
  expect_true(plan$ok)
  expect_match(plan$note, "install_escnn")
})

test_that("what the user names comes first, this package's settings before reticulate's", {
  which <- function(...) plan_python(state(..., probe = good))$python
  expect_equal(
    which(option = "/o", escnn_env = "/e", reticulate_env = "/r", requested = "/u"), "/o"
  )
  expect_equal(which(escnn_env = "/e", reticulate_env = "/r", requested = "/u"), "/e")
  expect_equal(which(reticulate_env = "/r", requested = "/u"), "/r")
  expect_equal(which(requested = "/u"), "/u")
  expect_equal(which(reticulate_env = "managed"), "/envs/r-escnn/bin/python")
  expect_true(plan_python(state(option = "/o", probe = good, env_status = "absent"))$ok)
})

test_that("a Python named by the user that can't be used is told", {
  expect_snapshot({
    plan_python(state(
      option = "/o/python", probe = list(works = FALSE, error = "the file does not exist")
    ))
    plan_python(state(
      escnn_env = "/e/python", probe = list(works = FALSE, error = "it does not start")
    ))
    plan_python(state(
      reticulate_env = "/r/python",
      probe = list(works = TRUE, version = "3.12.1", escnn = FALSE, torch = TRUE)
    ))
    plan_python(state(
      requested = "/u/python", probe = list(works = TRUE, version = "3.9.1", escnn = FALSE)
    ))
  })
})

test_that("a Python that is running already is kept, if it has escnn", {
  running <- list(python = "/usr/bin/python3", version = "3.11", escnn = TRUE)
  plan <- plan_python(state(running = running, env_status = "absent"))
  expect_true(plan$ok)
  expect_equal(plan$python, "/usr/bin/python3")
  running$escnn <- FALSE
  expect_snapshot({
    plan_python(state(running = running))
    plan_python(state(running = running, env_status = "absent"))
    own <- list(python = "/envs/r-escnn/bin/python", version = "3.10", escnn = FALSE)
    plan_python(state(running = own))
  })
})

test_that("where nobody made an environment, reticulate and uv provide one", {
  plan <- plan_python(state(env_status = "absent", no_provider = NULL))
  expect_true(plan$ok)
  expect_equal(plan$source, "provided")
  expect_snapshot(plan)
  expect_null(plan$python)
  again <- plan_python(
    state(env_status = "absent", no_provider = NULL, provided = "/uv/bin/python")
  )
  expect_equal(again$python, "/uv/bin/python")
  # what is there in any way comes first, and so does a no
  refused <- plan_python(state(env_status = "absent"))
  expect_false(refused$ok)
  expect_match(refused$remedy, "install_escnn")
  source_of <- function(...) plan_python(state(..., no_provider = NULL))$source
  expect_equal(source_of(provided = "/uv/bin/python"), "env")
  expect_equal(source_of(option = "/o", probe = good, env_status = "absent"), "chosen")
  expect_false(plan_python(state(env_status = "broken", no_provider = NULL))$ok)
  expect_true(plan_python(state(env = env("absent", previous = TRUE), no_provider = NULL))$restore)
})

test_that("a setting that stands in the way of that is named in the remedy", {
  remedy <- function(...) plan_python(state(...))$remedy
  switched_off <- withr::with_options(list(escnn.provide = FALSE), no_provider("1.46"))
  expect_match(
    remedy(env_status = "absent", no_provider = switched_off),
    "install_escnn.*Or leave out `options\\(escnn.provide = FALSE\\)`"
  )
  refused <- withr::with_envvar(c(RETICULATE_USE_MANAGED_VENV = "no"), no_provider("1.46"))
  expect_match(remedy(env_status = "absent", no_provider = refused), "Or unset RETICULATE_USE_MAN")
  expect_false(grepl("Or ", remedy(env_status = "absent")))
  expect_false(grepl("Or ", remedy(env_status = "broken", no_provider = refused)))
})

test_that("an environment nearby is used before one is provided, if it has all", {
  nearby <- list(
    name = "the project's `.venv`", python = "/p/.venv/bin/python", lacks = character()
  )
  plan <- plan_python(state(env_status = "absent", nearby = nearby))
  expect_identical(plan[c("ok", "python")], list(ok = TRUE, python = "/p/.venv/bin/python"))
  expect_match(plan$why, "project's `.venv`, and there is no environment")
  expect_equal(plan_python(state(nearby = nearby))$source, "env")
  nearby$lacks <- c("escnn", "torch")
  expect_false(plan_python(state(env_status = "absent", nearby = nearby))$ok)
  plan <- plan_python(state(env_status = "absent", nearby = nearby, no_provider = NULL))
  expect_match(plan$why, "provide it.* and the project's `.venv` lacks escnn, torch$")
})

test_that("what renv has named is told apart", {
  plan <- plan_python(state(
    reticulate_env = "/r", renv = TRUE, probe = list(works = TRUE, version = "3.11")
  ))
  expect_match(plan$remedy, "renv has set it for this project.*ESCNN_PYTHON")
  plan <- plan_python(state(python_env = "/v", probe = list(works = TRUE, version = "3.11")))
  expect_match(plan$problem, "named by RETICULATE_PYTHON_ENV, /v .*lacks escnn")
})

test_that("a Python that reticulate provided for others is given what it lacks", {
  running <- list(python = "/uv/bin/python", version = "3.12", escnn = FALSE, provided = TRUE)
  plan <- plan_python(state(running = running, env_status = "absent", no_provider = NULL))
  expect_true(plan$ok)
  expect_equal(plan$source, "added")
  expect_false(plan_python(state(running = running))$ok)
  running$provided <- FALSE
  expect_false(plan_python(state(running = running, no_provider = NULL))$ok)
})
