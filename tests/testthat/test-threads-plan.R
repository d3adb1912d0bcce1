state <- function(..., env = character()) {
  base <- list(launched = FALSE, cores = 8L, env = env, sleep = TRUE)
  utils::modifyList(base, list(...))
}

expect_plan <- function(threads, reason, ..., fixed = FALSE) {
  plan <- plan_threads(state(...))
  expect_identical(plan$threads, as.integer(threads))
  expect_match(plan$reason, reason, fixed = TRUE)
  expect_identical(plan$fixed, fixed)
}

test_that("the tightest limit counts, and says so", {
  expect_plan(8, "the machine has 8 cores")
  expect_plan(1, "the machine has 1 core", cores = 1L)
  expect_plan(3, "may use 3 cores", affinity = 3L)
  expect_plan(2, "allows 2.5 processors", quota = 2.5)
  expect_plan(1, "allows 0.3 processors", quota = 0.3, affinity = 4L)
  expect_plan(1, "mc.cores", mc_cores = 1L)
  expect_plan(2, "R CMD check", env = c("_R_CHECK_LIMIT_CORES_" = "TRUE"))
  expect_plan(8, "machine", env = c("_R_CHECK_LIMIT_CORES_" = "false"))
})

test_that("workers share the machine, but not what each of them was given", {
  expect_plan(4, "one of 2 workers", workers = 2L)
  expect_plan(1, "one of 12 workers", workers = 12L)
  expect_plan(2, "one of 3 workers", workers = 3L, affinity = 6L)
  expect_plan(3, "mc.cores", workers = 2L, mc_cores = 3L)
  expect_plan(8, "machine", workers = 1L)
  expect_plan(5, "escnn_threads()", workers = 2L, session = 5L, fixed = TRUE)
})

test_that("workers are known by their command lines, and count those of their own cluster", {
  worker <- function(port) {
    paste0(
      "R --no-echo -e tryCatch(parallel:::.workRSOCK,error=function(e)parallel:::.slaveRSOCK)() ",
      "--args MASTER=localhost PORT=", port, " OUT=/dev/null"
    )
  }
  daemon <- function(url, seed) {
    paste0("R --no-echo -e mirai::daemon(\"", url, "\",dispatcher=TRUE,rs=c(", seed, "))")
  }
  running <- c(
    worker(11), worker(11), worker(12), "R", "bash", daemon("abstract://a", 1),
    daemon("abstract://a", 2), daemon("abstract://a", 3), daemon("abstract://b", 1)
  )
  expect_null(worker_count(c("R", "--args", "PORT=11"), running))
  expect_identical(worker_count(strsplit(worker(11), " ")[[1]], running), 2L)
  expect_identical(worker_count(strsplit(worker(12), " ")[[1]], running), 1L)
  expect_identical(worker_count(daemon("abstract://a", 2), running), 3L)
  expect_identical(worker_count(worker(11), NULL), parallel::detectCores())
})

test_that("two processes of a cluster count each other", {
  skip_on_cran()
  skip_unless_installed()
  skip_on_os(c("windows", "mac", "solaris"))
  cluster <- parallel::makePSOCKcluster(2)
  on.exit(parallel::stopCluster(cluster))
  parallel::clusterCall(cluster, .libPaths, .libPaths())
  counts <- parallel::clusterEvalQ(cluster, getNamespace("escnn")$worker_count())
  expect_identical(counts, list(2L, 2L))
})

test_that("schedulers and R's own variables are limits", {
  one <- function(name) {
    expect_plan(3, name, env = stats::setNames("3", name))
    expect_plan(8, "machine", env = stats::setNames("many", name))
    expect_plan(8, "machine", env = stats::setNames("64", name))
  }
  for (name in c(
    "SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE", "PBS_NUM_PPN", "NCPUS", "NSLOTS",
    "LSB_DJOB_NUMPROC", "MC_CORES", "R_PARALLELLY_AVAILABLECORES_SYSTEM",
    "R_PARALLELLY_AVAILABLECORES_FALLBACK"
  )) one(name)
  expect_plan(4, "PER_TASK", env = c(SLURM_CPUS_PER_TASK = "4", SLURM_CPUS_ON_NODE = "2"))
  expect_plan(8, "machine", env = c(SLURM_CPUS_ON_NODE = "2", SLURM_JOB_NUM_NODES = "3"))
  # the option of R outranks the variable that it is read from
  expect_plan(6, "mc.cores", mc_cores = 6L, env = c(MC_CORES = "2"))
})

