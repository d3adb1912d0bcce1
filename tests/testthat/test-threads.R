local_threads <- function(env = parent.frame()) {
  old <- escnn_threads("auto")
  withr::defer(escnn_threads(old), envir = env)
}

test_that("the number is set, shown and restored", {
  local_threads()
  withr::local_options(escnn.threads = NULL)
  expect_identical(escnn_threads(3), "auto")
  expect_identical(escnn_threads(2), 3L)
  now <- escnn_threads()
  expect_s3_class(now, "escnn_threads")
  expect_identical(now$threads, 2L)
  expect_output(print(now), "^2 threads: it was set by `escnn_threads\\(\\)`$")
  old <- escnn_threads(now)
  expect_identical(old, 2L)
  escnn_threads("auto")
  withr::local_options(escnn.threads = 5)
  expect_match(format(escnn_threads()), "5 threads: `options(escnn.threads = )`", fixed = TRUE)
})

test_that("other numbers are refused", {
  expect_error(escnn_threads(0), class = "escnn_error_argument")
  expect_error(escnn_threads(1.5), class = "escnn_error_argument")
  expect_error(escnn_threads("many"), class = "escnn_error_argument")
  withr::local_options(escnn.threads = -1)
  expect_error(escnn_threads(), "escnn.threads", class = "escnn_error_argument")
})

test_that("PyTorch follows, and what was set by PyTorch's own function counts", {
  skip_without_escnn()
  local_threads()
  before <- torch$get_num_threads()
  escnn_threads(3)
  expect_identical(torch$get_num_threads(), 3L)
  torch$set_num_threads(2L)
  expect_match(escnn_threads()$reason, "torch$set_num_threads()", fixed = TRUE)
  escnn_threads("auto")
  expect_match(escnn_threads()$reason, "core|allow|says")
})

test_that("a training gives the same numbers again, however many threads it may take", {
  skip_without_escnn()
  local_threads()
  withr::local_envvar(OMP_NUM_THREADS = NA, MKL_NUM_THREADS = NA)
  d <- bright_and_dark()
  net <- small_network()
  one <- fit(net, d$x, d$y, epochs = 2, seed = 1)$history$loss
  two <- fit(net, d$x, d$y, epochs = 2, seed = 1)$history$loss
  expect_identical(one, two)
  # so small a network takes one thread, whatever there is
  escnn_threads(1)
  expect_identical(fit(net, d$x, d$y, epochs = 2, seed = 1)$history$loss, one)
})

test_that("PyTorch's threads sleep in a new session, also where R has OpenMP already", {
  skip_without_escnn()
  skip_unless_installed()
  skip_on_os(c("windows", "mac"))
  withr::local_envvar(
    OMP_WAIT_POLICY = NA, KMP_BLOCKTIME = NA, OPENBLAS_THREAD_TIMEOUT = NA, OMP_NUM_THREADS = NA
  )
  found <- in_new_r(
    "library(escnn)
     x <- torch$randn(300000L)
     torch$set_num_threads(2L)
     reticulate::py_run_string('
import time
def share(x):
    spent, begun = time.process_time(), time.time()
    for _ in range(100):
        x.exp()
        time.sleep(0.003)
    return (time.process_time() - spent) / (time.time() - begun)
')
     main <- reticulate::import_main()
     cat('share', min(main$share(x), main$share(x), main$share(x)), escnn:::threads_sleep())"
  )
  expect_match(found$stdout, "share .* TRUE")
  # three milliseconds of spinning after each call are a third of the time
  expect_lt(as.numeric(sub("share ([0-9.e-]+) .*", "\\1", found$stdout)), 0.2)
})
