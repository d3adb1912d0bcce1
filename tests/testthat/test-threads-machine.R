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
