test_that("an interrupted and a killed installation are cleaned up", {
  skip_if_no_base_python()
  tiny <- local_tiny_install()
  add_tiny_env(tiny)
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
