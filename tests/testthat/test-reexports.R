test_that("reticulate's helper for raw handles comes along", {
})
