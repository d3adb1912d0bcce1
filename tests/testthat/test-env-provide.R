test_that("what stands in the way of a provided environment is told", {
  withr::local_envvar(RETICULATE_USE_MANAGED_VENV = NA)
  withr::local_options(escnn.provide = NULL)
  expect_null(no_provider(numeric_version("1.46")))
  expect_match(no_provider(numeric_version("1.28")), "1.28 can't provide")
  withr::with_options(
    list(escnn.provide = FALSE),
    expect_match(no_provider(numeric_version("1.46")), "escnn.provide")
  )
  withr::with_options(
    list(escnn.provide = "no"),
    expect_error(no_provider(), class = "escnn_error_argument")
  )
  withr::local_envvar(RETICULATE_USE_MANAGED_VENV = "no")
  expect_match(no_provider(numeric_version("1.46")), "RETICULATE_USE_MANAGED_VENV")
})

test_that("what needs a compiler is left out, beside the overrides of others", {
  own <- with_overrides("")
  expect_match(readLines(own), "lie_learn", all = FALSE)
  expect_match(readLines(own), "py3nj", all = FALSE)
  expect_equal(with_overrides("/other.txt"), paste("/other.txt", own))
  expect_equal(with_overrides(with_overrides("/other.txt")), paste("/other.txt", own))
})

test_that("the versions asked for begin with the oldest pins, and cover today's", {
  wanted <- provided_requirements()
  expect_match(wanted$packages, "^escnn==", all = FALSE)
  pinned <- function(list, name) {
    pins <- read_pins(list)
    numeric_version(pins$requirements$version[pins$requirements$name == name])
  }
  for (name in c("torch", "numpy")) {
    range <- grep(paste0("^", name), wanted$packages, value = TRUE)
    lowest <- numeric_version(sub("^[a-z]+>=([0-9.]+),.*$", "\\1", range))
    limit <- numeric_version(sub("^.*,<=?([0-9.]+)$", "\\1", range))
    expect_true(lowest <= pinned("default", name))
    expect_true(pinned("current", name) < limit)
  }
  pythons <- numeric_version(sub("^[<>=]+", "", wanted$python))
  known <- numeric_version(c(read_pins("default")$python, read_pins("current")$python))
  expect_true(all(known >= pythons[[1]] & known < pythons[[2]]))
  # what is provided, reticulate has to know
  expect_null(numpy_conflict("2.5.5", "2.15.0", numeric_version("1.41")))
  expect_null(reticulate_wanted("3.14", numeric_version("1.41")))
})

# The PyTorch in the environment that was provided.
provided_torch <- function(cache) {
  python <- read_json_file(file.path(cache, "R/escnn/provided-python.json"))$python
  sub("[+].*", "", installed_packages(dirname(dirname(python)))[["torch"]])
}

test_that("a first use provides the environment, a second one has it at once", {
  skip_if(!nzchar(Sys.getenv("ESCNN_TEST_PROVIDE")), "no uv to provide an environment with")
  skip_if(utils::packageVersion("reticulate") < "1.41")
  cache <- withr::local_tempdir()
  withr::local_envvar(
    WORKON_HOME = tempdir(), ESCNN_PYTHON = NA, RETICULATE_PYTHON = NA, VIRTUAL_ENV = NA,
    RETICULATE_USE_MANAGED_VENV = NA, R_USER_CACHE_DIR = cache
  )
  use <- function(..., env = character()) {
    in_new_r(
      c("library(escnn)", "cat(class(gspace_rot2d_on_r2(n = 4))[[1]])", "escnn_available()", ...),
      env
    )
  }
  first <- use()
  expect_match(first$stderr, "reticulate and uv provide one")
  expect_match(first$stdout, "escnn_gspace.*TRUE")
  nowhere <- c(UV_INDEX = "", UV_FIND_LINKS = "", UV_DEFAULT_INDEX = "http://127.0.0.1:9/simple")
  second <- use("reticulate:::is_ephemeral_venv_initialized()", env = nowhere)
  expect_equal(second$stderr, "")
  # also for what others ask for later
  expect_match(second$stdout, "escnn_gspace.*TRUE.*TRUE")
  withr::local_envvar(R_USER_CACHE_DIR = withr::local_tempdir())
  nothing <- use(env = c(nowhere, UV_CACHE_DIR = withr::local_tempdir()))
  expect_match(nothing$stderr, "there is no connection")
  # a PyTorch that runs already stays
  torch <- c(
    sprintf("reticulate::py_require('torch==%s')", provided_torch(cache)),
    "before <- reticulate::import('torch')", "library(escnn)",
    "cat(class(gspace_rot2d_on_r2(n = 4))[[1]], nrow(escnn_sitrep()$problems))"
  )
  expect_match(in_new_r(torch)$stdout, "escnn_gspace.*0$")
})

