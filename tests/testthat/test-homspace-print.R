test_that("homogeneous spaces print", {
  skip_without_escnn()
  sphere <- homspace(group_so3(), c(NA, Inf))
  corners <- homspace(group_dihedral(4), c(0, 1))
  expect_snapshot({
    sphere
    corners
    summary(corners)
    str(corners)
  })
  expect_snapshot(print(revive(sphere)))
})

test_that("a space of one point is told from those of several", {
  skip_without_escnn()
  d4 <- group_dihedral(4)
  expect_match(format(homspace(d4, "self")), "(1 point)", fixed = TRUE)
  expect_match(format(homspace(d4, "trivial")), "(8 points)", fixed = TRUE)
})

test_that("a space is one thing, and one from another session is nothing to sum up", {
  skip_without_escnn()
  corners <- homspace(group_dihedral(4), c(0, 1))
  expect_length(corners, 1)
  dead <- revive(corners)
  expect_error(length(dead), class = "escnn_error_dead_pointer")
  expect_error(summary(dead), class = "escnn_error_dead_pointer")
})
