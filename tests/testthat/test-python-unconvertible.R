test_that("values that Python can't take are named", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  relu <- nn_relu(type)
  x <- random_array(1, 4, 3, 3)
  expect_error(relu(x, revive(type)), class = "escnn_error_dead_pointer")
  expect_error(relu(x, list(revive(type))), class = "escnn_error_dead_pointer")
  outer <- function(amount) py_invoke("builtins.len", amount)
  environment(outer) <- asNamespace("escnn")
  # a call isn't evaluated, and a primitive has no arguments to ask for
  for (value in list(quote(stop("ran")), new.env(), sum, list(1, quote(a)), y ~ x)) {
    # reticulate prints what it can't convert
    utils::capture.output(error <- rlang::catch_cnd(outer(value), "error"))
    expect_s3_class(error, "escnn_error_argument")
    expect_identical(error$arg, "amount")
    expect_match(conditionMessage(error), "a value that Python can take")
  }
})

test_that("R's own functions can be filters and functions of layers", {
  skip_without_escnn()
  c4 <- group_cyclic(4)
  trivial <- repr_trivial(c4)
  expect_error(
    kernels_cn_act_r2(trivial, trivial, 1, 0.6, maximum_frequency = 1, filter = sum),
    class = "escnn_error"
  )
})
