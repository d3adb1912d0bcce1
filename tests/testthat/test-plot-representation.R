test_that("matrices, blocks and bases are drawn with their values", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  g <- group_dihedral(3)
  rho <- repr_regular(g)
  e <- group_element(g, c(1, 1))
  plot <- plot(rho, e)
  expect_s3_class(plot, "ggplot")
  values <- matrix(0, 6, 6)
  values[cbind(plot$data$row, plot$data$column)] <- plot$data$value
  expect_equal(values, rho(e))
  blocks <- plot(rho, e, what = "blocks")$data
  # outside of its blocks nothing is left
  sizes <- c(1, 1, 2, 2)
  block <- rep(seq_along(sizes), sizes)
  off <- block[blocks$row] != block[blocks$column]
  expect_lt(max(abs(blocks$value[off])), 1e-6)
  expect_equal(nrow(plot(rho, what = "basis")$data), 36)
  expect_identical(nlevels(plot(rho)$data$panel), 4L)
  for (what in c("matrix", "blocks", "basis")) {
    drawn <- ggplot2::ggplot_build(plot(rho, what = what, title = "Regular"))
    expect_match(ggplot2::get_alt_text(drawn), "Regular: .* Dark blue squares are negative")
  }
  expect_fits_pages(plot(rho, what = "blocks", title = long_title))
  expect_identical(plot(rho, limits = 3)$scales$get_scales("fill")$limits, c(-3, 3))
  expect_snapshot(plot(rho, what = "picture"), error = TRUE)
  expect_snapshot(plot(rho, group_element(group_cyclic(3), 1)), error = TRUE)
})

test_that("texts tell what matrices and their blocks are", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  text <- alt_text(repr_regular(group_cyclic(4)))
  expect_match(text, "^regular, a representation of C4 of size 4: 3 matrices of size 4 for these")
  expect_match(text, "Turn by 90 degrees: moves each number on by 1 place in a circle; turn by 180")
  blocks <- alt_text(repr_regular(group_cyclic(4)), what = "blocks")
  expect_match(
    blocks, "90 degrees: irrep_0 1, irrep_1 the rows \\(0, -1\\) and \\(1, 0\\), irrep_2 -1\\."
  )
})
