test_that("a script hears of long work every ten seconds, and of its end", {
  seconds <- 0
  steps <- script_steps("Predicting tiles", 1200, now = function() seconds)
  expect_silent(steps$step(10))
  expect_silent(steps$done())
  seconds <- 11
  expect_snapshot(steps$step(300))
  seconds <- 20
  expect_silent(steps$step(600))
  seconds <- 44
  expect_snapshot({
    steps$step(900)
    steps$step(1200)
    steps$done()
  })
  open <- script_steps("Writing examples", NULL, now = function() seconds)
  seconds <- 60
  expect_snapshot(open$step(2500))
})

test_that("work that fails is not told to be done", {
  seconds <- 0
  steps <- script_steps("Predicting tiles", 1200, now = function() seconds)
  seconds <- 100
  steps$step(0) |> suppressMessages()
  expect_silent(steps$done())
})

test_that("tests hear nothing, and people who watch have a bar", {
  expect_silent(step_progress("Predicting tiles", 3)$step(1))
  bar <- watched_steps("Predicting tiles", 3)
  expect_silent({
    bar$step(1)
    bar$done()
  })
})
