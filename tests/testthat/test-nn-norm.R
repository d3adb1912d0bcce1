test_that("batch norms standardise each field over the batch", {
  skip_without_escnn()
  x <- random_array(8, 4, 5, 5) * 3 + 1
  inner <- module_train(nn_inner_batch_norm(field_type(c4(), "regular")))
  out <- as.array(inner(x))
  expect_equal(mean(out), 0, tolerance = 1e-5)
  expect_equal(mean(out^2), 1, tolerance = 1e-3)
  expect_equivariant(inner)
  iid <- module_train(
    nn_iid_batch_norm2d(field_type(gspace_rot2d_on_r2(), "irrep_1", "trivial"))
  )
  expect_equivariant(iid)
  iid(random_array(4, 3, 5, 5))
  expect_equivariant(iid)
  expect_equivariant(nn_iid_batch_norm3d(field_type(gspace_octa_on_r3(), "regular")))
})

test_that("norms of lengths give mean squares of one", {
  skip_without_escnn()
  x <- random_array(50, 2, 4, 4) * 3
  # running statistics start from this batch alone
  layer <- module_train(nn_norm_batch_norm(field_type(c4(), "irrep_1"), momentum = 1))
  expect_equal(mean(as.array(layer(x))^2), 1, tolerance = 1e-2)
  general <- module_train(nn_g_norm_batch_norm(field_type(c4(), "irrep_1")))
  expect_equal(mean(as.array(general(x))^2), 1, tolerance = 1e-2)
})

test_that("a field is normalised by itself, at every point", {
  skip_without_escnn()
  type <- field_type(gspace_rot2d_on_r2(), "irrep_1", "trivial")
  x <- random_array(2, 3, 3, 3) * 5
  layer <- nn_field_norm(type)
  out <- as.array(layer(x))
  lengths <- sqrt(out[, 1, , ]^2 + out[, 2, , ]^2)
  expect_equal(lengths, array(sqrt(2), dim(lengths)), tolerance = 1e-3)
  expect_equal(out[, 3, , ], array(0, dim(lengths)))
  expect_equal(as.array(layer(x[1, , , , drop = FALSE]))[1, , , ], out[1, , , ], tolerance = 1e-6)
  expect_equal(as.array(module_train(layer, FALSE)(x)), out)
  expect_false(any(grepl("weight", names(nn_field_norm(type, affine = FALSE)$state_dict()))))
})

test_that("layers agree with raw escnn's", {
  skip_without_escnn()
  type <- field_type(c4(), "regular", "trivial", "regular")
  x <- geometric_tensor(random_array(3, 9, 4, 4), type)
  for (make in list(
    list(nn_inner_batch_norm, escnn$nn$InnerBatchNorm),
    list(nn_iid_batch_norm2d, escnn$nn$IIDBatchNorm2d)
  )) {
    ours <- module_train(make[[1]](type))
    raw <- make[[2]](type)
    raw$train()
    expect_equal(as.array(ours(x)), as.array(raw(x)), tolerance = 1e-5)
    expect_setequal(names(ours$state_dict()), names(raw$state_dict()))
  }
})

test_that("momentum may be NULL, for the mean of all batches", {
  skip_without_escnn()
  layer <- module_train(nn_iid_batch_norm2d(field_type(c4(), "irrep_1"), momentum = NULL))
  expect_null(layer$momentum)
  variance <- function(x) mean(apply(x, 2, stats::var))
  batches <- lapply(1:3, function(i) random_array(6, 2, 3, 3) * i)
  for (x in batches) layer(x)
  kept <- layer$state_dict()[["irrep_1_running_var"]]$item()
  expect_equal(kept, mean(vapply(batches, variance, 0)), tolerance = 1e-4)
})

test_that("the order of parameters is that of the fields", {
  skip_without_escnn()
  type <- field_type(gspace_rot2d_on_r2(n = 8), "irrep_3", "irrep_1", "irrep_3", "regular")
  for (layer in list(nn_iid_batch_norm2d(type), nn_g_norm_batch_norm(type), nn_field_norm(type))) {
    weights <- grep("weight", names(layer$state_dict()), value = TRUE)
    expect_identical(weights, c("irrep_3_weight", "irrep_1_weight", "regular_weight"))
  }
})

test_that("momentum and epsilon are checked", {
  skip_without_escnn()
  expect_snapshot(nn_inner_batch_norm(field_type(c4(), "regular"), momentum = 2), error = TRUE)
})

test_that("layers that don't fit name those that do", {
  skip_without_escnn()
  vector <- field_type(c4(), "irrep_1")
  regular <- field_type(c4(), "regular")
  expect_snapshot(error = TRUE, {
    nn_inner_batch_norm(vector)
    nn_iid_batch_norm3d(vector)
    nn_iid_batch_norm2d(field_type(gspace_octa_on_r3(), "regular"))
    nn_iid_batch_norm2d(field_type(gspace_no_base_space(group_cyclic(4)), "regular"))
    nn_norm_batch_norm(regular)
    nn_induced_norm_batch_norm(vector)
    nn_induced_norm_batch_norm(field_type(gspace_rot2d_on_r2(n = 8), induced_fields(
      gspace_rot2d_on_r2(n = 8), 0
    )))
    nn_field_norm(regular, eps = -1)
  })
})

test_that("one dimension is for points, and one value has no variance", {
  skip_without_escnn()
  expect_snapshot(layer <- nn_iid_batch_norm1d(field_type(c4(), "irrep_1", "irrep_1")))
  expect_snapshot(layer(random_array(2, 4, 3, 3)), error = TRUE)
  flat <- nn_iid_batch_norm1d(field_type(gspace_no_base_space(group_cyclic(4)), "irrep_1"))
  expect_snapshot(flat(random_array(1, 2)), error = TRUE)
})
