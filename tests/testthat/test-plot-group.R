test_that("tables hold the products", {
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
  # mirrored moves reflect first
  expect_true(
    group_element(d3, c(0, 1)) * group_element(d3, c(1, 0)) == group_element(d3, c(1, 1))
  )
})

test_that("tables are drawn, with words", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  drawn <- expect_fits_pages(plot(group_dihedral(4), title = long_title))
  expect_s3_class(drawn, "ggplot")
  expect_identical(nrow(drawn$data), 64L)
  text <- alt_text(plot(group_dihedral(3)))
  expect_match(text, "6 elements, 0\u00b0, 120\u00b0, 240\u00b0, M, M 120\u00b0 and M 240\u00b0")
  expect_match(text, "M times 120\u00b0 is M 240\u00b0, the other way round M 120\u00b0")
  # all products, for those who do not see the table
  expect_match(text, "120\u00b0: 120\u00b0, 240\u00b0, 0\u00b0, M 120\u00b0, M 240\u00b0, M")
  expect_match(alt_text(group_cyclic(3)), "order of factors does not matter")
  expect_no_error(print_nowhere(plot(group_octa())))
  expect_match(alt_text(group_octa()), "4: leave all as it is;.*and 16 more")
  expect_no_error(print_nowhere(plot(group_cyclic(1))))
  expect_snapshot(plot(group_so2()), error = TRUE)
  expect_snapshot(plot(group_cyclic(4), type = "tree"), error = TRUE)
})

test_that("names of columns do not meet, and letters stay in their cells", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  for (group in list(group_dihedral(4), group_dihedral(8), group_cyclic(16))) {
    drawn <- plot(group)
    table <- page_table(drawn)
    for (size in page_sizes) {
      grDevices::pdf(NULL, width = size[[1]], height = size[[2]])
      grid::grid.draw(table)
      grid::grid.force()
      cell <- cell_of(drawn, group_order(group))
      for (text in Filter(is_table_text, grid::grid.get("text", grep = TRUE, global = TRUE))) {
        gp <- text$gp
        gp$fontsize <- gp$fontsize[[1]]
        gp$lineheight <- gp$lineheight[[1]]
        gp$col <- gp$fontfamily <- gp$fontface <- gp$font <- NULL
        expect_lt(max(text_widths(unlist(strsplit(text$label, "\n")), gp)), cell)
      }
      grDevices::dev.off()
    }
  }
})
