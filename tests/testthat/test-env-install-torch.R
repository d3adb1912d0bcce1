test_that("an unreachable address is told soon", {
  time <- system.time(answers <- url_answers("http://127.0.0.1:9", timeout = 2))[["elapsed"]]
  expect_false(answers)
  expect_lt(time, 5)
})
