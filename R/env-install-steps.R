# The steps of install_escnn(). An environment is built where it will stay, for
# virtualenvs can't be moved; one that is there already waits aside until the
# new one has proved itself.

build_env <- function(job) {
  files <- job$files
  job$machine <- machine_facts()
  job$device <- resolve_device(job$device, job$machine)
  check_wheel_folder(job)
  base <- choose_base(job)
  done <- FALSE
  if (dir.exists(files$path) && !file.rename(files$path, files$previous)) {
    abort_step(
      job, paste0("The old environment can't be moved aside: '", files$path, "' is in use.")
    )
  }
  on.exit({
    if (!done) restore_previous(files)
  })
  dir.create(files$path, recursive = TRUE)
  write_json_file(list(pid = Sys.getpid()), files$pending)
  run_step(job, "Creating the virtual environment", base$python, isolated_args("venv", files$path))
  others <- job$pins$requirements
  install_pins(job, others[others$name != "torch", ], c("Python package", "Python packages"))
  source <- install_torch(job)
  install_extras(job, job$extras)
  report <- verify_env(job)
  write_marker(job, base, source)
  unlink(files$pending)
  done <- TRUE
  unlink(files$previous, recursive = TRUE)
  say_done(job, report)
}

add_extras <- function(job) {
  marker <- read_json_file(job$files$marker)
  install_extras(job, setdiff(job$extras, unlist(marker$extras)))
  marker$extras <- as.list(union(unlist(marker$extras), job$extras))
  write_json_file(marker, job$files$marker)
}

choose_base <- function(job) {
  plan <- plan_base(job, job$pins)
  if (!plan$ok && job$ask && is.null(job$python) && offer_python(job)) {
    plan <- plan_base(job, job$pins)
  }
  if (!plan$ok) {
    # the other list of pins may go with a Python that is there
    other <- startable_pins(read_pins(setdiff(c("default", "current"), job$pins$name)))
    other_plan <- plan_base(job, other)
    remedy <- sprintf("install_escnn(pins = \"%s\"), on Python %s", other$name, other_plan$version)
    remedy <- c("in R, with the Python that is there" = if (other_plan$ok) remedy)
    plan$remedies <- c(remedy, plan$remedies)
    abort_no_suitable_python(plan, job$pins, job$call)
  }
  say_step(
    job, cli::format_inline("Found Python {plan$version}: {.path {plan$python}} ({plan$source})")
  )
  plan
}

plan_base <- function(job, pins) {
  plan_install(pins, find_pythons(pins$python, job$python), job$machine, job$python)
}

# Offers to get a Python; TRUE if something was installed.
offer_python <- function(job) {
  version <- job$pins$python[[1]]
  uv <- job$machine$uv
  offers <- c(
    uv = if (nzchar(uv)) "Yes, with uv (ready-made, under a minute)",
    reticulate = "Yes, with reticulate::install_python() (may compile, 5 minutes or more)",
    no = "No"
  )
  cli::cli_alert_warning("No Python {version} was found. Install one, for you alone?")
  choice <- c("no", names(offers))[[utils::menu(unname(offers)) + 1L]]
  switch(choice,
    uv = run_step(job, "Installing Python", uv, c("python", "install", version)),
    reticulate = reticulate::install_python(paste0(version, ":latest"))
  )
  choice != "no"
}

# `what` is what one and several of them are called.
install_pins <- function(job, pins, what) {
  count <- nrow(pins)
  run_pip(
    job, sprintf("Installing %d %s", count, what[[if (count == 1) 1L else 2L]]),
    c("--no-deps", "-r", requirements_file(job, pins$line))
  )
}

install_extras <- function(job, extras) {
  for (extra in extras) {
    install_pins(job, job$pins$extras[[extra]], extra_nouns[[extra]])
  }
}

requirements_file <- function(job, lines) {
  file <- tempfile("requirements-", job$files$tmp, ".txt")
  writeLines(lines, file)
  file
}

