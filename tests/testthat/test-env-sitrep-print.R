sitrep <- function(plan = NULL, ...) {
  report <- list(
    python = list(version = "3.10.13"),
    packages = list(escnn = "1.0.11", torch = "1.13.1", numpy = "1.26.4", scipy = "1.15.3"),
    escnn = list(ok = TRUE, error = NULL),
    torch = list(version = "1.13.1+cpu",
                 cuda = list(available = FALSE), mps = list(available = FALSE)),
    standins = c("lie_learn", "py3nj"), cache_dir = "/cache/escnn", cache_writable = TRUE
  )
  report <- utils::modifyList(report, list(...))
  plan <- plan %||% python_plan(
    "/envs/r-escnn/bin/python", "env", "it is the managed environment \"r-escnn\""
  )
  if (is.null(plan$python)) report <- NULL
  structure(
    list(
      plan = plan, report = report,
      versions = c(R = "4.2.2", escnn = "0.1.0", reticulate = "1.28"), running = FALSE,
      threads = structure(
        list(threads = 8L, reason = "the machine has 8 cores", fixed = FALSE),
        class = "escnn_threads"
      ),
      cache = "/cache/R/escnn", problems = find_problems(plan, report, package_version("1.28"))
    ),
    class = "escnn_sitrep"
  )
}

test_that("the report fits one screen and names what is wrong", {
  local_reproducible_output(width = 80)
  expect_snapshot({
    sitrep()
    sitrep(torch = list(cuda = list(available = TRUE, version = "11.7", devices = "NVIDIA A100")),
           standins = character())
    sitrep(
      escnn = list(ok = FALSE, error = list(type = "ImportError", message = "no scipy {x}")),
      packages = list(scipy = NULL, numpy = "2.1.0"), cache_writable = FALSE
    )
    sitrep(python_plan(NULL, "env", "it is the managed environment \"r-escnn\"",
                       "There is no Python environment for escnn: /x does not exist.",
                       "Run `escnn::install_escnn()`."))
    sitrep(python_plan("/p", "env", "it is the managed environment \"r-escnn\"",
                       note = "The Python environment differs from what was tested."))
  })
  lines <- format(sitrep())
  expect_lt(length(lines), 24)
  expect_true(all(cli::ansi_nchar(lines) <= 80))
})

test_that("the choice of threads and its reason are there, with Python and without", {
  chosen <- structure(
    list(threads = 1L, reason = "this process may use 1 core of the machine", fixed = FALSE),
    class = "escnn_threads"
  )
  absent <- python_plan(NULL, "env", "it is the managed environment", "None.", "Make one.")
  for (report in list(sitrep(), sitrep(absent))) {
    report$threads <- chosen
    expect_identical(
      grep("^Threads", cli::ansi_strip(format(report)), value = TRUE),
      "Threads     1 thread: this process may use 1 core of the machine"
    )
  }
})
