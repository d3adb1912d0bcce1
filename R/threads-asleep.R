# Threads that wait, and how they come to sleep meanwhile.

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
