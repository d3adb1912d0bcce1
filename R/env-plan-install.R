# From which Python to build the environment, or how to get one: a pure function
# of what there is on the machine.

# `pythons` is what find_pythons() returns, `machine` machine_facts().
# Returns list(ok, python, version, source, rejected, remedies).
plan_install <- function(pins, pythons, machine, python = NULL) {
  faults <- vapply(seq_len(nrow(pythons)), function(i) unsuitable(pythons[i, ], pins, machine), "")
  order <- order(match(pythons$version_short, pins$python))
  suitable <- order[!nzchar(faults[order])]
  if (length(suitable)) {
    best <- pythons[suitable[[1]], ]
    return(list(ok = TRUE, python = best$executable, version = best$version, source = best$source))
  }
  # a Python of another version is no news, one that nearly fits is
  close <- !is.null(python) | pythons$version_short %in% pins$python
  list(
    ok = FALSE,
    python = python,
    rejected = sprintf("%s (%s) %s", pythons$path, pythons$version, faults)[close],
    remedies = install_remedies(pins, pythons[close, ], machine)
  )
}

# Why a Python can't be used, as the end of a sentence; "" when it can.
unsuitable <- function(python, pins, machine) {
  faults <- c(
    !python$version_short %in% pins$python,
    python$bits != 64,
    machine$os == "macos" && python$machine != machine$arch,
    isTRUE(python$free_threaded),
    !python$shared,
    !python$venv || !python$ensurepip
  )
  words <- c(
    paste("is not Python", paste(pins$python, collapse = " or ")),
    "is a 32-bit Python",
    sprintf("is made for %s, but R for %s", python$machine, toString(machine$arch)),
    "is a free-threaded build",
    "was built without the shared library that reticulate needs",
    "lacks its `venv` part"
  )
  c(words[faults], "")[[1]]
}

# What the user can do to get a suitable Python, best first: commands by name.
install_remedies <- function(pins, close, machine) {
  version <- pins$python[[1]]
  no_venv <- close$version_short[close$shared & !(close$venv & close$ensurepip)]
  system <- paste(machine$distro, machine$distro_version)
  terminal <- if (length(no_venv) && machine$distro %in% c("debian", "ubuntu")) {
    sprintf("sudo apt install python%s-venv", no_venv[[1]])
  } else if (isTRUE(apt_pythons[system] %in% pins$python)) {
    sprintf("sudo apt install python%1$s-venv libpython%1$s", apt_pythons[[system]])
  } else if (machine$distro %in% c("fedora", "rhel", "rocky", "almalinux")) {
    sprintf("sudo dnf install python%1$s python%1$s-libs", version)
  } else if (machine$os == "macos" && nzchar(machine$brew)) {
    sprintf("brew install python@%s", version)
  } else if (machine$os == "windows") {
    sprintf("winget install Python.Python.%s", version)
  }
  conda <- paste0(
    "reticulate::install_miniconda(); ",
    "reticulate::conda_create(\"python%1$s\", python_version = \"%1$s\")"
  )
  reticulate <- sprintf("reticulate::install_python(\"%s:latest\")", version)
  unlist(list(
    "in a terminal" = terminal,
    "with uv, in a terminal" = if (nzchar(machine$uv)) sprintf("uv python install %s", version),
    "in R, ready-made by conda" =
      if (machine$os == "linux" && !nzchar(machine$uv)) sprintf(conda, version),
    "in R, compiling it" = if (machine$os != "windows") reticulate,
    "in R" = if (machine$os == "windows") reticulate
  ))
}

# The Pythons that come with Debian and Ubuntu.
apt_pythons <- c(
  "debian 12" = "3.11", "debian 13" = "3.13", "ubuntu 22.04" = "3.10", "ubuntu 24.04" = "3.12"
)

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
  gpus <- tryCatch(
    run_process("nvidia-smi", "-L", timeout = 10, error_on_status = FALSE)$stdout,
    error = function(e) ""
  )
  grepl("^GPU ", gpus)
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
      class = error_class("argument"),
      call = NULL
    )
  }
  device
}

abort_no_suitable_python <- function(plan, pins, call) {
  versions <- paste(pins$python, collapse = " or ")
  commands <- sprintf("%s: %s", capital(names(plan$remedies)), unname(plan$remedies))
  problem <- if (length(plan$rejected)) {
    paste0("No Python ", versions, " fit to build the environment was found: ",
           first_few(plan$rejected, 2), ".")
  } else {
    paste0("No Python ", versions, " was found on this machine.")
  }
  cli::cli_abort(
    c(
      "{problem}",
      i = "Install one, then run {.run escnn::install_escnn()} again:",
      verbatim(commands, "*"),
      i = "If there is one in an unusual place, name it: {.code install_escnn(python = \"/path\")}."
    ),
    class = error_class("no_suitable_python"),
    call = call
  )
}
