test_that("errors in functions that people give name the function", {
  f <- function(x) call_given(function(i) stop("no luck"), 1, .arg = "x")
  error <- expect_error(f(1), "you gave as `x` failed", class = "escnn_error_callback")
  expect_match(conditionMessage(error), "no luck")
  expect_identical(error$call, quote(f(1)))
  expect_identical(call_given(function(i) i + 1, 1, .arg = "x"), 2)
  # what the function takes care of is no failure
  careful <- function(i) tryCatch(stop("a"), error = function(e) 3)
  expect_identical(call_given(careful, 1, .arg = "x"), 3)
})

test_that("functions of training are named when they fail", {
  skip_without_escnn()
  model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
    nn_r2_conv(c(regular = 1), kernel_size = 3) |>
    nn_group_pooling()
  x <- array(rnorm(36), c(4, 1, 3, 3))
  y <- rnorm(4)
  train <- function(...) fit(model, ..., epochs = 1, seed = 1)
  fails <- function(...) stop("no luck")
  expect_snapshot(error = TRUE, {
    train(x, y, loss = function(output, target) stop("no luck"))
    train(x, y, loss = function(output, target) 3)
    train(x, y, loss = function(output, target) torch$stack(list(output, output)))
    train(x, y, loss = torch$nn$CrossEntropyLoss(weight = torch$ones(3L)))
    train(x, y, callbacks = fails)
    train(function(epoch, batch) stop("no luck"))
    train(function(epoch, batch) if (batch == 2) stop("no luck") else list(x, y))
    dataset_write(fails, tempfile())
    field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
      nn_r2_conv("trivial", kernel_size = 3, basis_filter = fails)
    kernels_so2_act_r2(
      repr_trivial(group_so2()), repr_trivial(group_so2()), c(0, 1), c(1, 1), filter = fails
    )
  })
  error <- rlang::catch_cnd(train(x, y, callbacks = fails), "error")
  expect_s3_class(error$fitted, "escnn_fit")
  fitted <- train(x, y, loss = torch$nn$functional$l1_loss)
  expect_true(is.finite(fitted$history$loss))
  expect_true(is.finite(evaluate(fitted, x, y)$loss))
  own <- function(output, target) torch$nn$functional$l1_loss(output, target)
  expect_identical(train(x, y, loss = own)$history$loss, fitted$history$loss)
})
