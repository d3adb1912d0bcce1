# From which Python to build the environment, or how to get one: a pure function
# of what was found on the machine.

# `found` is what find_pythons() returns, `machine` a list(os, distro, distro_version,
# arch, bits, uv, brew).
# Returns list(ok, python, version, source, rejected, remedies).
plan_install <- function(pins, found, machine, python = NULL) {
  reasons <- vapply(seq_len(nrow(found)), function(i) {
    unsuitable(found[i, ], pins, machine)
  }, "")
  order <- order(match(found$version_short, pins$python))
  suitable <- order[!nzchar(reasons[order])]
  if (length(suitable)) {
    best <- found[suitable[[1]], ]
    return(list(ok = TRUE, python = best$executable, version = best$version, source = best$source))
  }
  # a Python of another version is no news, one that nearly fits is
  close <- !is.null(python) | found$version_short %in% pins$python
  list(
    ok = FALSE,
    python = python,
    rejected = sprintf("%s (%s) %s", found$path, found$version, reasons)[close],
    remedies = install_remedies(pins, found[close, ], machine)
  )
}

# Why a Python can't be used, as the end of a sentence; "" when it can.
unsuitable <- function(found, pins, machine) {
  if (!found$version_short %in% pins$python) {
    return(sprintf("is not Python %s", paste(pins$python, collapse = " or ")))
  }
  if (found$bits != 64) {
    return("is a 32-bit Python")
  }
  if (machine$os == "macos" && found$machine != machine$arch) {
    return(sprintf("is made for %s, but R for %s", found$machine, machine$arch))
  }
  if (isTRUE(found$free_threaded)) {
    return("is a free-threaded build")
  }
  if (!found$shared) {
    return("was built without the shared library that reticulate needs")
  }
  if (!found$venv || !found$ensurepip) {
    return("lacks its `venv` part")
  }
  ""
}

# What the user can do to get a suitable Python, best first: commands by name.
install_remedies <- function(pins, close, machine) {
  version <- pins$python[[1]]
  remedies <- character()
  add <- function(how, command) remedies[[how]] <<- command
  apt <- apt_python(machine)
  no_venv <- nrow(close) > 0 && any(close$shared & !(close$venv & close$ensurepip))
  if (no_venv && machine$distro %in% c("debian", "ubuntu")) {
    short <- close$version_short[close$shared & !(close$venv & close$ensurepip)][[1]]
    add("in a terminal", sprintf("sudo apt install python%s-venv", short))
  } else if (!is.null(apt) && apt %in% pins$python) {
    add("in a terminal", sprintf("sudo apt install python%1$s-venv libpython%1$s", apt))
  } else if (machine$distro %in% c("fedora", "rhel", "rocky", "almalinux")) {
    add("in a terminal", sprintf("sudo dnf install python%1$s python%1$s-libs", version))
  } else if (machine$os == "macos" && nzchar(machine$brew)) {
    add("in a terminal", sprintf("brew install python@%s", version))
  } else if (machine$os == "windows") {
    add("in a terminal", sprintf("winget install Python.Python.%s", version))
  }
  if (nzchar(machine$uv)) {
    add("with uv, in a terminal", sprintf("uv python install %s", version))
  }
  if (machine$os == "linux" && !nzchar(machine$uv)) {
    add("in R, ready-made by conda", sprintf(
      paste0(
        "reticulate::install_miniconda(); ",
        "reticulate::conda_create(\"python%1$s\", python_version = \"%1$s\")"
      ),
      version
    ))
  }
  compiles <- machine$os != "windows"
  add(
    if (compiles) "in R, compiling it" else "in R",
    sprintf("reticulate::install_python(\"%s:latest\")", version)
  )
  remedies
}

# The Python that comes with a Debian or Ubuntu.
apt_python <- function(machine) {
  known <- c(
    "debian 12" = "3.11", "debian 13" = "3.13",
    "ubuntu 22.04" = "3.10", "ubuntu 24.04" = "3.12"
  )
  version <- unname(known[paste(machine$distro, machine$distro_version)])
  if (!is.na(version)) version
}

machine_facts <- function(release = "/etc/os-release") {
  lines <- if (file.exists(release)) readLines(release, warn = FALSE) else character()
  field <- function(name) {
    value <- grep(paste0("^", name, "="), lines, value = TRUE)
    if (length(value)) gsub("^[^=]*=|\"", "", value[[1]]) else ""
  }
  list(
    os = os_name(),
    distro = field("ID"),
    distro_version = field("VERSION_ID"),
    arch = sub("^aarch64$", "arm64", tolower(R.version$arch)),
    uv = unname(Sys.which("uv")),
    brew = unname(Sys.which("brew")),
    nvidia = has_nvidia_gpu()
  )
}

has_nvidia_gpu <- function() {
  tool <- Sys.which("nvidia-smi")
  if (!nzchar(tool)) {
    return(FALSE)
  }
  listed <- tryCatch(
    processx::run(tool, "-L", timeout = 10, error_on_status = FALSE)$stdout,
    error = function(e) ""
  )
  grepl("^GPU ", listed)
}

# What to install PyTorch as, given what was asked for.
resolve_device <- function(device, machine) {
  if (device == "auto") {
    return(if (machine$os != "macos" && machine$nvidia) "cuda" else "cpu")
  }
  if (device == "cuda" && machine$os == "macos") {
    cli::cli_abort(
      c("{.arg device} can't be \"cuda\" on macOS: there is no CUDA for it.",
        i = "Use {.code device = \"cpu\"}, whose PyTorch also drives Apple's GPUs."),
      class = c("escnn_error_argument", "escnn_error"),
      call = NULL
    )
  }
  device
}

abort_no_suitable_python <- function(plan, pins, call) {
  wanted <- paste(pins$python, collapse = " or ")
  commands <- sprintf("%s: %s", capitalise(names(plan$remedies)), unname(plan$remedies))
  problem <- if (length(plan$rejected)) {
    paste0("No Python ", wanted, " fit to build the environment was found: ",
           first_few(plan$rejected, 2), ".")
  } else {
    paste0("No Python ", wanted, " was found on this machine.")
  }
  cli::cli_abort(
    c(
      "{problem}",
      i = "Install one, then run {.run escnn::install_escnn()} again:",
      verbatim(commands, "*"),
      i = "If there is one in an unusual place, name it: {.code install_escnn(python = \"/path\")}."
    ),
    class = c("escnn_error_no_suitable_python", "escnn_error"),
    call = call
  )
}
