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

# large enough to be written where R's vectors lie
large <- function(...) random_array(40, 3, 50, 50)

test_that("large tensors come back entry by entry, in either way", {
  skip_without_escnn()
  type <- field_type(c4(), trivial = 3)
  x <- large()
  tensor <- geometric_tensor(x, type, dtype = "float64")
  expect_identical(as.array(tensor), x)
  expect_equal(as.array(geometric_tensor(x, type)), x, tolerance = 1e-6)
  moved <- tensor$tensor$permute(2L, 0L, 3L, 1L)
  expect_identical(tensor_to_array(moved), aperm(x, c(3, 1, 4, 2)))
  whole <- array(sample(-9:9, 300000, TRUE), c(3, 100, 1000))
  read <- tensor_to_array(py_invoke("escnn_r.bridge.arrays.to_tensor", whole, "int64"))
  expect_identical(read, whole)
  wide <- whole * 2^33
  read <- tensor_to_array(py_invoke("escnn_r.bridge.arrays.to_tensor", wide, "int64"))
  expect_identical(read, wide)
  known <- the$fills
  on.exit(the$fills <- known)
  the$fills <- list(double = FALSE, integer = FALSE)
  expect_identical(as.array(tensor), x)
  kept <- py_invoke("escnn_r.bridge.arrays.to_tensor", whole, "int64")
  expect_identical(tensor_to_array(kept), whole)
})

test_that("arrays are written where they lie, with every reticulate that is known", {
  skip_without_escnn()
  expect_true(fills_memory("double"))
  expect_true(fills_memory("integer"))
})

test_that("no other R value sees what is written for one", {
  skip_without_escnn()
  type <- field_type(c4(), trivial = 3)
  x <- large()
  before <- x + 0
  tensor <- geometric_tensor(x, type, dtype = "float64")
  first <- as.array(tensor)
  second <- as.array(tensor)
  tensor$tensor$zero_()
  third <- as.array(tensor)
  expect_identical(first, before)
  expect_identical(second, before)
  expect_identical(x, before)
  expect_true(all(third == 0))
  # vectors of zeros made before and after, by the same code
  expect_true(all(numeric(300000) == 0))
  first[] <- 1
  expect_identical(second, before)
  expect_identical(as.array(tensor), third)
})

test_that("missing values of large arrays are found, Inf is none", {
  skip_without_escnn()
  type <- field_type(c4(), trivial = 3)
  x <- large()
  x[1, 1, 1, 1:2] <- c(Inf, -Inf)
  expect_identical(as.array(geometric_tensor(x, type, dtype = "float64")), x)
  for (missing in c(NA, NaN)) {
    for (dtype in c("float32", "float64")) {
      x[39, 2, 48, 7] <- missing
      expect_error(
        expect_no_warning(geometric_tensor(x, type, dtype = dtype)),
        "the first at\\s+\\[39, 2, 48, 7\\]",
        class = "escnn_error_argument"
      )
    }
  }
  whole <- array(1L, c(40, 3, 50, 50))
  whole[[7]] <- NA
  expect_error(geometric_tensor(whole, type), "[7, 1, 1, 1]", fixed = TRUE)
})

test_that("bytes are numbers from 0 to 255", {
  skip_without_escnn()
  type <- field_type(c4(), trivial = 3)
  bytes <- array(as.raw(0:255), c(2, 3, 8, 8))
  numbers <- array(as.integer(bytes), dim(bytes))
  expect_identical(as.array(geometric_tensor(bytes, type)), numbers + 0)
  expect_match(format(geometric_tensor(bytes, type, dtype = "float64")), "float64")
  expect_identical(tensor_to_array(bytes_to_tensor(bytes)), numbers)
  model <- nn_relu(type)
  expect_identical(as.array(model(bytes)), numbers + 0)
  expect_identical(as.array(model(numbers > 100)), (numbers > 100) + 0)
  expect_equal(as.array(dataset_arrays(bytes, scale = 1 / 255)), numbers / 255, tolerance = 1e-6)
  expect_error(geometric_tensor(as.raw(1:4), type), class = "escnn_error_argument")
})
