# What the system tells of the processors that this process may use, and of other processes
# that it shares them with.

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
