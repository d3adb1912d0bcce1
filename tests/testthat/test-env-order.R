in_order <- function(..., env = "absent", no_provider = NULL, running = NULL) {
  state <- list(
    envname = "r-escnn", no_provider = no_provider, running = running,
    env = list(path = "/envs/r-escnn", python = "/envs/r-escnn/bin/python", status = env,
               detail = "x", installing = FALSE, previous = FALSE),
    probe = list(works = TRUE, version = "3.10", escnn = TRUE, torch = TRUE, numpy = TRUE), ...
  )
  cat(strwrap(python_order(state, plan_python(state)), 80), sep = "\n")
}

test_that("what outranks what is told", {
  nearby <- function(...) list(name = "the project's `.venv`", python = "/p/python", lacks = c(...))
  running <- list(python = "/uv/python", version = "3.12", escnn = TRUE)
  radian <- list(radian = "0.7.1", reticulate = package_version("1.46"))
  old <- list(radian = "0.7.1", reticulate = package_version("1.28"))
  expect_snapshot({
    in_order()
    in_order(env = "ready", nearby = nearby())
    in_order(nearby = nearby())
    in_order(nearby = nearby("escnn", "torch"))
    in_order(escnn_env = "/e", reticulate_env = "/r", env = "ready")
    in_order(reticulate_env = "managed")
    in_order(env = "broken")
    in_order(no_provider = "reticulate 1.28 can't provide one; 1.41 and newer can.")
    in_order(running = running, env = "stale")
    in_order(radian = radian, reticulate_env = "/radian/python", escnn_env = "/e")
    in_order(radian = old, reticulate_env = "/radian/python", env = "ready")
    in_order(radian = radian, reticulate_env = "/radian/python", running = running)
  })
})
