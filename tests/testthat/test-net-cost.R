test_that("networks that could not be built are refused before anything is", {
  skip_without_escnn()
  for (code in expression(
    net_gcnn(2, c4(), depth = 1e9), net_gcnn(2, c4(), width = 1e9), net_conventional(2, width = 1e8)
  )) {
    error <- expect_error(eval(code), class = "escnn_error_too_large")
    expect_true(error$arg %in% c("depth", "width"))
    expect_gt(error$needed, error$most)
  }
})

test_that("networks that halve images away are refused, others are not", {
  skip_without_escnn()
  error <- expect_error(net_unet(2, c4(), depth = 40), "halves images 40 times")
  expect_s3_class(error, "escnn_error_argument")
  expect_s3_class(net_unet(2, c4(), depth = 3, width = 1), "escnn_module")
})
