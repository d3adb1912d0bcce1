test_that("classes, probabilities and outputs agree", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  response <- predict(fitted, d$x, type = "response")
  prob <- predict(fitted, d$x, type = "prob")
  expect_identical(colnames(prob), c("dark", "light"))
  expect_equal(unname(prob), exp(response) / rowSums(exp(response)), tolerance = 1e-6)
  expect_identical(as.integer(predict(fitted, d$x)), max.col(response, "first"))
  expect_equal(predict(fitted, d$x, type = "prob", batch_size = 7), prob, tolerance = 1e-6)
  expect_snapshot(error = TRUE, {
    predict(fitted)
    predict(fitted, d$x[, 1, , ])
    predict(fitted, d$x, type = "classes")
  })
})

test_that("modules predict arrays and geometric tensors, in evaluation mode", {
  skip_without_escnn()
  x <- bright_and_dark()$x
  model <- small_network()
  first <- predict(model, x)
  expect_identical(predict(model, x), first)
  tensor <- predict(small_network(), x, type = "tensor")
  expect_s3_class(tensor, "escnn_tensor")
  expect_identical(dim(tensor), c(40L, 2L, 1L, 1L))
})
