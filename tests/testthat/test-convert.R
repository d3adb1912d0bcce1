test_that("an array holds at [n, c, h, w] what the tensor holds there", {
  skip_without_escnn()
  type <- field_type(c4(), trivial = 3)
  x <- random_array(2, 3, 4, 5)
  tensor <- geometric_tensor(x, type, dtype = "float64")
  for (draw in list(c(1, 1, 1, 1), c(2, 3, 4, 5), c(1, 2, 3, 4), c(2, 1, 4, 2))) {
    at <- as.list(draw - 1)
    value <- py_invoke("operator.getitem", tensor$tensor, do.call(tuple, lapply(at, as.integer)))
    expect_equal(value$item(), x[matrix(draw, 1)])
  }
  expect_identical(as.array(tensor), x)
})

test_that("floats keep their precision, and float32 is the default", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  x <- random_array(1, 1, 3, 3)
  expect_identical(as.array(geometric_tensor(x, type, dtype = "float64")), x)
  expect_equal(as.array(geometric_tensor(x, type)), x, tolerance = 1e-7)
  expect_match(format(geometric_tensor(x, type)), "float32")
  expect_match(format(geometric_tensor(array(1:4, c(1, 1, 2, 2)), type)), "float32")
  expect_match(format(geometric_tensor(array(TRUE, c(1, 1, 2, 2)), type)), "float32")
})

test_that("nothing torch does in place changes an R array, and the other way round", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  # a single column lies alike in both orders of memory, so that only copying helps
  cases <- expand.grid(dtype = c("float32", "float64"), width = c(1, 4), stringsAsFactors = FALSE)
  for (case in seq_len(nrow(cases))) {
    dtype <- cases$dtype[[case]]
    x <- random_array(1, 1, 4, cases$width[[case]])
    before <- x + 0
    tensor <- geometric_tensor(x, type, dtype = dtype)
    tensor$tensor$add_(1)
    tensor$tensor$zero_()
    expect_identical(x, before)
    back <- as.array(tensor)
    tensor$tensor$add_(5)
    expect_true(all(back == 0))
    model <- nn_relu(type, inplace = TRUE)
    model(x)
    expect_identical(x, before)
    check_equivariance(model, x)
    expect_identical(x, before)
    back[] <- 7
    expect_true(all(as.array(tensor) == 5))
  }
})

test_that("whole numbers and truth values come back as R's", {
  skip_without_escnn()
  whole <- tensor_to_array(torch$arange(6L)$view(2L, 3L))
  expect_identical(whole, matrix(0:5, 2, byrow = TRUE))
  big <- tensor_to_array(torch$tensor(list(2^40)))
  expect_equal(as.vector(big), 2^40)
  expect_identical(as.vector(tensor_to_array(torch$tensor(c(TRUE, FALSE)))), c(TRUE, FALSE))
})

test_that("arrays with missing values or no numbers are refused", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  x <- array(0, c(1, 1, 3, 3))
  x[1, 1, 2, 3] <- NA
  expect_snapshot(geometric_tensor(x, type), error = TRUE)
  x[1, 1, 2, 2] <- NaN
  expect_error(geometric_tensor(x, type), "2 are", class = "escnn_error_argument")
  expect_snapshot(geometric_tensor(mtcars, type), error = TRUE)
  expect_snapshot(geometric_tensor("a", type), error = TRUE)
  expect_snapshot(geometric_tensor(NULL, type), error = TRUE)
})
