test_that("masks keep a disc and fade the rest", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  for (make in list(nn_mask, nn_mask_module)) {
    for (margin in c(0, 20)) {
      mask <- as.array(make(type, 7, margin = margin, sigma = 1.5)(array(1, c(1, 1, 7, 7))))
      squared <- outer((-3:3)^2, (-3:3)^2, "+")
      limit <- (3 * (1 - margin / 100))^2
      expect_equal(mask[1, 1, , ], exp(-pmax(squared - limit, 0) / 1.5^2), tolerance = 1e-6)
    }
  }
})

test_that("masks are those of Python's escnn, and load its state", {
  skip_without_escnn()
  type <- field_type(gspace_octa_on_r3(), "regular")
  raw <- escnn$nn$MaskModule(type, 5L, 10, 1)
  ours <- nn_mask(type, 5, 10, 1)
  expect_equal(tensor_to_array(ours$mask), tensor_to_array(raw$mask), tolerance = 1e-6)
  ours$load_state_dict(raw$state_dict())
  expect_false(ours$mask$requires_grad)
})

test_that("masks are equivariant for every gspace, in both precisions", {
  skip_without_escnn()
  for (g in c(planes(), spaces())) {
    layer <- nn_mask(irrep_fields(g), 5)
    expect_lt(grid_error(layer, 5), 1e-5)
    expect_lt(grid_error(layer, 5, "float64"), 1e-13)
    expect_identical(dtype_out(layer, 5, "float16"), "torch.float16")
  }
})

test_that("masks refuse other sizes and spaces", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  expect_snapshot(error = TRUE, {
    nn_mask(type, 7)(random_array(1, 1, 6, 6))
    nn_mask(type, c(7, 8))
    nn_mask(type, 7, sigma = 0)
    nn_mask(field_type(gspace_no_base_space(group_cyclic(4)), "trivial"), 7)
  })
})
