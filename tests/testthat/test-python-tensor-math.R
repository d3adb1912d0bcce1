numbers <- function(x) as.vector(as.array(x))

test_that("operators are R's, on either side, with numbers and arrays", {
  skip_without_escnn()
  x <- torch$tensor(list(1, 2, 4))
  v <- c(1, 2, 4)
  binary <- list(`+`, `-`, `*`, `/`, `^`, `%%`, `%/%`, `==`, `!=`, `<`, `<=`, `>`, `>=`)
  for (f in binary) {
    expect_equal(numbers(f(x, 2)), f(v, 2), tolerance = 1e-6)
    expect_equal(numbers(f(3, x)), f(3, v), tolerance = 1e-6)
    expect_equal(numbers(f(x, c(3, 2, 1))), f(v, c(3, 2, 1)), tolerance = 1e-6)
    expect_equal(numbers(f(x, x)), f(v, v), tolerance = 1e-6)
  }
  expect_equal(numbers(-x), -v)
  expect_identical(numbers(!(x > 1)), !(v > 1))
  expect_identical(numbers((x > 1) & (x < 4)), c(FALSE, TRUE, FALSE))
  whole <- torch$tensor(list(7L, -7L))
  expect_equal(numbers(whole %% 3), c(7, -7) %% 3)
  expect_equal(numbers(whole %/% 3), c(7, -7) %/% 3)
  expect_equal(numbers(whole + 0.5), c(7.5, -6.5))
})

test_that("arrays keep their shape, and rows meet columns as in PyTorch", {
  skip_without_escnn()
  m <- matrix(1:6 + 0, 2)
  x <- geometric_tensor(m, field_type(gspace_no_base_space(group_cyclic(1)), trivial = 3))$tensor
  expect_identical(dim(x), c(2L, 3L))
  expect_equal(as.array(x * m), m * m)
  expect_equal(as.array(x - x[, 1, drop = FALSE]), m - m[, 1])
  expect_error(x + torch$zeros(4L), "2 x 3", class = "escnn_error_argument")
  expect_error(x + "a", class = "escnn_error_argument")
  expect_false(x == "a")
})

test_that("functions and summaries are R's", {
  skip_without_escnn()
  v <- c(0.1, 0.5, 0.9)
  x <- torch$tensor(as.list(v), dtype = torch$float64)
  for (name in tensor_functions) {
    f <- get(name)
    given <- if (name == "acosh") v + 1 else v
    expect_equal(numbers(f(torch$tensor(as.list(given), dtype = torch$float64))), f(given))
  }
  for (f in list(sum, mean, prod, min, max, range)) {
    expect_equal(numbers(f(x)), f(v))
  }
  expect_equal(numbers(log(x, 2)), log(v, 2))
  expect_equal(numbers(sum(x, 1)), sum(v) + 1)
  expect_true(numbers(any(x > 0.8)))
  expect_false(numbers(all(x > 0.8)))
  expect_equal(numbers(mean(x > 0.3)), 2 / 3, tolerance = 1e-6)
  expect_equal(numbers(round(x / 7, 2)), round(v / 7, 2))
  expect_equal(numbers(range(x, x - 1, 3)), range(v, v - 1, 3))
  expect_error(sum(x, na.rm = TRUE), "na.rm", class = "escnn_error_argument")
  expect_error(cumsum(x), "cumsum", class = "escnn_error_argument")
})

test_that("positions count from 1", {
  skip_without_escnn()
  withr::local_options(rlib_message_verbosity = "quiet")
  a <- array(1:24 + 0, c(2, 3, 4))
  x <- torch$tensor(a)
  expect_equal(as.array(x[2, , ]), a[2, , ])
  expect_equal(as.array(x[, -1, 2:3]), a[, -1, 2:3])
  expect_equal(as.array(x[, c(TRUE, FALSE, TRUE), 4]), a[, c(1, 3), 4])
  expect_identical(dim(x[1, , , drop = FALSE]), c(1L, 3L, 4L))
  expect_equal(numbers(x[1, 2, 3]), a[1, 2, 3])
  expect_equal(sort(numbers(x[x > 20])), c(21, 22, 23, 24))
  expect_equal(as.array(x[]), a)
  pick <- function(x, ...) x[...]
  one <- 1
  expect_equal(as.array(pick(x, one, , )), a[1, , ])
  expect_error(x[5, , ], class = "escnn_error_argument")
  expect_error(x[1], "3 dimensions, not 1 index", class = "escnn_error_argument")
  expect_error(x[, 1, , 1], "not 4 indices", class = "escnn_error_argument")
  expect_error(x[x], class = "escnn_error_argument")
  expect_error(x[, , 9], class = "escnn_error_argument")
})

test_that("[[ counts as [ does, takes names for attributes, and nothing is assigned", {
  skip_without_escnn()
  withr::local_options(rlib_message_verbosity = "quiet")
  x <- torch$tensor(list(10, 20, 30))
  expect_equal(numbers(x[[1]]), 10)
  expect_equal(numbers(torch$tensor(matrix(1:6 + 0, 2))[[2, 3]]), 6)
  expect_true(x[["is_leaf"]])
  expect_error(x[[4]], class = "escnn_error_argument")
  expect_error(x[1] <- 5, "where", class = "escnn_error_argument")
  expect_error(x[[1]] <- 5, "where", class = "escnn_error_argument")
  x[["requires_grad"]] <- TRUE
  expect_true(x$requires_grad)
})

test_that("what counts from 1 is said once", {
  skip_without_escnn()
  rlang::reset_message_verbosity("escnn_positions")
  x <- torch$tensor(list(1, 2))
  expect_message(x[1], "count from 1")
  expect_silent(x[2])
})

test_that("gradients flow, so a loss reads like R", {
  skip_without_escnn()
  x <- torch$tensor(list(1, 2, 3), requires_grad = TRUE)
  sum(x^2 * (x > 1) + sqrt(abs(x))[2:3] |> sum())$backward()
  expect_equal(numbers(x$grad), c(0, 4, 6) + 3 * c(0, 1, 1) / (2 * sqrt(1:3)), tolerance = 1e-6)
  images <- random_array(12, 1, 9, 9)
  model <- field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 9) |>
    nn_group_pooling() |>
    nn_to_vector(classes = 1)
  y <- rnorm(12)
  plain <- fit(model, images, y, epochs = 2, loss = "mse", seed = 1)
  own <- fit(model, images, y, epochs = 2, seed = 1, loss = function(output, target) {
    mean((output - target)^2)
  })
  expect_equal(own$history$loss, plain$history$loss, tolerance = 1e-5)
})