test_that("what someone has asked for counts as it is", {
  env <- c(OMP_NUM_THREADS = "16,2", SLURM_CPUS_PER_TASK = "2")
  expect_plan(16, "OMP_NUM_THREADS", env = env, fixed = TRUE)
  expect_plan(5, "MKL_NUM_THREADS", env = c(MKL_NUM_THREADS = "5"), fixed = TRUE)
  expect_plan(4, "options(escnn.threads = )", option = 4, env = env, fixed = TRUE)
  expect_plan(3, "escnn_threads()", session = 3L, option = 4, env = env, fixed = TRUE)
  # processes of a launch have their share there
  expect_plan(2, "OMP_NUM_THREADS", env = c(OMP_NUM_THREADS = "2"), launched = TRUE)
})

test_that("threads that would not sleep are one", {
  expect_plan(1, "OMP_WAIT_POLICY=passive", sleep = FALSE, fixed = TRUE)
  expect_plan(4, "escnn_threads()", sleep = FALSE, session = 4L, fixed = TRUE)
  expect_true(threads_sleep(character(), NULL, "/torch/libgomp.so.1"))
  own <- c("/lib/libgomp.so.1", "/torch/libgomp-1.so")
  expect_true(threads_sleep("/lib/libgomp.so.1", NULL, own))
  expect_true(threads_sleep("/lib/libgomp.so.1", "/lib/libgomp.so.1", "/lib/libgomp.so.1"))
  expect_false(threads_sleep("/lib/libgomp.so.1", NULL, "/lib/libgomp.so.1"))
})

test_that("control groups are read at every level, in both versions", {
  root <- withr::local_tempdir()
  put <- function(path, text) {
    path <- file.path(root, path)
    dir.create(dirname(path), recursive = TRUE, showWarnings = FALSE)
    writeLines(text, path)
  }
  expect_null(cgroup_quota(root))
  put("proc/self/cgroup", "0::/user/job")
  expect_null(cgroup_quota(root))
  put("sys/fs/cgroup/user/job/cpu.max", "max 100000")
  expect_null(cgroup_quota(root))
  put("sys/fs/cgroup/user/cpu.max", "150000 100000")
  expect_equal(cgroup_quota(root), 1.5)
  put("sys/fs/cgroup/user/job/cpu.max", "50000 100000")
  expect_equal(cgroup_quota(root), 0.5)

  # a container sees its own group as the root of version 1
  put("proc/self/cgroup", c("4:memory:/x", "3:cpu,cpuacct:/docker/x"))
  put("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1")
  put("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000")
  expect_null(cgroup_quota(root))
  put("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "250000")
  expect_equal(cgroup_quota(root), 2.5)
})

test_that("affinity is a list of ranges", {
  status <- withr::local_tempfile(lines = c("Name: R", "Cpus_allowed_list:\t0-2,5,8-9"))
  expect_identical(allowed_cores(status), 6L)
  expect_null(allowed_cores(withr::local_tempfile()))
})

test_that("variables of the user's are left alone, and children get the others", {
  withr::local_envvar(OMP_WAIT_POLICY = "active", KMP_BLOCKTIME = NA, OPENBLAS_THREAD_TIMEOUT = NA)
  expect_identical(waiting_env()[["KMP_BLOCKTIME"]], "0")
  expect_false("OMP_WAIT_POLICY" %in% names(waiting_env()))
  env <- clean_python_env()
  expect_identical(env[["OMP_WAIT_POLICY"]], "active")
  expect_identical(env[["KMP_BLOCKTIME"]], "0")
})

test_that("R and Python ask for the same", {
  skip_without_escnn()
  expect_identical(
    unlist(py_invoke("escnn_r.compat.sleeping_threads.VARIABLES.copy")), sleeping_threads
  )
})
