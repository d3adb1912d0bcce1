test_that("generics of other packages come along", {
  expect_identical(escnn::fit, generics::fit)
  expect_identical(escnn::tidy, generics::tidy)
})
