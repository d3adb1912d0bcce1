test_that("names of outputs are remembered where they tell outputs apart", {
  skip_without_escnn()
  fitted <- list(plan = list(targets = "numbers"), about = list())
  named <- function(names) matrix(0, 2, length(names), dimnames = list(NULL, names))
  expect_identical(
    output_names(remember_outputs(fitted, named(c("u", "v")))), c("u", "v")
  )
  expect_null(output_names(remember_outputs(fitted, named(c("u", "u")))))
  expect_null(output_names(remember_outputs(fitted, named(c("u", "")))))
  expect_null(output_names(remember_outputs(fitted, named("u"))))
  expect_null(output_names(remember_outputs(fitted, 1:2)))
  classes <- list(plan = list(targets = "classes"), about = list())
  expect_null(output_names(remember_outputs(classes, named(c("u", "v")))))
})
