test_that("a forked process says what to use instead, and never hangs", {
  skip_without_escnn()
  skip_on_os("windows")
  module <- small_network()
  type <- module$in_type
  x <- random_array(2, 1, 9, 9)
  predict(module, x)
  use <- list(
    predict = function() predict(module, x), dollar = function() module$in_type,
    call = function() module(x), print = function() print(module), type = function() format(type),
    new = function() group_cyclic(4), handle = function() torch$ones(2L)
  )
  job <- parallel::mcparallel({
    found <- lapply(use, function(each) tryCatch(class(each()), error = class))
    # objects that go away there must not hang either
    rm(module, type)
    gc()
    found
  })
  found <- parallel::mccollect(job, wait = FALSE, timeout = 60)
  if (is.null(found)) tools::pskill(job$pid, tools::SIGKILL)
  expect_false(is.null(found))
  for (name in names(use)) expect_true("escnn_error_fork" %in% found[[1]][[name]], info = name)
  # here all goes on
  expect_identical(dim(predict(module, x)), c(2L, 2L))
})

test_that("the message names what forks and what doesn't", {
  local_fresh_session()
  the$process <- -1L
  expect_snapshot(check_fork(), error = TRUE)
})

test_that("nothing is a fork before Python has started", {
  local_fresh_session()
  expect_false(is_forked())
  expect_silent(check_fork())
})
