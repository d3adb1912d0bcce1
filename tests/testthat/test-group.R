test_that("all sixteen groups are made", {
  skip_without_escnn()
  expect_identical(group_order(group_trivial()), 1L)
  expect_identical(group_order(group_cyclic(6)), 6L)
  expect_identical(group_order(group_dihedral(6)), 12L)
  expect_identical(group_order(group_klein4()), 4L)
  expect_identical(group_order(group_octa()), 24L)
  expect_identical(group_order(group_full_octa()), 48L)
  expect_identical(group_order(group_ico()), 60L)
  expect_identical(group_order(group_full_ico()), 120L)
  expect_identical(group_order(group_cylinder_discrete(3)), 6L)
  expect_identical(group_order(group_full_cylinder_discrete(3)), 12L)
  for (group in list(
    group_so2(), group_o2(), group_so3(), group_o3(), group_cylinder(), group_full_cylinder()
  )) {
    expect_identical(group_order(group), Inf)
  }
  expect_identical(group_order(c4()), 4L)
  expect_identical(length(group_cyclic(6)), 6L)
})

test_that("groups print as their name and sum up what they are", {
  skip_without_escnn()
  expect_snapshot({
    group_cyclic(4)
    group_so2()
    summary(group_dihedral(3))
    summary(group_cyclic(4))
    str(group_octa())
  })
})

test_that("groups compare", {
  skip_without_escnn()
  expect_true(group_cyclic(4) == group_cyclic(4))
  expect_true(group_cyclic(4) != group_cyclic(5))
  expect_false(group_cyclic(4) == c4())
})

test_that("bad arguments are named", {
  expect_snapshot(group_cyclic(2.5), error = TRUE)
  expect_snapshot(group_so2(-1), error = TRUE)
  expect_snapshot(group_order(4), error = TRUE)
})
