test_that("reticulate's helper for raw handles comes along", {
  expect_identical(escnn::tuple, reticulate::tuple)
})
