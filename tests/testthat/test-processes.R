test_that("who kills a process leaves another alone that began with the same seed", {
  skip_on_os("windows")
  skip_on_cran()
  start <- function() {
    set.seed(1)
    start_process("sleep", "60", cleanup_tree = TRUE)
  }
  withr::local_preserve_seed()
  # three, of which two begin in the same second
  all <- list(start(), start(), start())
  all[[2]]$kill_tree()
  all[[2]]$wait(5000)
  expect_identical(vapply(all, function(one) one$is_alive(), NA), c(TRUE, FALSE, TRUE))
  for (one in all) one$kill_tree()
})

test_that("the user's random numbers are the same after a program has run", {
  skip_on_os("windows")
  state <- function(code) {
    withr::with_seed(3, .rng_kind = "Wichmann-Hill", {
      force(code)
      list(RNGkind(), runif(3))
    })
  }
  here <- state(NULL)
  expect_identical(state(run_process("true")), here)
  expect_identical(state(start_process("true")$wait()), here)
  expect_identical(state(try(run_process("no-such-program"), silent = TRUE)), here)
  # what arguments draw counts
  drawn <- state(rnorm(1))
  expect_identical(state(run_process("echo", as.character(rnorm(1)))), drawn)
})

test_that("nothing else of this package starts a program", {
  namespace <- asNamespace("escnn")
  starts <- Filter(function(name) {
    code <- namespace[[name]]
    is.function(code) && "processx" %in% all.names(body(code))
  }, ls(namespace, all.names = TRUE))
  expect_setequal(starts, c("start_process", "run_process"))
  files <- setdiff(dir(test_path(), "[.]R$"), "test-processes.R")
  lines <- unlist(lapply(test_path(files), readLines))
  expect_identical(grep("processx::", lines, value = TRUE), character())
})
