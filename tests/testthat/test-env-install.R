test_that("a fresh environment is built offline, kept when repeated, and extended", {
  skip_if_no_base_python()
  tiny <- local_tiny_install()
  # no compilers, no pip settings of the machine
  withr::local_envvar(PATH = "/nowhere", CC = "/nowhere/cc", PIP_CONFIG_FILE = "/dev/null")
  install <- function(...) install_escnn(python = tiny$python, wheels = tiny$wheels, ...)
  expect_snapshot(install(), transform = neutral)
  state <- env_state(tiny$env)
  expect_equal(state$status, "ready")
  expect_equal(state$marker$torch_from, "folder")
  left <- env_files(tiny$env)[c("lock", "tmp", "previous", "pending")]
  expect_false(any(file.exists(unlist(left))))
  keep_tiny_env(tiny)

  made <- file.mtime(state$python)
  time <- system.time(expect_snapshot(install(), transform = neutral))[["elapsed"]]
  expect_lt(time, 3)
  expect_snapshot(install(extras = "dev"), transform = neutral)
  expect_equal(file.mtime(state$python), made)
  expect_true("tinytool" %in% names(installed_packages(tiny$env)))
  expect_silent(install(extras = "dev", quiet = TRUE))
  # only what is not there yet
  expect_snapshot(install(extras = c("dev", "pointcloud")), transform = neutral)
  expect_true(all(c("tinycloud", "tinytree") %in% names(installed_packages(tiny$env))))
  expect_identical(unlist(env_state(tiny$env)$marker$extras), c("dev", "pointcloud"))
  expect_equal(file.mtime(state$python), made)
})

test_that("a failed installation leaves nothing, or what was there before", {
  skip_if_no_base_python()
  tiny <- local_tiny_install("error = {'type': 'ImportError', 'message': 'no {libgomp}'}")
  install <- function(...) install_escnn(python = tiny$python, wheels = tiny$wheels, ...)
  expect_snapshot(install(quiet = TRUE), error = TRUE, transform = neutral)
  expect_false(dir.exists(tiny$env))

  write_tiny_report(tiny$root)
  add_tiny_env(tiny)
  made <- env_state(tiny$env)$marker$made
  write_tiny_report(tiny$root, "raise SystemExit(1)")
  expect_snapshot(install(pins = "current", quiet = TRUE), error = TRUE, transform = neutral)
  expect_equal(env_state(tiny$env)$status, "ready")
  expect_equal(env_state(tiny$env)$marker$made, made)
  expect_equal(dir(dirname(tiny$env)), "r-tiny")

  # a package that is gone, or another version of it
  folder <- Sys.glob(file.path(tiny$env, "lib/python3*/site-packages"))
  file.rename(file.path(folder, "numpy-1.26.dist-info"), file.path(folder, "numpy-2.0.dist-info"))
  expect_equal(env_state(tiny$env)[c("status", "detail")],
               list(status = "stale", detail = "numpy is 2.0, not 1.26"))
  unlink(file.path(folder, "numpy-2.0.dist-info"), recursive = TRUE)
  expect_equal(env_state(tiny$env)[c("status", "detail")],
               list(status = "broken", detail = "packages are missing: numpy"))
  unlink(env_files(tiny$env)$python)
  expect_match(env_state(tiny$env)$detail, "built from is gone")

  # the other list takes its place
  write_tiny_report(tiny$root)
  install(quiet = TRUE, pins = "current")
  expect_equal(env_state(tiny$env)$status, "ready")
  expect_equal(installed_packages(tiny$env)[["torch"]], "2.0")
})

test_that("what install_escnn() has not made is not touched", {
  root <- withr::local_tempdir()
  withr::local_envvar(WORKON_HOME = root)
  dir.create(file.path(root, "mine"))
  file.create(file.path(root, "mine", "thesis.txt"))
  dir.create(file.path(root, "venv"))
  file.create(file.path(root, "venv", "pyvenv.cfg"))
  expect_snapshot(error = TRUE, transform = neutral, {
    install_escnn("mine", reinstall = TRUE)
    install_escnn("venv")
  })
  expect_true(file.exists(file.path(root, "mine", "thesis.txt")))
  expect_setequal(dir(root), c("mine", "venv"))
})

test_that("wrong arguments are told", {
  folder <- withr::local_tempdir()
  expect_snapshot(error = TRUE, {
    install_escnn(3)
    install_escnn(pins = "newest")
    install_escnn(device = "gpu")
    install_escnn(wheels = "/nowhere")
    install_escnn(extras = "docs")
    install_escnn(quiet = NA)
  })
  # as from the function that was called
  error <- rlang::catch_cnd(install_escnn(wheels = 3), "escnn_error_argument")
  expect_identical(error$call[[1]], quote(install_escnn))
})
