test_that("flags are where the group puts them", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  g <- gspace_flip_rot2d_on_r2(n = 4)
  drawn <- expect_fits_pages(plot(g, title = long_title))
  cloth <- drawn$data
  expect_identical(nlevels(cloth$element), 8L)
  # a quarter turn takes the top of the pole to the left
  turned <- cloth[cloth$element == 2, ][1, ]
  expect_equal(c(turned$right, turned$up), c(-1, 0), tolerance = 1e-6)
  shapes <- split(round(cloth[c("right", "up")], 4), cloth$element)
  expect_identical(anyDuplicated(lapply(shapes, function(s) as.vector(as.matrix(s)))), 0L)
  expect_match(alt_text(drawn), paste0(
    "8 panels, one for each of the elements leave all as it is; turn by 90 degrees; .*; ",
    "mirror; mirror, then turn by 90 degrees"
  ))
  expect_match(alt_text(drawn), "4 of them are mirrored")
})

test_that("pictures, spaces and continuous groups are drawn", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  picture <- matrix(0, 5, 5)
  picture[1, 1] <- 1
  drawn <- plot(gspace_rot2d_on_r2(n = 4), picture = picture)
  bright <- drawn$data[drawn$data$colour == "#FFFFFF", ]
  expect_identical(bright$row[order(bright$example)], c(1L, 5L, 5L, 1L))
  expect_match(alt_text(drawn), "does to a picture")
  expect_fits_pages(plot(gspace_octa_on_r3()))
  some <- plot(gspace_flip_rot2d_on_r2(n = Inf))
  expect_identical(nlevels(some$data$element), 16L)
  table <- plot(gspace_rot2d_on_r2(n = 4), type = "table")
  expect_identical(table$labels$title, "Cayley table of C4")
  chosen <- plot(gspace_rot2d_on_r2(n = 4), elements = group_element(group_cyclic(4), 3))
  expect_match(alt_text(chosen), "elements turn by 270 degrees\\.")
  expect_snapshot(plot(gspace_no_base_space(group_cyclic(4))), error = TRUE)
  expect_snapshot(plot(gspace_octa_on_r3(), picture = picture), error = TRUE)
})