# A reticulate that holds `present` and notes what it is asked for.
local_requirements <- function(present, fails = FALSE, env = parent.frame()) {
  asked <- new.env()
  asked$all <- list()
  local_functions(
    require_python = function(...) {
      if (!...length()) {
        return(list(packages = present))
      }
      asked$all <- c(asked$all, list(...))
      if (fails) warning("numpy can't be changed.")
    },
    start_python = function(python, ...) asked$started <- python,
    torch_backend = function() "cpu", mark_provided = function() NULL, .env = env
  )
  withr::local_envvar(
    R_USER_CACHE_DIR = withr::local_tempdir(.local_envir = env), UV_OVERRIDE = NA,
    UV_PYTHON_PREFERENCE = NA, UV_TORCH_BACKEND = NA, .local_envir = env
  )
  asked
}

# uv that says this, in place of the process.
local_uv <- function(..., env = parent.frame()) {
  answers <- list(...)
  calls <- new.env()
  calls$env <- list()
  local_functions(
    run_logged = function(command, args, env, ...) {
      calls$env <- c(calls$env, list(env))
      list(status = 0L, output = answers[[length(calls$env)]])
    },
    .env = env
  )
  calls
}

not_provided <- function(lines, present = "numpy", ...) {
  local_requirements(present)
  local_uv(lines)
  suppressMessages(provide_python(..., call = NULL))
}

test_that("what can't be provided is told, and nothing is asked of the session", {
  withr::defer(the$not_provided <- NULL)
  expect_snapshot(error = TRUE, {
    not_provided(c(
      "error: Request failed after 3 retries in 4.9s",
      "  cause: Failed to fetch: https://packages.example/simple/joblib/",
      "  cause: tcp connect error", "  cause: Connection refused (os error 111)"
    ))
    not_provided("hint: Packages were unavailable because the network was disabled.")
    not_provided(c("Downloading uv...", "cannot open URL 'https://uv.example/uv/install.sh'"))
    not_provided("error: Failed to initialize cache at `/home/me/.cache/uv`")
    not_provided(
      c("error: No solution found when resolving tool dependencies",
        "  cause: Because you require numpy>=2 and numpy<2, your requirements are unsatisfiable."),
      present = c("numpy", "numpy>=2")
    )
    not_provided("Requested Python version constraints could not be satisfied.")
    not_provided("a line that {nobody} knows")
  })
  expect_error(not_provided("x"), class = "escnn_error_no_python")
  asked <- local_requirements("numpy")
  local_uv("error: Connection refused")
  expect_message(try(provide_python(), silent = TRUE), "fetched")
  expect_length(asked$all, 0)
  # the report says it, too
  expect_match(the$not_provided, "no connection")
  local_functions(python_running = function() FALSE)
  plan <- python_plan(NULL, "provided", "reticulate and uv provide it")
  expect_match(find_problems(plan, NULL, numeric_version("1.46"))$problem, "no connection")
})

test_that("what is provided is started, declared and remembered", {
  asked <- local_requirements("numpy")
  calls <- local_uv(c("Downloading torch (180MiB)", "python: /uv/bin/python"))
  suppressMessages(expect_message(provide_python(), "packages are there"))
  expect_identical(asked$started, "/uv/bin/python")
  expect_true("escnn==1.0.11" %in% asked$all[[1]])
  expect_identical(read_json_file(provided_note())$python, "/uv/bin/python")
  expect_identical(Sys.getenv("UV_TORCH_BACKEND"), "cpu")
  expect_identical(read_json_file(provided_note())$torch, "cpu")
  # an environment that others share is not kept
  asked <- local_requirements(c("numpy", "pandas"))
  local_uv("python: /uv/bin/python")
  suppressMessages(provide_python())
  expect_false(file.exists(provided_note()))
})

test_that("a Python that uv can't download is taken from the system", {
  asked <- local_requirements("numpy")
  calls <- local_uv(
    "error: Failed to download https://files.example/python-build-standalone/cpython-3.12.tar.gz",
    "python: /uv/bin/python"
  )
  suppressMessages(provide_python())
  expect_false("UV_PYTHON_PREFERENCE" %in% names(calls$env[[1]]))
  expect_identical(calls$env[[2]][["UV_PYTHON_PREFERENCE"]], "only-system")
})

test_that("of a Python that runs, only what it lacks is asked for", {
  loaded <- "2.15.0+cpu"
  beside <- function(present) {
    beside_present(c("torch>=1.13.1,<=2.13.0", "escnn==1.0.11", "numpy>=1.26"), present, loaded)
  }
  expect_identical(beside("numpy"), c("torch==2.15.0", "escnn==1.0.11"))
  expect_identical(beside(c("numpy", "torch==2.15.0")), "escnn==1.0.11")
  expect_identical(beside(c("numpy>=2", "Torch[opt]")), "escnn==1.0.11")
  loaded <- ""
  expect_identical(beside("numpy"), c("torch>=1.13.1,<=2.13.0", "escnn==1.0.11"))
  # reticulate only warns of what it can't add
  local_requirements("numpy", fails = TRUE)
  local_uv("python: /uv/bin/python")
  local_functions(beside_present = function(packages, ...) packages)
  expect_snapshot(suppressMessages(provide_python(running = TRUE, call = NULL)), error = TRUE)
  the$not_provided <- NULL
})
