mixed_tensor <- function() {
  type <- field_type(c4(), "regular", "irrep_1", "trivial", "trivial")
  geometric_tensor(random_array(2, 8, 3, 3), type)
}

test_that("tensors are split by labels and by breaks, and stay whole", {
  skip_without_escnn()
  x <- mixed_tensor()
  values <- as.array(x)
  parts <- split(x, c("big", "big", "small", "small"))
  expect_named(parts, c("big", "small"))
  expect_identical(as.array(parts$big), values[, 1:6, , ])
  expect_identical(names(parts$small), c("trivial", "trivial"))
  cut <- split(x, breaks = c(2, 3))
  expect_identical(lengths(lapply(cut, names)), c(1L, 1L, 2L))
  expect_identical(as.array(do.call(c, cut)), values)
  expect_identical(as.array(x), values)
  expect_snapshot(error = TRUE, {
    split(x)
    split(x, 1:2)
    split(x, breaks = 9)
  })
})

test_that("raw split() changes the list it is given, ours keeps it", {
  skip_without_escnn()
  x <- mixed_tensor()
  run <- reticulate::py_run_string(
    "def split(x):\n  breaks = [1, 2]\n  x.split(breaks)\n  return breaks", local = TRUE
  )
  expect_false(identical(as.integer(unlist(run$split(x))), 1:2))
  breaks <- c(2, 3)
  split(x, breaks = breaks)
  expect_identical(breaks, c(2, 3))
})

test_that("going through a tensor ends, and gives its items", {
  skip_without_escnn()
  x <- mixed_tensor()
  items <- as.list(x)
  expect_length(items, 2)
  expect_identical(as.array(items[[2]]), as.array(x)[2, , , , drop = FALSE])
  expect_length(iterate(x), 2)
})

test_that("fibres turn alone, and groups are restricted", {
  skip_without_escnn()
  x <- mixed_tensor()
  e <- group_element(x$type$gspace, 1)
  turned <- transform_fibers(x, e)
  expect_equal(
    as.array(turned)[1, , 2, 3], as.vector(field_type_matrix(x$type, e) %*% as.array(x)[1, , 2, 3]),
    tolerance = 1e-6
  )
  plain <- transform_fibers(as.array(x), e, x$type)
  expect_equal(plain, as.array(turned), tolerance = 1e-6)
  small <- tensor_restrict(x, 2)
  expect_identical(as.array(small), as.array(x))
  expect_equal(group_order(small$type$gspace), 2)
  half <- group_element(small$type$gspace, 1)
  expect_equal(as.array(transform(small, half)), as.array(transform(x, e^2)), tolerance = 1e-6)
})

test_that("tensors move and compare", {
  skip_without_escnn()
  x <- mixed_tensor()
  wide <- tensor_to(x, dtype = "float64")
  expect_identical(summary(wide)$dtype, "float64")
  expect_identical(summary(x)$dtype, "float32")
  expect_identical(summary(wide * 2L)$dtype, "float64")
  expect_true(tensor_is_compatible(x, x * 2))
  expect_false(tensor_is_compatible(x, x[, 1]))
  expect_true(tensor_has_same_coords(x, x[, 1]))
  points <- geometric_tensor(
    matrix(1:6, 3), field_type(c4(), trivial = 2), coords = matrix(rnorm(6), 3)
  )
  expect_false(tensor_has_same_coords(x, points))
  expect_snapshot(tensor_to(x, device = "tpu"), error = TRUE)
})
