test_that("few elements generate the group", {
  skip_without_escnn()
  table <- multiplication_table(group_dihedral(4))
  generators <- generators_of(table, 1L)
  expect_length(generators, 2)
  expect_identical(closure(table, generators, 1L), 1:8)
  expect_identical(element_order(table, 2L, 1L), 4L)
  expect_length(generators_of(multiplication_table(group_cyclic(6)), 1L), 1)
  expect_length(generators_of(matrix(1L, 1, 1), 1L), 0)
})

test_that("nodes do not lie on each other, and edges lead to products", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  for (group in list(group_cyclic(6), group_dihedral(4), group_octa(), group_cyclic(1))) {
    drawn <- plot(group, type = "graph")
    expect_no_error(print_nowhere(drawn))
    distances <- stats::dist(drawn$data[c("x", "y")])
    if (length(distances)) expect_gt(min(distances), 0.1)
  }
  drawn <- expect_fits_pages(plot(group_dihedral(4), type = "graph", title = long_title))
  arrows <- ggplot2::layer_data(drawn, 1)
  lines <- ggplot2::layer_data(drawn, 2)
  expect_identical(c(nrow(arrows), nrow(lines)), c(8L, 4L))
  expect_false(any(arrows$linetype[[1]] == lines$linetype))
  expect_match(alt_text(drawn), "multiplication with 90\u00b0 and M, of orders 4 and 2")
  expect_match(
    alt_text(drawn), "Times M: 0\u00b0 to M to 0\u00b0; 90\u00b0 to M 90\u00b0 to 90\u00b0"
  )
})
