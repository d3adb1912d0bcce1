test_that("optimizers and schedules are plain lists with checked settings", {
  expect_snapshot({
    optim_adam(lr = 0.01)
    optim_sgd(momentum = 0.9)
    schedule_one_cycle()
    schedule_cosine()
  })
  expect_snapshot(error = TRUE, {
    optim_adam(lr = -1)
    optim_adam(betas = 0.9)
    schedule_step(every = 0)
  })
  expect_identical(optim_rmsprop()$name, "rmsprop")
  expect_identical(optim_adamw()$options$weight_decay, 0.01)
  expect_identical(schedule_exponential(0.5)$factor, 0.5)
})

test_that("settings reach Python's optimizer", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(
    small_network(), d$x, d$y, epochs = 4, optimizer = optim_sgd(lr = 0.1),
    lr_schedule = schedule_step(every = 2, factor = 0.1)
  )
  expect_equal(fitted$history$lr, c(0.1, 0.1, 0.01, 0.01))
})
