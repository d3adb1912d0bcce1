test_that("arithmetic is that of arrays", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  a <- random_array(1, 4, 3, 3)
  x <- geometric_tensor(a, type, dtype = "float64")
  expect_equal(as.array(x * 2), a * 2)
  expect_equal(as.array(2L * x), a * 2)
  expect_equal(as.array(x / 4), a / 4)
  expect_equal(as.array(x + x), a * 2)
  expect_equal(as.array(x - 2 * x), -a)
  expect_equal(as.array(-x), -a)
  expect_equal(as.array(+x), a)
})

test_that("parts are picked by batch, field and position, from 1", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 1, trivial = 2)
  a <- random_array(3, 6, 4, 5)
  x <- geometric_tensor(a, type, dtype = "float64")
  expect_equal(as.array(x[2]), a[2, , , , drop = FALSE])
  expect_equal(as.array(x[, 1]), a[, 1:4, , , drop = FALSE])
  expect_equal(as.array(x[, "trivial"]), a[, 5:6, , , drop = FALSE])
  expect_equal(as.array(x[c(1, 3), c(3, 1), , 2:4]), a[c(1, 3), c(6, 1:4), , 2:4])
  expect_equal(as.array(x[-1, , 4, ]), a[-1, , 4, , drop = FALSE])
  expect_identical(dim(x[1, , drop = FALSE]), dim(x[1]))
  expect_error(x[1, drop = TRUE], "`drop` must be `FALSE`", class = "escnn_error_argument")
  expect_error(x[1, drop = NA], "`drop` must be", class = "escnn_error_argument")
  expect_error(x[i = 1], "Unknown argument `i`", class = "escnn_error_argument")
  expect_identical(names(x[, 2:3]), c("trivial", "trivial"))
  k <- 2
  expect_equal(as.array(x[k]), a[2, , , , drop = FALSE])
  expect_equal(as.array(x[]), a)
})

test_that("c() puts fields side by side", {
  skip_without_escnn()
  g <- c4()
  a <- random_array(2, 4, 3, 3)
  b <- random_array(2, 1, 3, 3)
  x <- geometric_tensor(a, field_type(g, "regular"), dtype = "float64")
  y <- geometric_tensor(b, field_type(g, "trivial"), dtype = "float64")
  both <- c(x, y)
  expect_identical(names(both), c("regular", "trivial"))
  expect_equal(as.array(both)[, 1:4, , ], a)
  expect_equal(as.array(both)[, 5, , , drop = FALSE], b)
})

test_that("the action is a group action, exact on the grid", {
  skip_without_escnn()
  for (g in list(c4(), gspace_flip_rot2d_on_r2(n = 4))) {
    type <- field_type(g, "regular", "trivial")
    x <- geometric_tensor(random_array(2, dim(type)[2], 5, 5), type, dtype = "float64")
    elements <- group_elements(g)
    for (a in elements[c(1, 2, 4)]) {
      for (b in elements) {
        expect_equal(
          as.array(transform(transform(x, a), b)), as.array(transform(x, b * a))
        )
      }
      expect_equal(as.array(transform(x, a)), as.array(x$transform(a)))
    }
  }
})

test_that("the action in three dimensions agrees with upstream's", {
  skip_without_escnn()
  g <- gspace_full_octa_on_r3()
  type <- field_type(g, "trivial", repr_irrep(g, 1, 1))
  x <- geometric_tensor(random_array(1, 4, 5, 5, 5), type)
  for (e in group_elements(g)[c(2, 7, 13, 30, 48)]) {
    expect_equal(as.array(transform(x, e)), as.array(x$transform(e)), tolerance = 1e-6)
  }
})

test_that("interpolation is finer than upstream's half precision", {
  skip_without_escnn()
  so2 <- gspace_rot2d_on_r2()
  type <- field_type(so2, "trivial")
  line <- seq(-1, 1, length.out = 121)
  blob <- outer(line, line, function(a, b) exp(-8 * ((a - 0.3)^2 + b^2)))
  x <- geometric_tensor(array(blob, c(1, 1, 121, 121)), type, dtype = "float64")
  angle <- 0.7
  turned <- outer(line, line, function(row, col) {
    # the point that lands here came from the rotation back; y points up, rows down
    px <- cos(angle) * col - sin(angle) * row
    py <- sin(angle) * col + cos(angle) * row
    exp(-8 * ((py - 0.3)^2 + px^2))
  })
  e <- group_element(so2, angle)
  inside <- outer(line, line, function(a, b) a^2 + b^2 < 0.9)
  error <- function(found) max(abs(found - turned)[inside])
  ours <- error(as.array(transform(x, e))[1, 1, , ])
  theirs <- error(as.array(x$transform(e))[1, 1, , ])
  expect_lt(error(as.array(transform(x, e, order = 3))[1, 1, , ]), 5e-5)
  expect_lt(ours, theirs / 5)
})

test_that("point clouds are transformed exactly", {
  skip_without_escnn()
  type <- field_type(gspace_rot2d_on_r2(n = 8), "irrep_1")
  points <- random_array(5, 2)
  values <- random_array(5, 2)
  cloud <- geometric_tensor(values, type, coords = points, dtype = "float64")
  e <- group_element(type$gspace, 1)
  turn <- repr_irrep(type$gspace, 1)(e)
  moved <- transform(cloud, e)
  expect_equal(as.array(moved), values %*% t(turn))
  expect_equal(tensor_to_array(moved$coords), points %*% t(turn))
})

test_that("what has no meaning is refused in words", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  x <- geometric_tensor(array(0, c(1, 4, 3, 3)), type)
  y <- geometric_tensor(array(0, c(1, 1, 3, 3)), field_type(c4(), "trivial"))
  expect_snapshot(x * x, error = TRUE)
  expect_snapshot(x + 1, error = TRUE)
  expect_snapshot(1 / x, error = TRUE)
  expect_snapshot(x + y, error = TRUE)
  expect_snapshot(x + "a", error = TRUE)
  expect_snapshot(x == x, error = TRUE)
  expect_snapshot(x^2, error = TRUE)
  expect_snapshot(x[5], error = TRUE)
  expect_snapshot(x[, "nix"], error = TRUE)
  expect_snapshot(x[1, 1, 1, 1, 1], error = TRUE)
  expect_snapshot(transform(x, 3), error = TRUE)
  expect_snapshot(transform(x, group_element(group_cyclic(8), 1)), error = TRUE)
  expect_snapshot(transform(x, group_element(c4(), 1), order = 9), error = TRUE)
})
