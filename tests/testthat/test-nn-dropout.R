test_that("whole fields are dropped, and the mean stays", {
  skip_without_escnn()
  type <- field_type(c4(), "regular", "trivial", "regular", "trivial")
  x <- array(1, c(200, 10, 3, 3))
  for (inplace in c(FALSE, TRUE)) {
    out <- as.array(nn_field_dropout(type, p = 0.25, inplace = inplace)(x))
    expect_equal(sort(unique(as.numeric(out))), c(0, 4 / 3), tolerance = 1e-6)
    expect_identical(out[, 1, , ], out[, 4, , ])
    expect_equal(mean(out), 1, tolerance = 0.05)
  }
})

test_that("single channels are dropped", {
  skip_without_escnn()
  layer <- nn_pointwise_dropout(field_type(c4(), "regular"), p = 0.5)
  out <- as.array(layer(array(1, c(50, 4, 3, 3))))
  expect_equal(sort(unique(as.numeric(out))), c(0, 2))
  expect_false(identical(out[, 1, , ], out[, 2, , ]))
})

test_that("nothing is dropped with p = 0 or in evaluation, everything with p = 1", {
  skip_without_escnn()
  type <- field_type(c4(), "irrep_1", "irrep_2")
  x <- geometric_tensor(random_array(2, 3, 3, 3), type)
  expect_equal(as.array(nn_field_dropout(type, p = 0)(x)), as.array(x))
  expect_equal(as.array(module_train(nn_field_dropout(type), FALSE)(x)), as.array(x))
  expect_true(all(as.array(nn_field_dropout(type, p = 1)(x)) == 0))
})

test_that("probabilities and fields are checked", {
  skip_without_escnn()
  type <- field_type(c4(), "irrep_1")
  expect_snapshot(error = TRUE, {
    nn_field_dropout(type, p = 1.5)
    nn_field_dropout(type, p = -0.1)
    nn_field_dropout(type, inplace = 1)
    nn_pointwise_dropout(type)
  })
})
