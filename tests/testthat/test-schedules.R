test_that("schedules are plain lists with checked settings", {
  expect_snapshot({
    schedule_one_cycle()
    schedule_cosine()
  })
  expect_snapshot(error = TRUE, {
    schedule_step(every = 0)
    schedule_cosine(final = 2)
    schedule_one_cycle(warm_up = 1)
    schedule_one_cycle(start = 0.5)
    schedule_step(factor = -1)
    schedule_exponential(factor = "half")
  })
  expect_identical(schedule_exponential(0.5)$factor, 0.5)
})

test_that("what is no schedule is refused", {
  skip_without_escnn()
  d <- bright_and_dark(6)
  model <- small_network()
  expect_snapshot(fit(model, d$x, d$y, lr_schedule = "cosine"), error = TRUE)
})

test_that("the learning rate follows its schedule", {
  skip_without_escnn()
  d <- bright_and_dark()
  model <- small_network()
  rates <- function(schedule) {
    fit(
      model, d$x, d$y, epochs = 4, optimizer = optim_sgd(lr = 0.1), lr_schedule = schedule
    )$history$lr
  }
  expect_equal(rates(schedule_step(every = 2, factor = 0.1)), c(0.1, 0.1, 0.01, 0.01))
  expect_equal(rates(schedule_exponential(0.5)), 0.1 * 0.5^(0:3))
  expect_equal(
    rates(schedule_cosine(final = 0.2)), 0.1 * (0.2 + 0.8 * (1 + cos(pi * (0:3) / 4)) / 2)
  )
  expect_equal(
    rates(schedule_one_cycle(warm_up = 0.5, start = 10)), 0.1 * c(0.1, 0.55, 1, 0.5)
  )
  expect_equal(rates(NULL), rep(0.1, 4))
})
