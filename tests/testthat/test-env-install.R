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

  made <- file.mtime(state$python)
  time <- system.time(expect_snapshot(install(), transform = neutral))[["elapsed"]]
  expect_lt(time, 3)
  expect_snapshot(install(extras = "dev"), transform = neutral)
  expect_equal(file.mtime(state$python), made)
  expect_true("tinytool" %in% names(installed_packages(tiny$env)))
  expect_silent(install(extras = "dev", quiet = TRUE))
})

test_that("a failed installation leaves nothing, or what was there before", {
  skip_if_no_base_python()
  tiny <- local_tiny_install("error = {'type': 'ImportError', 'message': 'no {libgomp}'}")
  install <- function(...) install_escnn(python = tiny$python, wheels = tiny$wheels, ...)
  expect_snapshot(install(quiet = TRUE), error = TRUE, transform = neutral)
  expect_false(dir.exists(tiny$env))

  write_tiny_report(tiny$root)
  install(quiet = TRUE)
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

test_that("an interrupted and a killed installation are cleaned up", {
  skip_if_no_base_python()
  tiny <- local_tiny_install()
  install_escnn(wheels = tiny$wheels, quiet = TRUE)
  made <- env_state(tiny$env)$marker$made
  write_tiny_report(tiny$root, c(
    "import os, time", "open(os.environ['HERE'], 'w').write(str(os.getpid()))", "time.sleep(120)"
  ))
  here <- file.path(tiny$root, "checking")
  begin <- function() {
    unlink(here)
    process <- start_r(
      sprintf(
        "escnn::install_escnn(wheels = '%s', pins = 'current', reinstall = TRUE)", tiny$wheels
      ),
      HERE = here
    )
    expect_true(wait_until(function() file.exists(here) && file.size(here) > 0))
    expect_true(dir.exists(env_files(tiny$env)$previous))
    process
  }
  is_gone <- function() !tools::pskill(as.integer(readLines(here, warn = FALSE)), 0L)

  process <- begin()
  expect_true(env_state(tiny$env)$installing)
  expect_snapshot(install_escnn(wheels = tiny$wheels, reinstall = TRUE), error = TRUE,
                  transform = function(x) gsub("number [0-9]+", "number <n>", neutral(x)))
  process$interrupt()
  process$wait(20000)
  expect_true(wait_until(is_gone, 10))
  expect_equal(env_state(tiny$env)$status, "ready")
  expect_equal(env_state(tiny$env)$marker$made, made)
  expect_equal(dir(dirname(tiny$env)), "r-tiny")

  process <- begin()
  process$signal(9L)
  process$wait(20000)
  expect_true(wait_until(is_gone, 10))
  state <- env_state(tiny$env)
  expect_equal(state[c("status", "installing", "previous")],
               list(status = "incomplete", installing = FALSE, previous = TRUE))
  plan <- plan_env(list(envname = "r-tiny", env = state))
  expect_true(plan$ok && plan$restore)
  write_tiny_report(tiny$root)
  expect_snapshot(install_escnn(wheels = tiny$wheels), transform = neutral)
  expect_equal(env_state(tiny$env)$marker$made, made)
  expect_equal(dir(dirname(tiny$env)), "r-tiny")
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
})

test_that("a folder that lacks wheels is told, with the command that gets them", {
  pins <- parse_pins(c(
    "torch==1.13.1", "Jinja2==3.1.6", "a-b==1", "w==1 ; sys_platform == \"win32\""
  ))
  files <- c(
    "torch-1.13.1+cpu-cp310-cp310-linux.whl", "jinja2-3.1.6-py3-none-any.whl",
    "a_b-2-py3-none-any.whl"
  )
  expect_equal(missing_wheels(pins, files)$name, "a-b")
  expect_equal(missing_wheels(pins, character())$name, c("torch", "Jinja2", "a-b"))

  root <- withr::local_tempdir()
  job <- list(wheels = root, pins = list(python = "3.10", requirements = pins), device = "cpu",
              machine = list(os = "linux"), call = NULL)
  expect_snapshot(check_wheel_folder(job), error = TRUE, transform = neutral)
  job$device <- "cuda"
  expect_snapshot(check_wheel_folder(job), error = TRUE, transform = neutral)
})

test_that("common failures are recognised", {
  cases <- c(
    "OSError: [Errno 28] No space left on device",
    "The virtual environment was not created successfully because ensurepip is not available.",
    "SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))",
    "ProxyError('Cannot connect to proxy.')",
    "NewConnectionError: [Errno -3] Temporary failure in name resolution",
    "zipfile.BadZipFile: Bad magic number",
    "ERROR: torch.whl is not a supported wheel on this platform.",
    "ERROR: No matching distribution found for torch==1.13.1",
    "PermissionError: [Errno 13] Permission denied: '/x'",
    "MemoryError"
  )
  found <- lapply(cases, diagnose_log)
  expect_length(unique(lapply(found, `[[`, "problem")), length(log_rules))
  expect_snapshot(for (case in found) cat(case$problem, case$remedy, "", sep = "\n"))
  expect_null(diagnose_log("all is well"))
  # a missing network is the reason, not the missing package that follows
  expect_match(diagnose_log(cases[c(8, 5)])$problem, "no connection")
})

test_that("pip's output is told in a few words", {
  lines <- c(
    "Collecting torch==1.13.1",
    "  Downloading torch-1.13.1-cp310-cp310-manylinux1_x86_64.whl (887.5 MB)",
    "  Using cached nvidia_cublas_cu11-11.10.3.66-py3-none-manylinux1_x86_64.whl (317.1 MB)",
    "Processing ./wheels/escnn-1.0.11-py3-none-any.whl",
    "Installing collected packages: a, b, c, d, e, f",
    "Requirement already satisfied: wheel"
  )
  expect_snapshot(lapply(lines, pip_status))
})

test_that("times are short", {
  start <- as.POSIXct("2024-01-01")
  expect_equal(vapply(c(0.44, 12.3, 59.7, 65), function(s) elapsed(start, start + s), ""),
               c("0.4s", "12s", "1m 0s", "1m 5s"))
})

test_that("a lock counts only while its process lives", {
  lock <- withr::local_tempfile()
  expect_false(lock_is_live(lock))
  owner <- list(pid = Sys.getpid(), host = Sys.info()[["nodename"]])
  write_json_file(owner, lock)
  expect_false(lock_is_live(lock))
  write_json_file(utils::modifyList(owner, list(host = "elsewhere")), lock)
  expect_true(lock_is_live(lock))
  expect_false(lock_is_live(lock, Sys.time() + 600))
})

test_that("an unreachable address is told soon", {
  time <- system.time(answers <- url_answers("http://127.0.0.1:9", timeout = 2))[["elapsed"]]
  expect_false(answers)
  expect_lt(time, 5)
})