run_pip <- function(job, label, args) {
  run_step(
    job, label, job$files$python,
    isolated_args(
      "pip", "install", "--only-binary=:all:", "--no-input", "--progress-bar=off",
      "--disable-pip-version-check", "--retries=3",
      if (!is.null(job$wheels)) c("--no-index", "--find-links", job$wheels), args
    ),
    status = pip_status, extra = function(doing) downloaded(doing, job$files$tmp)
  )
}

# Runs one program of the installation; its output is added to the log.
run_step <- function(job, label, command, args, ...) {
  start <- Sys.time()
  cat("$", command, args, "\n", file = job_log(job), append = TRUE)
  env <- clean_python_env(TMPDIR = job$files$tmp, TEMP = job$files$tmp, TMP = job$files$tmp,
                          PIP_USER = "0", ESCNN_R_CACHE = cache_dir(), PYTHONUNBUFFERED = "1")
  run <- run_logged(command, args, env, label, job$quiet, job_log(job), supervise = TRUE, ...,
                    tick = function() Sys.setFileTime(job$files$lock, Sys.time()))
  if (!identical(run$status, 0L)) {
    abort_step(job, sprintf("%s failed.", label), run$output)
  }
  say_step(job, paste0(label, " [", elapsed(start), "]"))
}

# In the session's temporary folder, but not lost with it when R is killed.
job_log <- function(job) {
  log <- file.path(tempdir(), paste0("escnn-install-", format(job$start, "%H%M%S"), ".log"))
  cat("", file = log, append = TRUE)
  log
}

abort_step <- function(job, message, lines = character()) {
  log <- job_log(job)
  diagnosis <- diagnose_log(lines)
  left <- if (dir.exists(job$files$previous)) {
    "The previous environment was put back."
  } else {
    "Nothing is left behind."
  }
  cli::cli_abort(
    c(
      verbatim(message),
      verbatim(diagnosis$problem, "x"),
      verbatim(diagnosis$remedy, "i"),
      verbatim(log_tail(lines), " "),
      i = "{left} The whole log is in {.path {log}}."
    ),
    class = error_class("install"),
    log = log,
    call = job$call
  )
}

verify_env <- function(job) {
  start <- Sys.time()
  looked <- full_report(job$files$python, "Checking that everything works", job$quiet,
                        log = job_log(job), supervise = TRUE)
  report <- looked$report
  if (isTRUE(report$escnn$ok)) {
    say_step(job, paste0("Checked that everything works [", elapsed(start), "]"))
    return(report)
  }
  error <- report$escnn$error
  message <- if (is.null(report)) {
    "The new environment was built, but Python's escnn does not work in it."
  } else {
    paste0("The new environment was built, but Python's escnn does not load in it (",
           error$type, ": ", error$message, ").")
  }
  abort_step(job, message, looked$output)
}

write_marker <- function(job, base, source) {
  write_json_file(
    list(
      pins = job$pins$name,
      requirements = job$pins$requirements$line,
      extras = as.list(job$extras),
      device = job$device,
      torch_from = source,
      python = base$version,
      base = base$python,
      made = format(Sys.time(), "%Y-%m-%dT%H:%M:%S%z"),
      escnn_r = as.character(utils::packageVersion("escnn"))
    ),
    job$files$marker
  )
}

say_step <- function(job, text) {
  if (!job$quiet) cli::cli_alert_success("{text}")
}

say_done <- function(job, report) {
  if (job$quiet) {
    return(invisible())
  }
  torch <- report$torch
  device <- if (isTRUE(torch$cuda$available)) "with CUDA" else "on the CPU"
  cli::cli_alert_success(
    "escnn {report$packages$escnn} is ready, with Python {report$python$version} and PyTorch
     {torch$version} {device}, in {.path {tilde(job$files$path)}} [{elapsed(job$start)}]"
  )
}
