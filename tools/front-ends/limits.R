# Fewer processors than the machine has: by affinity, and by control groups where they can be made.
source("tools/front-ends/common.R")
needs()
version("a machine of ", parallel::detectCores(), " processors")
ask <- "library(escnn); n <- escnn_threads(); cat(n$threads, torch$get_num_threads(), n$reason)"
clean <- c(OMP_NUM_THREADS = NA, MKL_NUM_THREADS = NA)
said <- function(...) {
  variables <- Sys.getenv(c("OMP_NUM_THREADS", "MKL_NUM_THREADS"), NA)
  Sys.unsetenv(names(variables))
  on.exit(if (!all(is.na(variables))) do.call(Sys.setenv, as.list(variables[!is.na(variables)])))
  in_r(ask, ...)$stdout
}
if (nzchar(Sys.which("taskset"))) {
  one <- said(command = "taskset", arguments = c("-c", "0", rscript))
  checked("affinity of one processor", grepl("^1 1 this process may use 1 core", one))
}
# version 1 or 2 of control groups, by whoever may make one
groups <- c("/sys/fs/cgroup/cpu", "/sys/fs/cgroup")
for (group in groups[dir.exists(groups)]) {
  inner <- file.path(group, paste0("escnn-", Sys.getpid()))
  if (!dir.create(inner, showWarnings = FALSE)) next
  quota <- file.path(inner, c("cpu.cfs_quota_us", "cpu.max"))
  text <- c("50000", "50000 100000")
  at <- which(file.exists(quota))[1]
  if (!is.na(at)) {
    writeLines(text[[at]], quota[[at]])
    shell <- sprintf("echo $$ > %s && exec \"$@\"", shQuote(file.path(inner, "cgroup.procs")))
    half <- said(command = "sh", arguments = c("-c", shell, "sh", rscript))
    checked(
      "half a processor in a control group",
      grepl("^1 1 the control group .* 0.5 proc", half)
    )
  }
  unlink(inner, recursive = TRUE)
  system2("rmdir", shQuote(inner), stderr = FALSE)
  if (!is.na(at)) break
}
slurm <- said(env = c(SLURM_CPUS_PER_TASK = "1"))
checked("a scheduler's variable", grepl("^1 1 .*SLURM_CPUS_PER_TASK", slurm))
