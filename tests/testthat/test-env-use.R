test_that("without an environment the error names the place and the remedy", {
  root <- withr::local_tempdir()
  withr::local_envvar(WORKON_HOME = file.path(root, "envs"))
  plan <- plan_env(list(
    envname = "r-escnn", env = env_state(env_path("r-escnn")), no_provider = "It is too old."
  ))
  expect_snapshot(abort_no_python(plan, NULL), error = TRUE, transform = neutral)
  expect_error(abort_no_python(plan, NULL), class = "escnn_error_no_python")
})

test_that("with no environment to be found, a session is left as it was", {
  skip_on_cran()
  root <- withr::local_tempdir()
  withr::local_options(
    escnn.env_file = env_pins_file(), escnn.python_dir = python_dir(), escnn.envname = "r-escnn"
  )
  process <- start_r(
    c(
      "use <- getFromNamespace('use_escnn_python', 'escnn')",
      "cat('available', escnn::escnn_available(), '\\n')",
      "error <- tryCatch(use(), error = identity)",
      "cat(class(error)[1:2], '\\n')",
      "cat('started', reticulate::py_available(), '\\n')",
      "invisible(escnn::escnn_sitrep())"
    ),
    WORKON_HOME = file.path(root, "envs"), RETICULATE_PYTHON = "", ESCNN_PYTHON = "",
    RETICULATE_USE_MANAGED_VENV = "no"
  )
  process$wait(60000)
  output <- process$read_all_output_lines()
  expect_true("available FALSE " %in% output)
  expect_true("escnn_error_no_python escnn_error " %in% output)
  expect_true("started FALSE " %in% output)
  expect_match(output, "There is no Python environment for escnn", all = FALSE)
  expect_length(dir(root), 0)
})

test_that("a Python that lacks escnn is not started", {
  skip_if_no_base_python()
  tiny <- local_tiny_install()
  python <- tiny$python
  withr::local_envvar(ESCNN_PYTHON = python)
  process <- start_r(c(
    "use <- getFromNamespace('use_escnn_python', 'escnn')",
    "cat(conditionMessage(tryCatch(use(), error = identity)))",
    "cat('\\nstarted', reticulate::py_available(), '\\n')"
  ))
  process$wait(60000)
  output <- process$read_all_output_lines()
  expect_match(paste(output, collapse = " "), "named by ESCNN_PYTHON.*lacks escnn")
  expect_true("started FALSE " %in% output)
})

test_that("the session uses the managed environment, and passes on the cache folder", {
  skip_if_no_base_python()
  tiny <- local_tiny_install()
  add_tiny_env(tiny)
  process <- start_r(c(
    "use <- getFromNamespace('use_escnn_python', 'escnn')",
    "plan <- use()",
    "cat('same', dirname(plan$python) == dirname(reticulate::py_config()$python), '\\n')",
    "cat('cache', reticulate::py_eval(\"__import__('os').environ['ESCNN_R_CACHE']\"), '\\n')",
    "cat('left', Sys.getenv('RETICULATE_PYTHON', 'unset'), '\\n')",
    "error <- tryCatch(escnn::install_escnn(reinstall = TRUE), error = identity)",
    "cat(class(error)[[1]], '\\n')"
  ))
  process$wait(60000)
  output <- process$read_all_output_lines()
  expect_true("same TRUE " %in% output)
  expect_match(output, "^cache .*R/escnn", all = FALSE)
  expect_true("left unset " %in% output)
  expect_true("escnn_error_python_running " %in% output)
  expect_equal(env_state(tiny$env)$status, "ready")
})

test_that("environment variables are put back", {
  withr::local_envvar(A_SET = "1", A_FREE = NA)
  inside <- with_env_vars(c(A_SET = NA, A_FREE = "2"), Sys.getenv(c("A_SET", "A_FREE"), "no"))
  expect_equal(unname(inside), c("no", "2"))
  expect_equal(unname(Sys.getenv(c("A_SET", "A_FREE"), "no")), c("1", "no"))
  expect_error(with_env_vars(c(A_SET = "3"), stop("x")), "x")
  expect_equal(Sys.getenv("A_SET"), "1")
})

test_that("the folder of an environment stands for its Python", {
  root <- withr::local_tempdir()
  dir.create(file.path(root, "bin"))
  file.create(file.path(root, "bin", "python"))
  expect_equal(python_file(root), file.path(root, "bin/python"))
  expect_equal(python_file("/x/python"), "/x/python")
})

test_that("an environment of the shell or the working folder is looked at, not run", {
  root <- withr::local_tempdir()
  withr::local_dir(root)
  withr::local_envvar(VIRTUAL_ENV = NA)
  expect_null(nearby_env())
  folder <- file.path(root, ".venv/lib/python3.11/site-packages")
  dir.create(folder, recursive = TRUE)
  file.create(".venv/pyvenv.cfg")
  expect_identical(nearby_env()$lacks, c("escnn", "torch", "numpy"))
  packages <- paste0(c("escnn", "torch", "numpy"), "-1.dist-info")
  for (name in packages) dir.create(file.path(folder, name))
  expect_identical(nearby_env()$lacks, character())
  expect_match(nearby_env()$name, ".venv", fixed = TRUE)
  withr::local_envvar(VIRTUAL_ENV = file.path(root, ".venv"))
  expect_match(nearby_env()$name, "shell")
  expect_match(nearby_env("")$name, ".venv", fixed = TRUE)
  withr::local_envvar(WORKON_HOME = root)
  expect_null(named_env(NULL))
  expect_match(named_env("absent"), "absent$")
  expect_match(named_env(".venv"), "/[.]venv$")
})

test_that("reticulate is asked for a Python only after use_python() or its kin", {
  skip_unless_installed()
  found <- in_new_r(c(
    "ask <- function() cat(escnn:::nothing_requested(), '')",
    "ask()",
    "env <- list(python = tempfile())",
    "stopifnot(is.null(escnn:::requested_python(env)))",
    "reticulate::use_python(Sys.which('sh'), required = FALSE)",
    "ask()"
  ), c(RETICULATE_PYTHON = ""))
  expect_identical(trimws(found$stdout), "TRUE FALSE")
})
