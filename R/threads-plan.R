# How many threads PyTorch may take, as a plan: what the session says in, a number
# and its reason out. Nothing here starts Python.

# list(threads, fixed, reason): how many, whether always or at most, and why.
plan_threads <- function(state) {
  wish <- thread_wish(state)
  if (!is.null(wish)) {
    return(c(wish, fixed = TRUE))
  }
  if (isFALSE(state$sleep)) {
    return(list(
      threads = 1L, fixed = TRUE,
      reason = paste(
        "another package loaded OpenMP before Python started, so threads that wait would keep",
        "processors busy; set `OMP_WAIT_POLICY=passive` before R starts to use more"
      )
    ))
  }
  limits <- thread_limits(state)
  least <- which.min(vapply(limits, `[[`, 0L, "threads"))
  c(limits[[least]], fixed = FALSE)
}

# The part of the machine that one of several workers has. Limits of a process
# of its own, such as `mc.cores`, are no machine's.
worker_share <- function(state) {
  workers <- state$workers %||% 1L
  if (workers < 2L) {
    return(NULL)
  }
  machine <- min(state$cores, state$affinity, floor(state$quota %||% Inf))
  list(
    threads = max(1L, as.integer(machine %/% workers)),
    reason = paste("this process is one of", workers, "workers, which share the processors")
  )
}

# What someone has asked for, which counts as it is.
thread_wish <- function(state) {
  wish <- function(threads, reason) list(threads = as.integer(threads), reason = reason)
  if (!is.null(state$session)) {
    return(wish(state$session, "it was set by `escnn_threads()`"))
  }
  if (!is.null(state$option)) {
    return(wish(state$option, "`options(escnn.threads = )` says so"))
  }
  for (name in if (!state$launched) c("OMP_NUM_THREADS", "MKL_NUM_THREADS")) {
    n <- env_count(state$env, name)
    if (!is.null(n)) {
      return(wish(n, paste("the environment variable", name, "says so")))
    }
  }
}

thread_limits <- function(state) {
  limit <- function(threads, reason) {
    if (!is.null(threads)) list(threads = max(1L, as.integer(threads)), reason = reason)
  }
  cores <- function(n) if (n == 1) "1 core" else paste(n, "cores")
  quota <- state$quota
  variables <- lapply(thread_variables(state), function(name) {
    limit(env_count(state$env, name), paste("the environment variable", name, "allows no more"))
  })
  limits <- list(
    limit(state$cores, paste("the machine has", cores(state$cores))),
    limit(
      state$affinity, paste("this process may use", cores(state$affinity %||% 1), "of the machine")
    ),
    limit(
      if (!is.null(quota)) floor(quota + 1e-9),
      sprintf("the control group of this process allows %g processors", quota %||% 1)
    ),
    limit(state$mc_cores, "`options(mc.cores = )` allows no more"),
    limit(if (checks_limited(state$env)) 2L, "R CMD check allows no more than 2"),
    worker_share(state)
  )
  Filter(Negate(is.null), c(limits, variables))
}

# Variables of schedulers, and those of R that `parallelly::availableCores()` reads.
thread_variables <- function(state) {
  is_set <- function(name) !is.null(env_count(state$env, name))
  first <- function(...) utils::head(Filter(is_set, c(...)), 1)
  alone <- identical(env_count(state$env, "SLURM_JOB_NUM_NODES") %||% 1L, 1L)
  c(
    first("SLURM_CPUS_PER_TASK", if (alone) "SLURM_CPUS_ON_NODE"),
    first("PBS_NUM_PPN", "NCPUS"),
    first("NSLOTS"),
    first("LSB_DJOB_NUMPROC", "LSB_MAX_NUM_PROCESSORS"),
    if (is.null(state$mc_cores)) first("MC_CORES"),
    first("R_PARALLELLY_AVAILABLECORES_SYSTEM", "R_FUTURE_AVAILABLECORES_SYSTEM"),
    first("R_PARALLELLY_AVAILABLECORES_FALLBACK", "R_FUTURE_AVAILABLECORES_FALLBACK"),
    if (state$launched) first("OMP_NUM_THREADS")
  )
}

# A count that a variable holds: "4", or the first of OpenMP's "4,2".
env_count <- function(env, name) {
  value <- sub(",.*", "", env[name])
  n <- suppressWarnings(as.numeric(value))
  if (!is.na(n) && n >= 1 && n < 1e6) as.integer(n)
}

checks_limited <- function(env) {
  value <- tolower(env["_R_CHECK_LIMIT_CORES_"])
  !is.na(value) && nzchar(value) && value != "false"
}

# What plan_threads() wants to know.
thread_state <- function() {
  option <- getOption("escnn.threads")
  check_whole(option, min = 1, null = TRUE, arg = "getOption(\"escnn.threads\")", call = NULL)
  mc_cores <- getOption("mc.cores")
  env <- Sys.getenv()
  list(
    session = the$threads, option = option, launched = is_launched(),
    env = stats::setNames(as.character(env), names(env)),
    mc_cores = if (is_whole(mc_cores)) max(1L, as.integer(mc_cores)),
    cores = max(1L, parallel::detectCores(), na.rm = TRUE),
    affinity = allowed_cores(), quota = cgroup_quota(), sleep = threads_sleep(),
    workers = if (!is_launched()) worker_count()
  )
}
