test_that("a basis has a row for each weight, in the weights' order", {
  skip_without_escnn()
  type <- field_type(gspace_rot2d_on_r2(), "trivial", "irrep_1", "trivial")
  layer <- nn_r2_conv(type, list("irrep_0", "irrep_2"), kernel_size = 5)
  found <- module_basis(layer)
  expect_named(found, c(
    "in_field", "out_field", "in_irrep", "out_irrep", "radius", "sigma", "frequency", "weight"
  ))
  expect_equal(found$weight, as.vector(tensor_to_array(layer$weights)))
  expect_setequal(found$in_field, 1:3)
  expect_identical(unique(found$in_irrep[found$in_field == 2]), "irrep_1")
  expect_identical(unique(found$out_irrep[found$out_field == 2]), "irrep_2")
  # from one frequency to another, kernels turn with their difference; 3, their sum, is cut off
  expect_setequal(found$frequency[found$in_field == 2 & found$out_field == 2], 1)
})

test_that("linear layers have a basis without rings", {
  skip_without_escnn()
  type <- field_type(gspace_no_base_space(group_cyclic(4)), "regular")
  layer <- py_invoke("escnn_r.nn.build_module", "Linear", type, type)
  found <- module_basis(layer)
  # C4's regular maps onto itself in 4 ways
  expect_identical(nrow(found), 4L)
  expect_true(all(is.na(found$radius)))
  expect_snapshot(module_basis(nn_relu(type)), error = TRUE)
})
