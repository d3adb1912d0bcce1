test_that("arguments are read from the function's environment, by the rule of their name", {
  rules <- list(
    a = rule(check_whole, min = 2),
    b = function(x, arg, call) if (!is.null(x)) toupper(x)
  )
  f <- function(a, b = NULL) {
    by_rules(own_arguments(environment()), rules, environment())
  }
  expect_identical(f(3), list(a = 3L, b = NULL))
  expect_identical(f(3, "x"), list(a = 3L, b = "X"))
  missing <- rlang::catch_cnd(f(), "error")
  expect_s3_class(missing, "escnn_error_argument")
  expect_identical(missing$arg, "a")
  expect_identical(rlang::catch_cnd(f(1), "error")$arg, "a")
})
