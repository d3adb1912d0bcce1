test_that("sequences are laid flat and check that types follow on", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  relu <- nn_relu(type)
  expect_identical(length(nn_sequential(relu, nn_sequential(relu, relu))), 3L)
  expect_identical(length(nn_sequential(list(relu, relu))), 2L)
  expect_snapshot(nn_sequential(), error = TRUE)
  expect_snapshot(nn_sequential(relu, 3), error = TRUE)
  expect_snapshot(nn_sequential(relu, nn_relu(field_type(c4(), "trivial"))), error = TRUE)
})

test_that("masks blank the corners only", {
  skip_without_escnn()
  mask <- nn_mask(field_type(c4(), "trivial"), size = 29)
  out <- as.array(mask(array(1, c(1, 1, 29, 29))))[1, 1, , ]
  expect_lt(out[1, 1], 0.01)
  expect_equal(out[15, 15], 1)
  expect_equivariant(mask)
})
