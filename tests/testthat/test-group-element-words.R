test_that("moves of the plane are named by a turn and a mirror, and the group's own name", {
  skip_without_escnn()
  d4 <- group_elements(group_dihedral(4))
  expect_identical(move_words(d4)[c(1, 2, 5, 8)], c(
    "leave all as it is", "turn by 90 degrees", "mirror", "mirror, then turn by 270 degrees"
  ))
  expect_identical(own_names(d4)[c(2, 8)], c("+, 1[2pi/4]", "-, 3[2pi/4]"))
  expect_identical(move_marks(d4)[c(1, 2, 5, 8)], c("0\u00b0", "90\u00b0", "M", "M 270\u00b0"))
  expect_identical(move_words(group_elements(group_cyclic(7)))[[2]], "turn by 51.4 degrees")
  turn <- group_element(group_so2(), pi / 4)
  expect_identical(move_words(list(turn)), "turn by 45 degrees")
  expect_identical(own_names(list(turn)), "0.7854")
  o2 <- group_o2()
  expect_identical(
    move_words(list(group_element(o2, c(1, pi / 6)))), "mirror, then turn by 30 degrees"
  )
  # a mirror of a cyclic group, in the gspace where it mirrors
  flip <- gspace_flip2d_on_r2()
  elements <- group_elements(flip)
  expect_identical(
    move_words(elements, list(gspace_basespace_action(flip))), c("leave all as it is", "mirror")
  )
  expect_identical(move_words(list()), character())
})

test_that("moves of space are named by their axes, and numbered", {
  skip_without_escnn()
  elements <- group_elements(group_octa())
  words <- move_words(elements)
  expect_length(unique(words), 24)
  expect_true("turn by 90 degrees about the z axis" %in% words)
  at <- match("turn by 90 degrees about the z axis", words)
  expect_identical(own_names(elements[at]), paste("number", at))
  expect_identical(move_marks(elements)[[at]], as.character(at))
  full <- move_words(group_elements(group_full_octa()))
  expect_true(all(c("mirror along the z axis", "take every point to its opposite") %in% full))
  turn <- group_element(group_so3(), c(0, sin(pi / 8), 0, cos(pi / 8)))
  expect_identical(move_words(list(turn)), "turn by 45 degrees about the y axis")
  expect_identical(own_names(list(turn)), "")
})

test_that("factors of a product move side by side", {
  skip_without_escnn()
  both <- group_direct_product(group_cyclic(2), group_cyclic(4))
  words <- move_words(group_elements(both))
  expect_true("left: turn by 180 degrees; right: turn by 90 degrees" %in% words)
  expect_true("180\u00b0 | 90\u00b0" %in% move_marks(group_elements(both)))
})

test_that("pages say the same of moves that are no elements of a list", {
  skip_without_escnn()
  for (group in list(group_dihedral(4), group_octa(), group_full_ico())) {
    page <- local_page(group)
    found <- in_node(page, paste0(
      "const result = data.frame.names.words.map((_, e) =>",
      "Moves.words(group.matrices(e)[0], group.parts[0]));"
    ))
    expect_identical(found, move_words(group_elements(group)))
  }
})
