test_that("wrong settings are told before anything is trained", {
  skip_without_escnn()
  d <- bright_and_dark(6)
  model <- small_network()
  expect_snapshot(error = TRUE, {
    fit(model, d$x, d$y, epochs = 0)
    fit(model, d$x, d$y, batchsize = 3)
    fit(model, d$x, d$y, optimizer = "adm")
    fit(model, d$x, d$y, metrics = "rmse")
    fit(model, d$x, d$y, augment = "yes")
    fit(model, d$x, d$y, resume = "no such file")
    fit(model, d$x, d$y, resume = TRUE)
    fit(model, d$x, d$y, callbacks = 3)
  })
})

test_that("a loss that doesn't suit the targets is refused, and R has no list of its own", {
  skip_without_escnn()
  d <- bright_and_dark(8)
  expect_error(
    fit(small_network(), d$x, d$y, epochs = 1, loss = "mse"), '"dice", not "mse"',
    class = "escnn_error_argument"
  )
  expect_true("huber" %in% measure_names("losses"))
  expect_identical(unlist(measure_names("numbers")), c("rmse", "mae", "r2"))
})
