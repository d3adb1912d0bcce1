launched_script <- function(end = character(), env = parent.frame()) {
  path <- withr::local_tempfile(fileext = ".R", .local_envir = env)
  lines <- c(
    paste0(".libPaths(", paste(deparse(.libPaths()), collapse = ""), ")"),
    "library(escnn)",
    "args <- commandArgs(TRUE)",
    "d <- readRDS(args[[1]])",
    "smooth <- function(output, target) {",
    "  torch$nn$functional$cross_entropy(output, target, label_smoothing = 0.2)",
    "}",
    "fitted <- fit(",
    "  escnn_load(args[[2]]), d$x, d$y, epochs = 2, batch_size = 8, loss = smooth,",
    "  callbacks = callback_checkpoint(paste0(args[[3]], '.checkpoint'))",
    ")",
    "if (escnn_is_main()) saveRDS(fitted, args[[3]])",
    end
  )
  writeLines(lines, path)
  path
}

test_that("a script trains in two processes as in one, and its failure is told", {
  skip_without_escnn()
  skip_on_cran()
  skip_on_os("windows")
  skip_unless_installed()
  d <- bright_and_dark(37)
  data <- withr::local_tempfile()
  model <- withr::local_tempfile()
  result <- withr::local_tempfile()
  saveRDS(d, data)
  escnn_save(small_network(), model)
  # it fails once it has trained
  failing <- launched_script("stop('on {purpose}')")
  error <- rlang::catch_cnd(
    escnn_launch(failing, data, model, result, workers = 2, quiet = TRUE), "error"
  )
  expect_s3_class(error, "escnn_error_worker")
  expect_match(conditionMessage(error), "on {purpose}", fixed = TRUE)
  expect_identical(basename(error$checkpoint), paste0(basename(result), ".checkpoint"))
  smooth <- function(output, target) {
    torch$nn$functional$cross_entropy(output, target, label_smoothing = 0.2)
  }
  apart <- readRDS(result)
  # a seed that isn't given is drawn once, for all processes
  alone <- fit(
    escnn_load(model), d$x, d$y, epochs = 2, batch_size = 8, loss = smooth, seed = apart$plan$seed
  )
  expect_equal(apart$history$loss, alone$history$loss, tolerance = 1e-5)
  expect_identical(apart$about$device, "cpu, 2 processes")
})

test_that("what the first of several processes prints is the value", {
  skip_without_escnn()
  skip_on_cran()
  skip_on_os("windows")
  script <- withr::local_tempfile(fileext = ".R", lines = paste0(
    "cat('process', Sys.getenv('RANK'), 'of', Sys.getenv('WORLD_SIZE'), commandArgs(TRUE), '\\n')"
  ))
  lines <- escnn_launch(script, "given", workers = 2, quiet = TRUE)
  expect_identical(trimws(lines), "process 0 of 2 given")
})

test_that("one process is the main one", {
  withr::local_envvar(TORCHELASTIC_RUN_ID = NA, WORLD_SIZE = NA, RANK = NA)
  expect_true(escnn_is_main())
  withr::local_envvar(TORCHELASTIC_RUN_ID = "x", WORLD_SIZE = "2", RANK = "1")
  expect_false(escnn_is_main())
  withr::local_envvar(RANK = "0")
  expect_true(escnn_is_main())
})

test_that("wrong arguments are told", {
  withr::local_envvar(TORCHELASTIC_RUN_ID = NA, WORLD_SIZE = NA, RANK = NA)
  withr::local_dir(withr::local_tempdir())
  writeLines("1", "train.R")
  expect_snapshot(error = TRUE, {
    escnn_launch()
    escnn_launch("none.R")
    escnn_launch("train.R", worker = 2)
    escnn_launch("train.R", list())
    escnn_launch("train.R", workers = 0)
    escnn_launch("train.R", nodes = 2)
    escnn_launch("train.R", nodes = 2, node_rank = 2, address = "a")
  })
  withr::local_envvar(TORCHELASTIC_RUN_ID = "x", WORLD_SIZE = "2", RANK = "1")
  expect_snapshot(escnn_launch("train.R"), error = TRUE)
})

test_that("an ended process is told with what it said", {
  said <- "Error: no {x}\nExecution halted"
  failed <- list(worker = 2L, of = 2L, signal = NULL, said = said)
  killed <- list(worker = 1L, of = 2L, signal = "9 (SIGKILL)", said = "")
  withr::local_dir(withr::local_tempdir())
  file.create("train.checkpoint")
  expect_snapshot(error = TRUE, {
    abort_worker(failed, NULL, NULL, launched = TRUE)
    abort_worker(killed, "train.checkpoint", NULL, launched = TRUE)
  })
})

test_that("a launched training notes its checkpoint", {
  folder <- withr::local_tempdir()
  path <- file.path(folder, "c")
  withr::local_envvar(TORCHELASTIC_RUN_ID = NA, ESCNN_LAUNCH_FOLDER = folder)
  note_checkpoint(path)
  expect_null(noted_checkpoint(folder))
  withr::local_envvar(TORCHELASTIC_RUN_ID = "x", WORLD_SIZE = "2", RANK = "0")
  note_checkpoint(NULL)
  note_checkpoint(path)
  expect_null(noted_checkpoint(folder))
  file.create(path)
  expect_identical(noted_checkpoint(folder), file.path(normalizePath(folder), "c"))
})

test_that("messages of the first process are shown as they come", {
  folder <- withr::local_tempdir()
  said <- follow_messages(folder)
  expect_identical(said$new(), character())
  path <- file.path(folder, "run", "attempt_0", "0", "stderr.log")
  dir.create(dirname(path), recursive = TRUE)
  cat("one\ntw", file = path)
  expect_identical(said$new(), "one")
  cat("o\nthree\n", file = path, append = TRUE)
  expect_identical(said$new(), c("two", "three"))
  expect_identical(said$new(), character())
  said$close()
})

test_that("an address that no machine has or that does not answer is refused", {
  skip_without_escnn()
  script <- withr::local_tempfile(lines = "cat(1)", fileext = ".R")
  expect_snapshot(error = TRUE, {
    escnn_launch(script, address = "no such machine.invalid")
    escnn_launch(script, nodes = 1e9, address = "127.0.0.1")
  })
  # this machine's own, and one where nobody listens yet
  check <- "escnn_r.training.distributed.addresses.check_address"
  expect_null(py_invoke(check, "127.0.0.1", 1L, TRUE))
  expect_null(py_invoke(check, "127.0.0.1", 1L, FALSE))
})
