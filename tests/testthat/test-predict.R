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

test_that("no examples give no predictions, with their classes", {
  skip_without_escnn()
  d <- bright_and_dark()
  none <- d$x[0, , , , drop = FALSE]
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  for (data in list(none, dataset_arrays(d$x, d$y)[integer()])) {
    expect_identical(predict(fitted, data), d$y[0])
    prob <- predict(fitted, data, type = "prob")
    expect_identical(dim(prob), c(0L, 2L))
    expect_identical(colnames(prob), levels(d$y))
    expect_identical(dim(predict(fitted, data, type = "response")), c(0L, 2L))
  }
  labels <- fit(small_network(), d$x, cbind(a = d$y == "dark", b = TRUE), epochs = 1)
  expect_identical(dim(predict(labels, none)), c(0L, 2L))
  expect_type(predict(labels, none), "logical")
  one <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 9)
  expect_identical(predict(fit(one, d$x, as.numeric(1:40), epochs = 1), none), numeric())
  maps <- field_type(c4(), "trivial") |> nn_r2_conv(c(trivial = 2), kernel_size = 1)
  maps <- fit(maps, d$x, d$x[, 1, , ] > 0, epochs = 1)
  expect_identical(dim(predict(maps, none)), c(0L, 9L, 9L))
  expect_identical(dim(predict(small_network(), none)), c(0L, 2L))
  expect_identical(dim(predict(small_network(), none, type = "tensor")), c(0L, 2L, 1L, 1L))
  expect_snapshot(evaluate(fitted, none, d$y[0]), error = TRUE)
})

test_that("examples with nothing in them are refused wherever arrays come in", {
  skip_without_escnn()
  d <- bright_and_dark()
  model <- small_network()
  empty <- array(0, c(1, 1, 0, 9))
  fitted <- fit(model, d$x, d$y, epochs = 1)
  expect_snapshot(error = TRUE, {
    predict(fitted, empty)
    predict(model, empty)
    fit(model, empty, d$y[1])
    fit(model, d$x, d$y, validation = list(empty, d$y[1]))
    fit(model, d$x[0, , , , drop = FALSE], d$y[0])
    fit(model, d$x, matrix(0, 40, 0))
    model(empty)
    geometric_tensor(array(0, c(1, 0, 9, 9)), model$in_type)
    dataset_arrays(empty)
    check_equivariance(model, empty)
    check_equivariance(model, d$x[0, , , , drop = FALSE])
  })
})

test_that("layers that the user has frozen stay so, whatever runs the model", {
  skip_without_escnn()
  d <- bright_and_dark()
  model <- small_network()
  model$train()
  model[[2]]$eval()
  frozen <- function() vapply(seq_along(model), function(i) !model[[i]]$training, NA)
  expected <- c(FALSE, TRUE, FALSE, FALSE, FALSE)
  uses <- list(
    function() predict(model, d$x),
    function() check_equivariance(model),
    function() escnn_export(model, withr::local_tempfile(fileext = ".pt"), input = c(9, 9)),
    function() module_export(model, input = c(9, 9)),
    function() escnn_save(model, withr::local_tempfile(fileext = ".escnn")),
    function() fit(model, d$x, d$y, epochs = 1, validation = 0.2),
    function() try(predict(model, d$x[, , 1:3, , drop = FALSE]), silent = TRUE)
  )
  for (use in uses) {
    use()
    expect_true(model$training)
    expect_identical(frozen(), expected)
  }
})
