test_that("each representation is a row, in blocks of its irreps", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  type <- field_type(gspace_flip_rot2d_on_r2(n = 4), regular = 8, trivial = 4)
  kinds <- field_kinds(type)
  expect_identical(vapply(kinds, `[[`, 1L, "count"), c(8L, 4L))
  expect_identical(kinds[[1]]$sizes, c(1L, 1L, 2L, 2L, 1L, 1L))
  drawn <- expect_fits_pages(plot(type, title = long_title))
  expect_identical(max(drawn$data$right), 8.5)
  expect_match(alt_text(type), paste0(
    "8 fields regular of size 8, made of irrep_0,0, irrep_1,0, irrep_1,1, irrep_1,1, ",
    "irrep_1,2 and irrep_0,2; 4 fields trivial of size 1"
  ))
  expect_fits_pages(plot(field_type(gspace_rot2d_on_r2(n = 8), "irrep_1", "irrep_2", regular = 16)))
})
