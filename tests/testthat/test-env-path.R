# A working folder with files that are called as modules are, each of which
# leaves a mark when it runs.
local_trap <- function(names, env = parent.frame()) {
  folder <- normalizePath(withr::local_tempdir(.local_envir = env))
  marks <- file.path(folder, "marks")
  code <- sprintf("open(r'%s', 'a').write(__file__ + chr(10))", marks)
  for (name in names) writeLines(code, file.path(folder, paste0(name, ".py")))
  list(folder = folder, marks = function() if (file.exists(marks)) readLines(marks))
}

trap_names <- c(
  "copy", "random", "torch", "numpy", "escnn", "escnn_r", "json", "platform", "types", "socket",
  "logging", "runpy", "joblib", "csv", "tempfile", "subprocess", "multiprocessing", "safetensors",
  "pickle", "argparse", "importlib", "venv", "pip",
  # what reticulate imports while it starts Python, and what escnn can do without
  "signal", "rpytools", "lie_learn"
)

in_trap <- function(trap, code, env = character()) {
  in_new_r(c(paste0("setwd(", deparse(trap$folder), ")"), "library(escnn)", code), env)
}

test_that("nothing in the working folder is run in place of Python's modules", {
  skip_on_cran()
  skip_without_escnn()
  skip_unless_installed()
  trap <- local_trap(trap_names)
  writeLines("answer = 42", file.path(trap$folder, "mine.py"))
  writeLines(
    c("library(escnn)", "invisible(group_cyclic(3))", "cat('main', escnn_is_main(), '\\n')"),
    file.path(trap$folder, "script.R")
  )
  done <- in_trap(trap, c(
    "escnn_available()",
    "invisible(capture.output(s <- escnn_sitrep()))",
    "m <- field_type(gspace_rot2d_on_r2(n = 4), 'trivial') |> nn_r2_conv('trivial', 3)",
    "x <- array(runif(8 * 49), c(8, 1, 7, 7))",
    "y <- x[, , 2:6, 2:6, drop = FALSE]",
    "f <- fit(m, x, y, epochs = 1, batch_size = 4, workers = 2, verbose = FALSE)",
    "torch$linalg$norm(torch$ones(3L))",
    # the user's own modules are found all the same
    "cat('own', reticulate::import('mine')$answer, '\\n')",
    "cat('problems', nrow(s$problems), '\\n')",
    # a launched script and what starts it look elsewhere, too
    "escnn_launch('script.R', workers = 2)"
  ), env = c(PYTHONPATH = ":/nowhere"))
  expect_identical(done$status, 0L, label = paste(done$stdout, done$stderr))
  expect_match(done$stdout, "own 42")
  expect_match(done$stdout, "problems 0")
  expect_match(done$stdout, "main TRUE")
  expect_null(trap$marks())
})

test_that("it doesn't matter who starts Python, or when escnn is attached", {
  skip_on_cran()
  skip_without_escnn()
  skip_unless_installed()
  trap <- local_trap(setdiff(trap_names, c("importlib", "signal", "rpytools")))
  python <- py_invoke("escnn_r.training.distributed.torchrun.interpreter")
  done <- in_new_r(c(
    paste0("setwd(", deparse(trap$folder), ")"),
    paste0("reticulate::use_python(", deparse(python), ")"),
    "invisible(reticulate::import('sys')$version)",
    "library(escnn)",
    "print(group_cyclic(4))",
    "invisible(reticulate::import('escnn')$nn)"
  ))
  expect_identical(done$status, 0L, label = paste(done$stdout, done$stderr))
  expect_null(trap$marks())
})

test_that("programs of an installation don't look into the working folder", {
  skip_without_escnn()
  trap <- local_trap(c(trap_names, "ensurepip"))
  python <- py_invoke("escnn_r.training.distributed.torchrun.interpreter")
  withr::local_dir(trap$folder)
  run <- function(args) {
    run_process(python, args, env = clean_python_env(), error_on_status = FALSE)
  }
  expect_match(run(isolated_args("pip", "--version"))$stdout, "^pip ")
  expect_identical(run(isolated_args("venv", "--help"))$status, 0L)
  expect_identical(run(module_args("platform"))$status, 0L)
  expect_true(probe_escnn(python)$escnn)
  expect_true(full_report(python)$report$escnn$ok)
  expect_null(trap$marks())
})

test_that("code runs in an empty folder and comes back", {
  here <- normalizePath(withr::local_tempdir())
  withr::local_dir(here)
  there <- in_empty_folder(getwd())
  expect_false(normalizePath(there, mustWork = FALSE) == here || dir.exists(there))
  expect_error(in_empty_folder(stop("broken")), "broken")
  expect_identical(normalizePath(getwd()), here)
  expect_identical(whole_path(c("/a", "b/c", "C:/d")), c("/a", file.path(getwd(), "b/c"), "C:/d"))
})

test_that("a Python that is named by a relative path starts", {
  skip_on_cran()
  skip_without_escnn()
  skip_unless_installed()
  python <- py_invoke("escnn_r.training.distributed.torchrun.interpreter")
  environment <- dirname(dirname(python))
  done <- in_new_r(
    c(
      paste0("setwd(", deparse(dirname(environment)), ")"), "library(escnn)",
      "print(group_cyclic(4))"
    ),
    env = c(ESCNN_PYTHON = file.path(basename(environment), "bin", basename(python)))
  )
  expect_identical(done$status, 0L, label = paste(done$stdout, done$stderr))
  expect_match(done$stdout, "C4")
})

test_that("the working folder is told from what PYTHONPATH asks for", {
  folder <- normalizePath(withr::local_tempdir())
  withr::local_dir(folder)
  path <- c("", ".", folder, "/usr/lib/python3")
  expect_identical(is_working_folder(path, character()), c(TRUE, TRUE, TRUE, FALSE))
  expect_identical(is_working_folder(path, folder), c(TRUE, TRUE, FALSE, FALSE))
  expect_identical(python_path_entries(":/a::/b:"), c("/a", "/b"))
  withr::local_envvar(PYTHONPATH = ":/a:")
  expect_identical(python_path_env(), c(PYTHONPATH = "/a"))
  withr::local_envvar(PYTHONPATH = NA)
  expect_null(python_path_env())
})
