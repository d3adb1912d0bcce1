test_that("lines join subgroups with nothing between", {
  # 1 in 2 and 3, these in 4
  members <- rbind(c(TRUE, FALSE, FALSE), c(TRUE, TRUE, FALSE), c(TRUE, FALSE, TRUE), TRUE)
  lines <- covering_pairs(members)
  expect_setequal(paste(lines$lower, lines$upper), c("1 2", "1 3", "2 4", "3 4"))
})

test_that("the lattice of a group or gspace is drawn, with indices", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  drawn <- plot(gspace_rot2d_on_r2(n = 12), type = "subgroups", title = long_title)
  expect_fits_pages(drawn)
  lines <- drawn$layers[[1]]$data
  # of the divisors of 12: 1-2, 1-3, 2-4, 2-6, 3-6, 4-12, 6-12
  expect_identical(nrow(lines), 7L)
  expect_setequal(lines$index, c(2, 3))
  expect_true(all(lines$yend > lines$y))
  text <- alt_text(plot(group_dihedral(4), type = "subgroups"))
  expect_match(text, "10 subgroups, with 1 of order 1, 5 of order 2, 3 of order 4 and 1 of order 8")
  expect_match(text, "C4 \\(c\\(NA, 4\\), index 2\\)")
  expect_no_error(print_nowhere(plot(group_cyclic(1), type = "subgroups")))
})
