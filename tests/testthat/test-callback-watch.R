test_that("by what a watch is small or large Python says", {
  skip_without_escnn()
  small <- function(monitor, mode = "auto") {
    memory <- new.env()
    begin_watch(memory, check_watch(monitor, 1, 0, mode), list())
    memory$small
  }
  expect_true(small("valid_loss"))
  expect_true(small("rmse"))
  expect_false(small("valid_accuracy"))
  expect_false(small("loss", "max"))
})
