test_that("every number has a row that says where it is", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial", "irrep_1")
  values <- random_array(2, 3, 4, 5)
  frame <- as.data.frame(geometric_tensor(values, type))
  expect_named(
    frame, c("batch", "field", "representation", "channel", "row", "column", "value")
  )
  expect_identical(nrow(frame), length(values))
  index <- as.matrix(frame[c("batch", "channel", "row", "column")])
  expect_equal(frame$value, values[index], tolerance = 1e-6)
  expect_identical(frame$field[frame$channel == 3][[1]], 2L)
  expect_identical(unique(frame$representation[frame$field == 2]), "irrep_1")
  volume <- field_type(gspace_octa_on_r3(), "trivial")
  expect_named(
    as.data.frame(geometric_tensor(random_array(1, 1, 2, 2, 2), volume)),
    c("batch", "field", "representation", "channel", "slice", "row", "column", "value")
  )
})

test_that("points have their coordinates", {
  skip_without_escnn()
  coords <- matrix(rnorm(6), 3)
  x <- geometric_tensor(matrix(1:6, 3), field_type(c4(), trivial = 2), coords)
  frame <- as.data.frame(x)
  expect_named(frame, c("point", "field", "representation", "channel", "x", "y", "value"))
  expect_equal(frame$y[frame$point == 2], rep(coords[2, 2], 2), tolerance = 1e-6)
})
