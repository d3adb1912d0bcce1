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
