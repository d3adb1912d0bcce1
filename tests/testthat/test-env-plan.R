env <- function(status = "ready", ...) {
  utils::modifyList(
    list(path = "/envs/r-escnn", python = "/envs/r-escnn/bin/python", status = status,
         detail = character(), installing = FALSE, previous = FALSE),
    list(...)
  )
}

state <- function(..., env_status = "ready") {
  base <- list(envname = "r-escnn", env = env(env_status))
  utils::modifyList(base, list(...))
}

good <- list(works = TRUE, version = "3.10.13", escnn = TRUE, torch = TRUE, numpy = "1.26.4")

test_that("the managed environment is used when nothing else is said", {
  plan <- plan_python(state())
  expect_true(plan$ok)
  expect_equal(plan$python, "/envs/r-escnn/bin/python")
  expect_snapshot(plan)
})

test_that("every state of the environment has its answer", {
  expect_snapshot({
    plan_python(state(env_status = "absent"))
    plan_python(state(env_status = "incomplete"))
    plan_python(state(env = env("broken", detail = "packages are missing: scipy, numpy")))
    plan_python(state(env = env("stale", detail = c("torch is 1, not 2", "scipy is 1, not 2"))))
    plan_python(state(env_status = "other"))
    plan_python(state(env_status = "foreign", probe = list(works = TRUE, escnn = FALSE)))
    plan_python(state(env_status = "foreign", probe = good))
    plan_python(state(env = env("incomplete", installing = TRUE, previous = TRUE)))
    plan_python(state(env = env("incomplete", previous = TRUE)))
    plan_python(state(env = env("absent", previous = TRUE)))
  })
})

test_that("an environment that is stale is used all the same", {
  plan <- plan_python(state(env = env("stale", detail = "torch is 1, not 2")))
  expect_true(plan$ok)
  expect_match(plan$note, "install_escnn")
})

test_that("what the user names comes first, this package's settings before reticulate's", {
  which <- function(...) plan_python(state(..., probe = good))$python
  expect_equal(
    which(option = "/o", escnn_env = "/e", reticulate_env = "/r", requested = "/u"), "/o"
  )
  expect_equal(which(escnn_env = "/e", reticulate_env = "/r", requested = "/u"), "/e")
  expect_equal(which(reticulate_env = "/r", requested = "/u"), "/r")
  expect_equal(which(requested = "/u"), "/u")
  expect_equal(which(reticulate_env = "managed"), "/envs/r-escnn/bin/python")
  expect_true(plan_python(state(option = "/o", probe = good, env_status = "absent"))$ok)
})

test_that("a Python named by the user that can't be used is told", {
  expect_snapshot({
    plan_python(state(
      option = "/o/python", probe = list(works = FALSE, error = "the file does not exist")
    ))
    plan_python(state(
      escnn_env = "/e/python", probe = list(works = FALSE, error = "it does not start")
    ))
    plan_python(state(
      reticulate_env = "/r/python",
      probe = list(works = TRUE, version = "3.12.1", escnn = FALSE, torch = TRUE)
    ))
    plan_python(state(
      requested = "/u/python", probe = list(works = TRUE, version = "3.9.1", escnn = FALSE)
    ))
  })
})

test_that("a Python that is running already is kept, if it has escnn", {
  running <- list(python = "/usr/bin/python3", version = "3.11", escnn = TRUE)
  plan <- plan_python(state(running = running, env_status = "absent"))
  expect_true(plan$ok)
  expect_equal(plan$python, "/usr/bin/python3")
  running$escnn <- FALSE
  expect_snapshot({
    plan_python(state(running = running))
    plan_python(state(running = running, env_status = "absent"))
    own <- list(python = "/envs/r-escnn/bin/python", version = "3.10", escnn = FALSE)
    plan_python(state(running = own))
  })
})

# From which Python to build ------------------------------------------------

found <- function(version = "3.10.13", path = "/usr/bin/python3.10", ...) {
  base <- data.frame(
    source = "PATH", path = path, version = version, executable = path, venv = TRUE,
    ensurepip = TRUE, shared = TRUE, bits = 64, machine = "x86_64", free_threaded = FALSE,
    version_short = sub("^([0-9]+[.][0-9]+).*", "\\1", version)
  )
  base[names(list(...))] <- list(...)
  base
}

machine <- function(os = "linux", ...) {
  utils::modifyList(
    list(
      os = os, distro = "", distro_version = "", arch = "x86_64", uv = "", brew = "",
      nvidia = FALSE
    ),
    list(...)
  )
}

pins <- list(name = "default", python = "3.10")

test_that("the first Python that fits is taken, of the preferred version", {
  all <- rbind(found("3.12.1", "/c"), found("3.11.2", "/a"), found("3.11.9", "/b"))
  plan <- plan_install(list(python = c("3.11", "3.12")), all, machine())
  expect_equal(plan$python, "/a")
  expect_equal(plan_install(list(python = "3.12"), all, machine())$python, "/c")
  expect_false(plan_install(pins, all, machine())$ok)
  expect_false(plan_install(pins, found()[0, ], machine())$ok)
})

test_that("why a Python can't be used is told", {
  reason <- function(..., on = machine()) unsuitable(found(...), pins, on)
  expect_equal(reason(), "")
  expect_snapshot({
    reason("3.9.1")
    reason(bits = 32)
    reason(machine = "x86_64", on = machine("macos", arch = "arm64"))
    reason(free_threaded = TRUE)
    reason(shared = FALSE)
    reason(ensurepip = FALSE)
  })
})

test_that("how to get a Python is told, for every system", {
  tell <- function(machine, found = NULL, wanted = pins, python = NULL) {
    if (is.null(found)) found <- found()[0, ]
    abort_no_suitable_python(plan_install(wanted, found, machine, python), wanted, NULL)
  }
  current <- list(python = c("3.11", "3.12"))
  expect_snapshot(error = TRUE, {
    tell(machine())
    tell(machine(distro = "ubuntu", distro_version = "22.04"))
    tell(machine(distro = "ubuntu", distro_version = "22.04"), found(ensurepip = FALSE))
    tell(machine(distro = "debian", distro_version = "12", uv = "/usr/bin/uv"))
    tell(machine(distro = "debian", distro_version = "12"), wanted = current)
    tell(machine(distro = "fedora"))
    tell(machine("macos", brew = "/opt/homebrew/bin/brew"))
    tell(machine("windows"))
    tell(machine(), found("3.9.1", "/my/python"), python = "/my/python")
  })
})

test_that("the device is chosen by what there is", {
  expect_equal(resolve_device("auto", machine()), "cpu")
  expect_equal(resolve_device("auto", machine(nvidia = TRUE)), "cuda")
  expect_equal(resolve_device("auto", machine("macos")), "cpu")
  expect_equal(resolve_device("cpu", machine(nvidia = TRUE)), "cpu")
  expect_snapshot(error = TRUE, resolve_device("cuda", machine("macos")))
})

test_that("the distribution is read", {
  release <- withr::local_tempfile()
  writeLines(c("ID=ubuntu", "VERSION_ID=\"22.04\"", "NAME=\"Ubuntu\""), release)
  expect_equal(machine_facts(release)[c("distro", "distro_version")],
               list(distro = "ubuntu", distro_version = "22.04"))
  expect_equal(machine_facts("/nowhere")$distro, "")
})
