test_that("a geometric tensor is like an R array", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 1, trivial = 1)
  x <- random_array(2, 5, 3, 3)
  tensor <- geometric_tensor(x, type, dtype = "float64")
  expect_identical(dim(tensor), c(2L, 5L, 3L, 3L))
  expect_identical(length(tensor), 90L)
  expect_identical(names(tensor), c("regular", "trivial"))
  expect_identical(as.array(tensor), x)
  expect_identical(as.array(tensor$tensor), x)
  expect_identical(as.array(torch$tensor(3L)), array(3L, 1))
  expect_identical(as.vector(tensor), as.vector(x))
  expect_identical(as.matrix(tensor), matrix(x, 2))
  expect_identical(tensor$shape, c(2L, 5L, 3L, 3L))
})

test_that("torch tensors, points and single points are taken too", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  expect_identical(dim(geometric_tensor(torch$zeros(1L, 1L, 2L, 2L), type)), c(1L, 1L, 2L, 2L))
  cloud <- geometric_tensor(matrix(1, 5, 1), type, coords = random_array(5, 2))
  expect_identical(dim(cloud), c(5L, 1L))
  points <- field_type(gspace_no_base_space(group_cyclic(4)), "regular")
  expect_identical(dim(geometric_tensor(matrix(1, 3, 4), points)), c(3L, 4L))
  volume <- field_type(gspace_octa_on_r3(), "trivial")
  expect_length(dim(geometric_tensor(array(0, c(1, 1, 2, 2, 2)), volume)), 5)
})

test_that("wrong shapes say which, and what to write", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  expect_snapshot(geometric_tensor(matrix(0, 3, 3), type), error = TRUE)
  expect_snapshot(geometric_tensor(array(0, c(1, 3, 3)), type), error = TRUE)
  expect_snapshot(geometric_tensor(1:3, type), error = TRUE)
  expect_snapshot(geometric_tensor(array(0, c(1, 2, 3, 3)), type), error = TRUE)
  expect_snapshot(geometric_tensor(torch$zeros(1L, 2L, 3L, 3L), type), error = TRUE)
  expect_snapshot(geometric_tensor(array(0, c(1, 1, 3, 3)), "C4"), error = TRUE)
  expect_snapshot(geometric_tensor(array(0, c(1, 1, 3, 3)), type, dtype = "int"), error = TRUE)
  expect_snapshot(
    geometric_tensor(matrix(0, 5, 1), type, coords = matrix(0, 4, 2)),
    error = TRUE
  )
})

test_that("small tensors print their values, large ones a summary", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  expect_snapshot({
    geometric_tensor(array(0:3, c(1, 1, 2, 2)), type)
    geometric_tensor(array(0:99, c(1, 1, 10, 10)), type)
    summary(geometric_tensor(array(0:3, c(1, 1, 2, 2)), type))
    geometric_tensor(matrix(1, 80, 1), type, coords = matrix(0, 80, 2))
    str(geometric_tensor(array(0:3, c(1, 1, 2, 2)), type))
  })
})
