test_that("elements are marked by their angles, those of groups of space by numbers", {
  skip_without_escnn()
  d3 <- group_marks(group_dihedral(3))
  expect_identical(d3$names[c(1, 2, 4, 6)], c("0\u00b0", "120\u00b0", "M", "M 240\u00b0"))
  expect_identical(marks_text(d3), mark_words)
  expect_match(group_marks(group_cyclic(5))$caption, "angles")
  octa <- group_marks(group_octa())
  expect_identical(octa$names, as.character(1:24))
  expect_match(marks_text(octa, 2), "^1: turn by .*; 2: turn by .*; and 22 more\\.$")
  expect_identical(stacked_marks("M 90\u00b0"), "M\n90\u00b0")
})

test_that("strips have an angle and the axis", {
  skip_without_escnn()
  octa <- group_octa()
  strips <- strip_moves(group_elements(octa))
  expect_true("90\u00b0 about\nthe z axis" %in% strips)
  expect_true("120\u00b0 about\n(1, 1, 1)" %in% strips)
  expect_true("0\u00b0" %in% strips)
  expect_identical(
    short_axes(c("turn by 36 degrees about the axis (0.85, 0, 0.53)", "mirror")),
    c("turn by 36 degrees about the axis (1, 0, 0.6)", "mirror")
  )
  full <- strip_moves(group_elements(group_full_octa()))
  expect_true("mirror along\nthe x axis" %in% full)
  expect_true("90\u00b0 about\nthe z axis\n+ opposite" %in% full)
  expect_identical(strip_moves(group_elements(group_cyclic(2))), c("0\u00b0", "180\u00b0"))
  expect_identical(
    wrapped_moves("mirror, then turn by 90 degrees"), "mirror,\nthen turn by 90 degrees"
  )
})
