test_that("a whole classifier is one pipe, and invariant", {
  skip_without_escnn()
  model <- field_type(gspace_flip_rot2d_on_r2(n = 4), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_relu() |>
    nn_group_pooling() |>
    nn_to_vector(classes = 10, hidden = c(8, 6), dropout = 0.5)
  out <- model(random_array(3, 1, 9, 9))
  expect_identical(dim(as.matrix(out)), c(3L, 10L))
  expect_identical(dim(as.array(out)), c(3L, 10L))
  expect_identical(output_size(model, c(3, 1, 9, 9)), c(3L, 10L))
  expect_equivariant(model)
  expect_snapshot(model)
})

test_that("vectors are invariant in the exact sense: f(gx) = f(x)", {
  skip_without_escnn()
  g <- c4()
  model <- field_type(g, "regular") |> nn_norm_pool() |> nn_to_vector(2)
  module_train(model, FALSE)
  x <- geometric_tensor(random_array(2, 4, 6, 6), model$in_type)
  turned <- transform(x, group_element(g, 1))
  expect_equal(as.matrix(model(turned)), as.matrix(model(x)), tolerance = 1e-5)
})

test_that("pools over space are means, sums and maxima", {
  skip_without_escnn()
  type <- field_type(c4(), trivial = 2)
  x <- random_array(2, 2, 3, 5)
  for (pool in c("mean", "sum", "max")) {
    found <- as.matrix(nn_to_vector(type, pool = pool)(x))
    expect_equal(found, apply(x, 1:2, get(pool)), tolerance = 1e-6)
  }
  one <- random_array(2, 2, 1, 1)
  expect_equal(as.matrix(nn_to_vector(type, pool = "none")(one)), one[, , 1, 1], tolerance = 1e-6)
  expect_snapshot(nn_to_vector(type, pool = "none")(x), error = TRUE)
})

test_that("linear layers compute what their weights say", {
  skip_without_escnn()
  head <- nn_to_vector(field_type(c4(), trivial = 2), classes = 3)
  module_set_weights(head, list(
    layers.0.weight = matrix(1:6, 3), layers.0.bias = c(0, 1, 2)
  ))
  x <- array(c(1, 2), c(1, 2, 1, 1))
  expect_equal(as.vector(head(x)), as.vector(matrix(1:6, 3) %*% c(1, 2)) + 0:2)
})

test_that("heads work in space, on points, and after a restriction", {
  skip_without_escnn()
  volume <- field_type(gspace_octa_on_r3(), trivial = 2) |> nn_to_vector(2)
  expect_equivariant(volume, random_array(1, 2, 5, 5, 5))
  point <- field_type(gspace_no_base_space(group_so3()), trivial = 2) |> nn_to_vector(2)
  expect_identical(dim(point(matrix(1, 5, 2))), c(5L, 2L))
  restricted <- field_type(gspace_rot2d_on_r2(), "trivial") |>
    nn_restriction(4) |>
    nn_to_vector(2)
  expect_equivariant(restricted)
  # further layers on a point may follow
  longer <- field_type(c4(), "trivial") |> nn_to_vector(4) |> nn_relu() |> nn_to_vector(2)
  expect_equivariant(longer)
})

test_that("a head's plain copy computes the same", {
  skip_without_escnn()
  model <- field_type(c4(), "trivial") |>
    nn_r2_conv("trivial", kernel_size = 3) |>
    nn_to_vector(3, pool = "max")
  plain <- module_export(model)
  module_train(model, FALSE)
  x <- random_array(2, 1, 9, 9)
  given <- geometric_tensor(x, model$in_type)
  expect_equal(tensor_to_array(plain(given$tensor)), as.matrix(model(x)), tolerance = 1e-5)
})

test_that("fields that aren't invariant are refused with the remedy", {
  skip_without_escnn()
  expect_snapshot(nn_to_vector(field_type(c4(), "regular"), 3), error = TRUE)
  expect_snapshot(nn_to_vector(field_type(c4(), "trivial"), 0), error = TRUE)
  expect_snapshot(nn_to_vector(field_type(c4(), "trivial"), 3, pool = "median"), error = TRUE)
  expect_snapshot(nn_to_vector(field_type(c4(), "trivial"), 3, hidden = 0), error = TRUE)
})
