test_that("points are moved by the action", {
  skip_without_escnn()
  g <- c4()
  quarter <- group_element(g, 1)
  expect_equal(gspace_basespace_action(g)(quarter), rbind(c(0, -1), c(1, 0)))
  expect_identical(dim(gspace_basespace_action(gspace_octa_on_r3())), c(3L, 3L))
  expect_snapshot(gspace_basespace_action(gspace_no_base_space(group_cyclic(4))), error = TRUE)
})

test_that("fields are moved on the grid and in their channels", {
  skip_without_escnn()
  g <- c4()
  quarter <- group_element(g, 1)
  x <- random_array(2, 4, 5, 5)
  moved <- gspace_featurefield_action(g, x, repr_regular(g), quarter)
  expect_identical(dim(moved), dim(x))
  # the first row, seen from the left, becomes the left column, seen from below
  expect_equal(moved[1, 2, 5:1, 1], x[1, 1, 1, ], tolerance = 1e-6)
  four <- x
  for (i in 1:4) four <- gspace_featurefield_action(g, four, repr_regular(g), quarter)
  expect_equal(four, x)
  point <- gspace_no_base_space(group_cyclic(4))
  y <- random_array(3, 4)
  expect_equal(
    gspace_featurefield_action(point, y, repr_regular(point), quarter), y[, c(4, 1:3)]
  )
})

test_that("what doesn't fit is told", {
  skip_without_escnn()
  g <- c4()
  e <- group_element(g, 1)
  x <- random_array(2, 4, 5, 5)
  expect_snapshot(gspace_featurefield_action(g, x, repr_trivial(g), e), error = TRUE)
  expect_snapshot(
    gspace_featurefield_action(g, x, repr_regular(group_cyclic(8)), e),
    error = TRUE
  )
  other <- group_element(group_cyclic(8), 1)
  expect_snapshot(gspace_featurefield_action(g, x, repr_regular(g), other), error = TRUE)
  expect_snapshot(gspace_featurefield_action(g, x, repr_regular(g), e, order = 9), error = TRUE)
  expect_snapshot(gspace_featurefield_action(g, "a", repr_regular(g), e), error = TRUE)
})
