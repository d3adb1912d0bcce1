# How many threads PyTorch may take, as a plan: what the session says in, a number
# and its reason out. Nothing here starts Python.

# Threads that wait for others spin by default, and take the processor from the
# thread that they wait for, where another program needs one. Libraries read
# these when they are loaded. In order: OpenMP of any make, that of Intel and
# LLVM (which MKL may use), OpenBLAS (as a power of two of processor cycles).
sleeping_threads <- c(
  OMP_WAIT_POLICY = "PASSIVE", KMP_BLOCKTIME = "0", OPENBLAS_THREAD_TIMEOUT = "4"
)

# Those that the user has not set.
waiting_env <- function() {
  sleeping_threads[!nzchar(Sys.getenv(names(sleeping_threads)))]
}

# Once a session, before Python loads PyTorch. What has loaded OpenMP before, as
# R itself does on some systems, has read the variables already; children
# inherit them.
wait_asleep <- function() {
  if (!is.null(the$openmp)) {
    return(invisible())
  }
  variables <- waiting_env()
  the$openmp <- if ("OMP_WAIT_POLICY" %in% names(variables)) openmp_libraries() else character()
  set_for_python(variables)
}

# An OpenMP that was there before shares its name with PyTorch's, and takes its
# place, in newer versions: there its threads are made to sleep in another way.
calm_openmp <- function() {
  early <- grep("^libgomp", basename(the$openmp))
  for (path in setdiff(the$openmp[early], the$calm)) {
    waiting <- reticulate::import("escnn_r.compat", convert = FALSE)
    if (isTRUE(reticulate::py_to_r(waiting$crowd(path)))) the$calm <- c(the$calm, path)
  }
  invisible()
}

# Files of OpenMP in this process, where the system tells.
openmp_libraries <- function(maps = "/proc/self/maps") {
  lines <- read_if_there(maps)
  paths <- unique(sub("^[^/]*", "", grep("/", lines, value = TRUE, fixed = TRUE)))
  paths[grepl("^lib(g|i)?omp", basename(paths))]
}

# PyTorch's threads sleep if it has loaded an OpenMP of its own since, or shares
# one that is calm.
threads_sleep <- function(before = the$openmp, calm = the$calm, now = openmp_libraries()) {
  length(setdiff(before, calm)) == 0 || length(setdiff(now, before)) > 0
}

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

# How many workers there are of the cluster or the daemons that this process is
# one of; NULL for other processes. Workers of forks can't use Python.
worker_count <- function(arguments = commandArgs(), running = command_lines()) {
  own_mark <- worker_mark(paste(arguments, collapse = " "))
  if (is.null(own_mark)) {
    return(NULL)
  }
  # where the system doesn't tell of others, there may be as many as cores
  if (is.null(running)) {
    return(max(1L, parallel::detectCores(), na.rm = TRUE))
  }
  max(1L, sum(vapply(running, function(line) identical(worker_mark(line), own_mark), NA)))
}

# What workers of the same cluster have in common: the place that they report to.
worker_mark <- function(line) {
  patterns <- c(
    # of 'parallel' and 'parallelly', which is future's
    "[.](work|slave)RSOCK.*\\bPORT=[0-9]+", "mirai::+daemon\\([\"'][^\"']+"
  )
  for (pattern in patterns) {
    mark <- regmatches(line, regexpr(pattern, line, useBytes = TRUE))
    if (length(mark)) {
      return(sub("^.*(PORT=|daemon\\()", "\\1", mark, useBytes = TRUE))
    }
  }
  NULL
}

# Command lines of all processes; NULL where the system doesn't tell.
command_lines <- function(root = "/proc") {
  folders <- list.files(root, "^[0-9]+$", full.names = TRUE)
  if (length(folders) == 0L) {
    return(NULL)
  }
  unlist(lapply(file.path(folders, "cmdline"), function(path) {
    tryCatch(
      {
        bytes <- readBin(path, "raw", 1e5)
        bytes[bytes == 0] <- charToRaw(" ")
        rawToChar(bytes)
      },
      error = function(e) character(), warning = function(w) character()
    )
  }))
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

# How many processors the system lets this process run on; NULL where it doesn't say.
allowed_cores <- function(status = "/proc/self/status") {
  line <- grep("^Cpus_allowed_list:", read_if_there(status), value = TRUE)
  if (length(line) != 1L) {
    return(NULL)
  }
  parts <- strsplit(trimws(sub("^[^:]*:", "", line)), ",", fixed = TRUE)[[1]]
  ends <- lapply(strsplit(parts, "-", fixed = TRUE), as.integer)
  as.integer(sum(vapply(ends, function(e) e[[length(e)]] - e[[1]] + 1L, 0L)))
}

# How many processors' time the control groups of this process have, the
# tightest of those that lie in each other; NULL where there is no limit.
cgroup_quota <- function(root = "/") {
  lines <- strsplit(read_if_there(file.path(root, "proc/self/cgroup")), ":", fixed = TRUE)
  quotas <- unlist(lapply(lines, function(parts) {
    if (length(parts) < 3L) {
      return(NULL)
    }
    controllers <- strsplit(parts[[2]], ",", fixed = TRUE)[[1]]
    unified <- length(controllers) == 0
    if (!unified && !"cpu" %in% controllers) {
      return(NULL)
    }
    mounts <- if (unified) c("", "unified") else c(parts[[2]], "cpu")
    files <- if (unified) "cpu.max" else c("cpu.cfs_quota_us", "cpu.cfs_period_us")
    homes <- file.path(root, "sys/fs/cgroup", mounts)
    folders <- outer(homes, folders_above(parts[[3]]), paste0)
    unlist(lapply(folders, quota_in, files))
  }))
  if (length(quotas)) min(quotas)
}

# "/a/b" gives "/a/b", "/a", "".
folders_above <- function(path) {
  steps <- Filter(nzchar, strsplit(path, "/", fixed = TRUE)[[1]])
  paths <- Reduce(function(above, step) paste0(above, "/", step), steps, "", accumulate = TRUE)
  rev(unlist(paths))
}

# Version 2 has both numbers in one file, version 1 one in each.
quota_in <- function(folder, files) {
  lines <- unlist(lapply(file.path(folder, files), read_if_there))
  numbers <- suppressWarnings(as.numeric(unlist(strsplit(lines, " +"))))
  if (length(numbers) == 2L && !anyNA(numbers) && all(numbers > 0)) numbers[[1]] / numbers[[2]]
}

read_if_there <- function(path) {
  if (!file.exists(path)) {
    return(character())
  }
  tryCatch(readLines(path, warn = FALSE), error = function(e) character())
}
