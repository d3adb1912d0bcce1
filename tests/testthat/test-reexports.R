test_that("reticulate's helpers for raw handles come along", {
  expect_identical(escnn::iterate, reticulate::iterate)
  expect_identical(escnn::tuple, reticulate::tuple)
})
