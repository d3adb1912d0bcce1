test_that("linear layers commute with all groups", {
  skip_without_escnn()
  groups <- list(
    group_cyclic(5), group_so2(), group_dihedral(4), group_o2(), group_so3(), group_o3(),
    group_octa()
  )
  for (group in groups) {
    g <- gspace_no_base_space(group)
    irreps <- vector_irreps(g)
    layer <- field_type(g, c(irreps, "trivial")) |> nn_linear(c(list("trivial"), rev(irreps)))
    expect_fibre_equivariant(layer, format(g))
    expect_fibre_equivariant(module_train(layer, FALSE), format(g))
  }
})

test_that("a linear layer multiplies by its matrix", {
  skip_without_escnn()
  layer <- nn_linear(field_type(gspace_no_base_space(group_cyclic(4)), regular = 2), "regular")
  layer$bias$data$fill_(2)
  parts <- module_filter(layer)
  x <- random_array(3, 8)
  matrix <- drop(as.array(parts$filter))
  expected <- x %*% t(matrix) + rep(as.numeric(parts$bias), each = 3)
  expect_equal(unname(as.array(layer(x))), expected, tolerance = 1e-5)
  # the group shifts the channels of a field, so that rows are shifts of each other
  expect_equal(matrix[1, 1:4], matrix[2, c(2:4, 1)], tolerance = 1e-5)
})

test_that("tensor products are equivariant and of second degree", {
  skip_without_escnn()
  groups <- list(
    group_so2(maximum_frequency = 4), group_o2(maximum_frequency = 4),
    group_so3(maximum_frequency = 4)
  )
  for (group in groups) {
    g <- gspace_no_base_space(group)
    irreps <- vector_irreps(g)
    type <- field_type(g, rep(irreps[2], 2))
    layer <- nn_tensor_product_module(type, rep(list("trivial"), 2))
    expect_fibre_equivariant(layer, format(g))
    x <- random_array(3, dim(type)[[2]])
    expect_equal(as.array(layer(2 * x)), 4 * as.array(layer(x)), tolerance = 1e-4)
  }
  planar <- field_type(c4(), irrep_1 = 2) |> nn_tensor_product_module(c(irrep_2 = 2))
  expect_equivariant(planar)
})

test_that("layers that can't be built say why", {
  skip_without_escnn()
  vectors <- field_type(c4(), irrep_1 = 2)
  expect_snapshot(error = TRUE, {
    nn_linear(vectors, "regular")
    nn_linear(field_type(gspace_octa_on_r3(), "regular"), "regular")
    nn_tensor_product_module(field_type(c4(), "irrep_1", "regular"), "trivial")
    nn_tensor_product_module(vectors, c("trivial", "regular"))
    nn_tensor_product_module(vectors, "irrep_2")
    nn_tensor_product_module(vectors, c(irrep_1 = 2))
  })
})

test_that("layers that give zero for every input are refused, with what leads there", {
  skip_without_escnn()
  so2 <- gspace_no_base_space(group_so2())
  vector <- field_type(so2, repr_irrep(so2, 1))
  c4_alone <- gspace_no_base_space(group_cyclic(4))
  so3 <- gspace_no_base_space(group_so3(maximum_frequency = 3))
  expect_snapshot(error = TRUE, {
    # what looks like a parameter is a bias, the same for every input
    nn_linear(vector, field_type(so2, repr_irrep(so2, 0), repr_irrep(so2, 2)))
    nn_linear(field_type(c4_alone, "irrep_1"), "irrep_2")
    # a vector's cross product with itself
    nn_tensor_product_module(field_type(so3, "irrep_1"), "irrep_1")
  })
  expect_error(nn_linear(vector, "irrep_2"), class = "escnn_error_empty_basis")
  expect_error(
    nn_tensor_product_module(field_type(so3, "irrep_1"), "irrep_3"),
    class = "escnn_error_empty_basis"
  )
  # what the hint names does lead there
  led <- nn_tensor_product_module(vector, "irrep_2") |> nn_linear("irrep_2")
  expect_gt(max(abs(as.array(led(random_array(3, 2))))), 1e-3)
})

test_that("fields that get nothing, or are of no use, are told by number", {
  skip_without_escnn()
  so2 <- gspace_no_base_space(group_so2())
  type <- field_type(so2, "irrep_1", "irrep_3")
  expect_snapshot({
    writeLines(advice_of(nn_linear(type, list("irrep_1", "irrep_2", "irrep_4"))))
    writeLines(advice_of(nn_linear(type, list("irrep_3", "trivial", "irrep_1"))))
    writeLines(advice_of(nn_linear(field_type(so2, "trivial", "irrep_1"), "trivial")))
  })
  expect_identical(advice_of(nn_linear(type, list("irrep_3", "irrep_1"))), character())
})
