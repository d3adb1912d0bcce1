test_that("times are told in the unit that fits", {
  expect_identical(about(1), "about 1 second")
  expect_identical(about(75), "about 75 seconds")
  expect_identical(about(200), "about 3 minutes")
  expect_identical(about(3600 * 5), "about 5 hours")
  expect_identical(about(86400 * 3), "about 3 days")
})

test_that("a script says nothing for ten seconds, and then how long it will take", {
  seconds <- 0
  progress <- script_progress(5)
  env <- environment(progress$batch)
  env$clock <- list(
    now = function() seconds, epoch = function(state) 240,
    left = function(state) "about 12 minutes",
    finished = function(record) NULL
  )
  state <- list(epoch = 1, batch = 3, of = 100, loss = 1)
  expect_silent(progress$batch(state))
  seconds <- 11
  expect_snapshot(progress$batch(state))
  expect_silent(progress$batch(state))
  record <- list(epoch = 2, loss = 0.51234, lr = 0.1, valid_accuracy = 0.9, seconds = 240)
  seconds <- 12
  expect_silent(progress$epoch(record))
  seconds <- 30
  expect_snapshot(progress$epoch(record))
})

test_that("batches are told of now and then where lines can't be replaced", {
  seconds <- 0
  progress <- watched_progress(5, replaced = FALSE)
  env <- environment(progress$batch)
  env$clock$now <- function() seconds
  env$last_word <- 0
  state <- list(epoch = 1, batch = 3, of = 100, loss = 1)
  expect_silent(progress$batch(state))
  seconds <- 11
  expect_message(progress$batch(state), "Epoch 1 of 5, batch 3 of 100, loss 1")
  expect_silent(progress$batch(state))
  seconds <- 22
  expect_message(progress$batch(state), "batch 3")
  expect_message(
    progress$epoch(list(epoch = 1, loss = 0.5, lr = 0.1, seconds = 22)), "Epoch 1 of 5 \\(22 s\\)"
  )
})

test_that("an epoch that is soon over is not announced", {
  progress <- script_progress(5)
  environment(progress$batch)$clock <- list(now = function() 20, epoch = function(state) 30)
  expect_silent(progress$batch(list(epoch = 1, batch = 3, of = 100, loss = 1)))
})

test_that("the clock counts on from finished epochs", {
  clock <- training_clock(4)
  env <- environment(clock$now)
  env$begun <- as.numeric(Sys.time()) - 100
  clock$finished(list())
  expect_equal(env$lasts, 100, tolerance = 0.1)
  expect_identical(clock$left(list(epoch = 2, batch = 0)), "about 5 minutes")
  expect_null(training_clock(4)$left(list(epoch = 1, batch = 1, of = 10)))
})

test_that("a wrong wish to be told is refused as by fit()", {
  skip_without_escnn()
  model <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 3) |> nn_to_vector(2)
  error <- rlang::catch_cnd(
    fit(model, random_array(2, 1, 3, 3), factor(c("a", "b")), verbose = 3), "escnn_error_argument"
  )
  expect_match(as.character(error$call[[1]]), "^fit(.escnn_module)?$")
  expect_identical(error$arg, "verbose")
})
