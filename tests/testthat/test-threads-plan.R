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
