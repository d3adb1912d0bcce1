mixed_type <- function() {
  g <- c4()
  field_type(g, "irrep_1", "regular", "trivial", "regular")
}

test_that("channels, irreps and matrices of a type are those of its fields", {
  skip_without_escnn()
  type <- mixed_type()
  expect_identical(field_type_channels(type), data.frame(
    field = 1:4, representation = c("irrep_1", "regular", "trivial", "regular"),
    start = c(1L, 3L, 7L, 8L), end = c(2L, 6L, 7L, 11L)
  ))
  expect_identical(
    field_type_irreps(type),
    c("irrep_1", rep(c("irrep_0", "irrep_1", "irrep_2"), 1), "irrep_0",
      c("irrep_0", "irrep_1", "irrep_2"))
  )
  e <- group_element(type$gspace, 1)
  blocks <- field_type_matrix(type, e)
  expect_equal(blocks[1:2, 1:2], repr_irrep(type$gspace, 1)(e))
  expect_equal(blocks[3:6, 3:6], repr_regular(type$gspace)(e))
  expect_true(all(blocks[1:2, 3:11] == 0))
  whole <- field_type_representation(type)
  expect_s3_class(whole, "escnn_representation")
  expect_equal(whole(e), blocks)
  q <- field_type_change_of_basis(type)
  expect_equal(q %*% field_type_change_of_basis(type, inverse = TRUE), diag(11), tolerance = 1e-12)
  expect_false(field_type_is_uniform(type))
  expect_true(field_type_is_uniform(field_type(c4(), regular = 3)))
})

test_that("types are restricted, sorted and split, and stay as they were", {
  skip_without_escnn()
  type <- mixed_type()
  before <- format(type)
  small <- field_type_restrict(type, 2)
  expect_equal(group_order(small$gspace), 2)
  expect_identical(dim(small), dim(type))
  sorted <- sort(type)
  expect_identical(names(sorted), c("trivial", "irrep_1", "regular", "regular"))
  expect_identical(names(sort(type, decreasing = TRUE))[[4]], "trivial")
  parts <- split(type, c("b", "a", "b", "a"))
  expect_named(parts, c("b", "a"))
  expect_identical(names(parts$b), c("irrep_1", "trivial"))
  expect_identical(format(type), before)
  expect_snapshot(error = TRUE, {
    split(type, 1:3)
    field_type_restrict(type, 3)
    field_type_matrix(type, group_element(group_cyclic(8), 1))
    field_type_channels(3)
  })
})
