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

test_that("a provided Python is remembered as long as it is there and fits", {
  folder <- withr::local_tempdir()
  withr::local_envvar(R_USER_CACHE_DIR = folder)
  expect_null(provided_python())
  python <- file.path(folder, "python")
  file.create(python)
  remember_provided(python)
  expect_equal(provided_python(), python)
  expect_length(dir(dirname(provided_note()), pattern = "provided"), 1)
  writeLines(c(python, "other requirements"), provided_note())
  expect_null(provided_python())
  remember_provided(python)
  unlink(python)
  expect_null(provided_python())
})

test_that("a note that can't be written stops nothing", {
  file <- withr::local_tempfile()
  file.create(file)
  withr::local_envvar(R_USER_CACHE_DIR = file)
  expect_silent(remember_provided("/some/python"))
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

test_that("a first use provides the environment, a second one has it at once", {
  skip_if(!nzchar(Sys.getenv("ESCNN_TEST_PROVIDE")), "no uv to provide an environment with")
  skip_if(utils::packageVersion("reticulate") < "1.41")
  use <- function() {
    processx::run(
      file.path(R.home("bin"), "Rscript"),
      c("-e", "library(escnn); cat(class(gspace_rot2d_on_r2(n = 4))[[1]])",
        "-e", "print(escnn_available())"),
      env = c("current", WORKON_HOME = tempdir(), ESCNN_PYTHON = "", RETICULATE_PYTHON = "",
              RETICULATE_USE_MANAGED_VENV = "", R_USER_CACHE_DIR = cache)
    )
  }
  cache <- withr::local_tempdir()
  first <- use()
  expect_match(first$stderr, "reticulate and uv provide one")
  expect_match(first$stdout, "escnn_gspace.*TRUE")
  second <- use()
  expect_equal(second$stderr, "")
  expect_match(second$stdout, "escnn_gspace.*TRUE")
})

test_that("what can't be provided is told, and asked for no longer", {
  withr::local_envvar(R_USER_CACHE_DIR = withr::local_tempdir(), UV_OVERRIDE = NA)
  asked <- list()
  local_functions(
    require_python = function(...) {
      asked <<- c(asked, list(list(...)))
      if (...length() == 0L) {
        return(list(packages = "numpy"))
      }
      if (!identical(list(...)$action, "remove")) stop("There is no network.")
    },
    torch_backend = function() "cpu", with_running_torch = identity
  )
  expect_message(
    error <- expect_error(provide_python(), class = "escnn_error_no_python"), "fetched"
  )
  expect_match(conditionMessage(error), "could not provide .*There is no network")
  expect_length(asked, 3)
  expect_identical(asked[[3]], c(asked[[2]], list(action = "remove")))
  # of a Python that runs, reticulate only warns, and keeps what it has
  asked <- list()
  local_functions(require_python = function(...) {
    asked <<- c(asked, list(list(...)))
    if (...length()) warning("numpy can't be changed.")
  })
  error <- expect_error(
    suppressMessages(provide_python(running = TRUE)), class = "escnn_error_no_python"
  )
  expect_match(conditionMessage(error), "session could not be given .*numpy can't be changed")
  expect_length(asked, 2)
})
