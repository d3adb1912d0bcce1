test_that("feature maps show every value where it is", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 1, trivial = 1)
  x <- random_array(2, 5, 3, 4)
  tensor <- geometric_tensor(x, type, dtype = "float64")
  rows <- feature_maps(tensor, item = 2, fields = NULL)
  expect_identical(nlevels(rows$map), 5L)
  for (draw in c(1, 17, 33, 60)) {
    row <- rows[draw, ]
    expect_identical(row$value, x[2, as.integer(row$map), row$row, row$column])
  }
  one <- feature_maps(tensor, item = 1, fields = "trivial")
  expect_identical(one$value[one$row == 2 & one$column == 3], x[1, 5, 2, 3])
})

test_that("volumes show their middle slice", {
  skip_without_escnn()
  type <- field_type(gspace_octa_on_r3(), "trivial")
  x <- random_array(1, 1, 5, 3, 3)
  rows <- feature_maps(geometric_tensor(x, type, dtype = "float64"), 1, NULL)
  expect_identical(matrix(rows$value, 3), x[1, 1, 3, , ])
})

test_that("plots carry alt text and refuse what isn't there", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  tensor <- geometric_tensor(random_array(1, 1, 3, 3), field_type(c4(), "trivial"))
  plot <- plot(tensor, title = "A map")
  expect_s3_class(plot, "ggplot")
  expect_match(plot$labels$alt, "A map: 1 channel of type C4: 1 trivial")
  expect_snapshot(plot(tensor, item = 2), error = TRUE)
  expect_snapshot(plot(tensor, fields = 3), error = TRUE)
  points <- field_type(gspace_no_base_space(group_cyclic(4)), "regular")
  flat <- geometric_tensor(matrix(0, 2, 4), points)
  expect_snapshot(plot(flat), error = TRUE)
})
