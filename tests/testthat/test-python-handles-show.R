test_that("each kind of object shows itself in a line, with its kind in str()", {
  skip_without_escnn()
  group <- group_cyclic(4)
  space <- c4()
  objects <- list(
    "group" = group, "group element" = group_element(group, 1),
    "representation" = repr_regular(group), "field type" = field_type(space, "regular"),
    "gspace" = space, "subgroup" = group_subgroup(group, 2),
    "homogeneous space" = homspace(group, 2)
  )
  for (kind in names(objects)) {
    shown <- utils::capture.output(utils::str(objects[[kind]]))
    expect_match(shown, paste0("^ <", kind, "> "))
    expect_length(shown, 1L)
  }
  for (kind in setdiff(names(objects), "field type")) {
    shown <- utils::capture.output(printed <- withVisible(print(objects[[kind]])))
    expect_identical(shown, format(objects[[kind]]))
    expect_false(printed$visible)
  }
})

test_that("dead objects show that they are", {
  skip_without_escnn()
  group <- group_cyclic(4)
  for (object in list(group, repr_regular(group), field_type(c4(), "regular"))) {
    dead <- revive(object)
    expect_match(utils::capture.output(print(dead)), "from another session")
    expect_match(utils::capture.output(utils::str(dead)), "^ <escnn_.*: from another session")
  }
})
