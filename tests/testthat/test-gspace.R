test_that("spaces on the plane are made and described", {
  skip_without_escnn()
  expect_snapshot({
    gspace_rot2d_on_r2(n = 4)
    gspace_rot2d_on_r2()
    gspace_flip_rot2d_on_r2(n = 8)
    gspace_flip2d_on_r2()
    gspace_trivial_on_r2()
    gspace_no_base_space(group_cyclic(6))
    summary(gspace_rot2d_on_r2(n = 4))
    str(gspace_rot2d_on_r2(n = 4))
  })
  expect_s3_class(gspace_rot2d_on_r2(n = 4), "escnn_gspace")
  expect_identical(dim(gspace_rot2d_on_r2(n = 4)), 2L)
})

test_that("the handles and the functions make equal spaces", {
  skip_without_escnn()
  raw <- escnn$gspaces
  expect_true(gspace_rot2d_on_r2(n = 4) == raw$rot2dOnR2(4L))
  expect_true(gspace_rot2d_on_r2() == raw$rot2dOnR2(-1L))
  expect_true(gspace_flip_rot2d_on_r2(n = 6, axis = 0.5) == raw$flipRot2dOnR2(6L, axis = 0.5))
  expect_true(gspace_rot2d_on_r2(n = 4) != raw$rot2dOnR2(8L))
  expect_false(gspace_rot2d_on_r2(n = 4) == 4)
})

test_that("bad orders say what to write instead", {
  expect_snapshot(gspace_rot2d_on_r2(n = 3.5), error = TRUE)
  expect_snapshot(gspace_rot2d_on_r2(n = -2), error = TRUE)
  expect_snapshot(gspace_rot2d_on_r2(n = -1), error = TRUE)
  expect_snapshot(gspace_rot2d_on_r2(n = NA), error = TRUE)
  expect_snapshot(gspace_rot2d_on_r2(n = "4"), error = TRUE)
  expect_snapshot(gspace_rot2d_on_r2(n = c(4, 8)), error = TRUE)
  expect_snapshot(gspace_flip_rot2d_on_r2(n = 4, axis = "x"), error = TRUE)
  expect_error(gspace_rot2d_on_r2(n = 0), class = "escnn_error_argument")
  expect_error(gspace_rot2d_on_r2(n = -Inf), class = "escnn_error_argument")
  expect_error(gspace_rot2d_on_r2(n = NULL), class = "escnn_error_argument")
})

test_that("fibre groups come from spaces and field types only", {
  skip_without_escnn()
  g <- c4()
  expect_true(gspace_fibergroup(g) == group_cyclic(4))
  expect_true(gspace_fibergroup(field_type(g, "trivial")) == group_cyclic(4))
  expect_snapshot(gspace_fibergroup(4), error = TRUE)
  expect_snapshot(gspace_no_base_space("C4"), error = TRUE)
})
