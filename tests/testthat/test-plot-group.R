test_that("tables hold the products, and names are those of rotations and mirrors", {
  skip_without_escnn()
  for (group in list(group_cyclic(5), group_dihedral(3), group_octa())) {
    table <- multiplication_table(group)
    elements <- group_elements(group)
    for (at in list(c(2, 3), c(3, 2), c(length(elements), 4))) {
      product <- elements[[at[[1]]]] * elements[[at[[2]]]]
      expect_true(elements[[table[at[[1]], at[[2]]]]] == product)
    }
  }
  d3 <- group_dihedral(3)
  expect_identical(element_names(d3)$names, c("e", "r", "r2", "s", "rs", "r2s"))
  # rs reflects first
  expect_true(
    group_element(d3, c(0, 1)) * group_element(d3, c(1, 0)) == group_element(d3, c(1, 1))
  )
  expect_match(element_names(d3)$words, "turn by 120 degrees; s: mirror")
  expect_identical(element_names(group_octa())$names, as.character(1:24))
})

test_that("tables are drawn, with words", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  drawn <- expect_fits_pages(plot(group_dihedral(4), title = long_title))
  expect_s3_class(drawn, "ggplot")
  expect_identical(nrow(drawn$data), 64L)
  text <- alt_text(plot(group_dihedral(3)))
  expect_match(text, "6 elements, e, r, r2, s, rs and r2s")
  expect_match(text, "s times r is r2s, the other way round rs")
  expect_match(alt_text(group_cyclic(3)), "order of factors does not matter")
  expect_no_error(print_nowhere(plot(group_octa())))
  expect_no_error(print_nowhere(plot(group_cyclic(1))))
  expect_snapshot(plot(group_so2()), error = TRUE)
  expect_snapshot(plot(group_cyclic(4), type = "tree"), error = TRUE)
})
