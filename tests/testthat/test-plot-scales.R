test_that("zero is in the middle of signed values, and neutral", {
  expect_identical(colour_range(c(-1, 3)), c(-3, 3))
  expect_identical(colour_range(c(1, 3)), c(1, 3))
  expect_identical(colour_range(c(1, 3), c(-2, 1)), c(-2, 2))
  expect_identical(colour_range(c(1, 3), signed = TRUE), c(-3, 3))
  expect_identical(diff(colour_range(c(0, 0))) > 0, TRUE)
  middle <- grDevices::col2rgb(signed_colours[[3]])
  expect_lt(diff(range(middle)), 5)
})

test_that("colours get lighter, so that they can be read in grey", {
  expect_true(all(diff(lightness(signed_colours)) > 0))
  expect_gt(diff(lightness(two_colours)), 0.2)
})

test_that("palettes can be told apart with any kind of colour vision", {
  kinds <- list(
    two_colours, signed_colours, box_kinds$fill, unname(class_colours(letters[1:6])[-1]),
    unname(class_colours(letters[1:4])[-1]), c("#003C70", "#FFFFFF", "#E8862E"), score_colours
  )
  for (colours in kinds) {
    for (seen in list(colours, as_seen(colours, "protan"), as_seen(colours, "deutan"))) {
      expect_gt(min(stats::dist(seen_in_lab(seen))), 8)
    }
  }
})

test_that("limits are numbers or what is compared", {
  expect_null(check_limits(NULL))
  expect_identical(check_limits(c(-1, 4)), c(-1, 4))
  expect_identical(check_limits(c(3, 1, 2)), c(1, 3))
  expect_identical(check_limits(2), c(-2, 2))
  expect_identical(check_limits(list(matrix(1:4, 2), -1)), c(-1, 4))
  expect_snapshot(check_limits("all"), error = TRUE)
  expect_snapshot(check_limits(c(1, NA)), error = TRUE)
  expect_snapshot(check_limits(list()), error = TRUE)
})

test_that("words for numbers and lists", {
  expect_identical(count_words(1, "row"), "1 row")
  expect_identical(count_words(1200, "row"), "1,200 rows")
  expect_identical(and_words(c("a", "b", "c")), "a, b and c")
  expect_identical(and_words(letters, 3), "a, b and 24 more")
  expect_identical(and_words("a"), "a")
})
