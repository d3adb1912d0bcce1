test_that("batch norms standardise each field over the batch", {
  skip_without_escnn()
  x <- random_array(8, 4, 5, 5) * 3 + 1
  inner <- nn_inner_batch_norm(field_type(c4(), "regular"))
  out <- as.array(inner(x))
  expect_equal(mean(out), 0, tolerance = 1e-5)
  expect_equal(mean(out^2), 1, tolerance = 1e-3)
  expect_equivariant(inner)
  iid <- nn_iid_batch_norm2d(field_type(gspace_rot2d_on_r2(), "irrep_1", "trivial"))
  expect_equivariant(iid)
  iid(random_array(4, 3, 5, 5))
  expect_equivariant(iid)
  expect_equivariant(nn_iid_batch_norm3d(field_type(gspace_octa_on_r3(), "regular")))
})

test_that("momentum and epsilon are checked", {
  skip_without_escnn()
  expect_snapshot(nn_inner_batch_norm(field_type(c4(), "regular"), momentum = 2), error = TRUE)
})
