test_that("feature maps show every value where it is", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 1, trivial = 1)
  x <- random_array(2, 5, 3, 4)
  tensor <- geometric_tensor(x, type, dtype = "float64")
  rows <- feature_maps(tensor, item = 2, fields = NULL)$rows
  expect_identical(nlevels(rows$map), 5L)
  for (draw in c(1, 17, 33, 60)) {
    row <- rows[draw, ]
    expect_identical(row$value, x[2, as.integer(row$map), row$row, row$column])
  }
  one <- feature_maps(tensor, item = 1, fields = "trivial")$rows
  expect_identical(one$value[one$row == 2 & one$column == 3], x[1, 5, 2, 3])
})

test_that("volumes show their middle slice", {
  skip_without_escnn()
  type <- field_type(gspace_octa_on_r3(), "trivial")
  x <- random_array(1, 1, 5, 3, 3)
  rows <- feature_maps(geometric_tensor(x, type, dtype = "float64"), 1, NULL)$rows
  expect_identical(matrix(rows$value, 3), x[1, 1, 3, , ])
})

test_that("vectors are arrows from where they are to where they point", {
  skip_without_escnn()
  type <- field_type(c4(), "irrep_1", "trivial")
  x <- array(0, c(1, 3, 5, 5))
  # to the right and up, of length 5, in the last row and the first column
  x[1, 1, 5, 1] <- 4
  x[1, 2, 5, 1] <- 3
  maps <- feature_maps(geometric_tensor(x, type), 1, NULL)
  expect_identical(levels(maps$rows$map), c("field 1: irrep_1", "field 2: trivial"))
  expect_equal(maps$rows$value[maps$rows$row == 5 & maps$rows$column == 1][[1]], 5)
  arrow <- maps$arrows
  expect_identical(nrow(arrow), 1L)
  expect_equal(c(arrow$column + arrow$to_column, arrow$row + arrow$to_row) / 2, c(1, 5))
  slope <- (arrow$to_row - arrow$row) / (arrow$to_column - arrow$column)
  expect_equal(slope, -3 / 4)
  expect_gt(arrow$to_column, arrow$column)
  heat <- feature_maps(geometric_tensor(x, type), 1, NULL, arrows = FALSE)
  expect_null(heat$arrows)
  expect_identical(nlevels(heat$rows$map), 3L)
})

test_that("an arrow field turns as the plane does", {
  skip_without_escnn()
  for (g in list(c4(), gspace_flip_rot2d_on_r2(n = 4, axis = pi / 3), gspace_trivial_on_r2())) {
    for (field in list(repr_standard(g), if (group_order(g) == 8) repr_irrep(g, c(1, 1)))) {
      if (is.null(field)) next
      type <- field_type(g, list(field))
      turn <- vector_turns(type)[[1]]
      for (element in testing_elements(g)) {
        expect_equal(
          turn %*% field(element), gspace_basespace_action(g)(element) %*% turn, tolerance = 1e-5
        )
      }
    }
  }
  others <- field_type(gspace_rot2d_on_r2(n = 8), "irrep_2", "regular")
  expect_length(vector_turns(others), 0)
  expect_length(vector_turns(field_type(gspace_flip2d_on_r2(), "regular")), 0)
})

test_that("of vectors in space the slice shows x and y, and the whole length", {
  skip_without_escnn()
  g <- gspace_octa_on_r3()
  x <- array(0, c(1, 3, 3, 3, 3))
  x[1, , 2, 2, 2] <- c(1, 2, 2)
  standard <- field_type(g, list(repr_standard(g)))
  maps <- feature_maps(geometric_tensor(x, standard), 1, NULL)
  expect_equal(max(maps$rows$value), 3)
  expect_equal(unlist(maps$arrows[c("right", "up")], use.names = FALSE), c(1, 2))
})

test_that("arrows that circle or point outwards are known", {
  at <- expand.grid(up = 2:-2, right = -2:2)
  size <- c(5L, 5L)
  around <- cbind(-at$up, at$right)
  expect_equal(flow_of(around, size), c(1, 0))
  expect_equal(flow_of(as.matrix(at[c("right", "up")]), size), c(0, 1), ignore_attr = TRUE)
  expect_match(flow_words(c(1, 0), "wind"), "circle anticlockwise around the middle")
  expect_match(flow_words(c(0, -1), "wind"), "point to the middle")
  expect_identical(flow_words(c(0.2, 0.1), "wind"), "")
})

test_that("fields keep their numbers, and panels have short labels where there are many", {
  skip_without_escnn()
  type <- field_type(c4(), trivial = 1, regular = 2)
  maps <- feature_maps(geometric_tensor(random_array(1, 9, 3, 3), type), 1, 3)
  expect_identical(levels(maps$rows$map)[[1]], "field 3: regular [1]")
  expect_identical(unname(map_labels(maps))[[1]], "field 3: regular [1]")
  all <- feature_maps(geometric_tensor(random_array(1, 9, 3, 3), type), 1, NULL)
  expect_identical(unname(map_labels(all))[c(1, 2, 9)], c("1", "2 [1]", "3 [4]"))
  expect_identical(all$kinds, "Fields 1: trivial; 2 and 3: regular.")
})
