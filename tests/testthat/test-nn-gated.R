vectors <- function() field_type(gspace_rot2d_on_r2(), "irrep_1", "irrep_2")

gated_by_hand <- function(x, gates, bias) x / (1 + exp(-(gates - bias)))

test_that("a type with gates has them in front, or inside each field", {
  skip_without_escnn()
  type <- field_type_gated(vectors())
  expect_identical(names(type), c("trivial", "trivial", "irrep_1", "irrep_2"))
  inside <- field_type_gated(field_type(c4(), irrep_1 = 3), uniform = TRUE)
  expect_identical(dim(inside), c(3L, 9L))
  custom <- field_type_gated(field_type(c4(), irrep_1 = 2), gate = "regular")
  expect_identical(names(custom)[1:2], c("regular", "regular"))
})

test_that("fields are multiplied by their gates", {
  skip_without_escnn()
  layer <- nn_gated_non_linearity1(field_type_gated(vectors()))
  x <- random_array(2, 6, 3, 3)
  bias <- as.numeric(layer$bias$detach()$numpy())
  out <- as.array(layer(x))
  gate <- function(k) x[, c(k, k), , ]
  expect_equal(out[, 1:2, , ], gated_by_hand(x[, 3:4, , ], gate(1), bias[1]), tolerance = 1e-6)
  expect_equal(out[, 3:4, , ], gated_by_hand(x[, 5:6, , ], gate(2), bias[2]), tolerance = 1e-6)
  expect_identical(names(layer$out_type), c("irrep_1", "irrep_2"))
})

test_that("gates may be anywhere, and may be kept", {
  skip_without_escnn()
  type <- field_type(c4(), "irrep_1", "trivial", "regular", "trivial")
  for (gates in list(c(2, 4), c(FALSE, TRUE, FALSE, TRUE), c("gated", "gate", "gated", "gate"))) {
    layer <- nn_gated_non_linearity1(type, gates = gates)
    expect_identical(names(layer$out_type), c("irrep_1", "regular"))
  }
  expect_equivariant(layer)
  kept <- nn_gated_non_linearity1(type, gates = c(2, 4), drop_gates = FALSE)
  expect_true(kept$out_type == type)
  expect_equivariant(kept)
})

test_that("a pipe makes its gates", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 4)
  model <- field_type(g, "trivial") |>
    nn_r2_conv(field_type_gated(field_type(g, irrep_1 = 2)), kernel_size = 3) |>
    nn_gated_non_linearity1()
  expect_equivariant(model)
})

test_that("gates of a second input multiply fields", {
  skip_without_escnn()
  type <- field_type(c4(), "irrep_1", "regular")
  layer <- nn_gated_non_linearity2(type)
  gates <- geometric_tensor(random_array(2, 2, 3, 3), layer$in_type[[1]])
  x <- geometric_tensor(random_array(2, 6, 3, 3), type)
  out <- layer(gates, x)
  for (g in group_elements(c4())) {
    expect_equal(
      as.array(layer(transform(gates, g), transform(x, g))), as.array(transform(out, g)),
      tolerance = 1e-5
    )
  }
})

test_that("fields bring gates for their own irreps", {
  skip_without_escnn()
  type <- field_type_gated(field_type(c4(), irrep_1 = 2), uniform = TRUE)
  layer <- nn_gated_non_linearity_uniform(type, gate = "identity")
  layer$bias$data$zero_()
  x <- random_array(2, 6, 3, 3)
  out <- as.array(layer(x))
  expect_equal(out[, 1:2, , ], x[, 2:3, , ] * x[, c(1, 1), , ], tolerance = 1e-6)
  expect_equivariant(nn_gated_non_linearity_uniform(type, ~ torch$tanh(.x)))
})

test_that("gates that don't fit say what to do", {
  skip_without_escnn()
  one <- field_type(c4(), "regular")
  two <- field_type(c4(), "regular", "trivial")
  expect_snapshot(error = TRUE, {
    nn_gated_non_linearity1(one)
    nn_gated_non_linearity1(two)
    nn_gated_non_linearity1(two, gates = 1)
    nn_gated_non_linearity1(two, gates = 3)
    nn_gated_non_linearity1(two, gates = 1:2)
    nn_gated_non_linearity1(two, gates = "gate")
    nn_gated_non_linearity1(field_type(c4(), trivial = 3, regular = 1), gates = 1)
    nn_gated_non_linearity2(nn_relu(two))
    nn_gated_non_linearity2(two, one)
    nn_gated_non_linearity2(one, one)
    nn_gated_non_linearity_uniform(two)
    nn_gated_non_linearity_uniform(two, gate = 1)
    nn_induced_gated_non_linearity1(field_type(c4(), "trivial", "irrep_1"))
    field_type_gated(two, uniform = TRUE)
    field_type_gated(two, gate = 3)
    field_type_gated(two, gate = repr_regular(group_cyclic(3)))
  })
})

test_that("induced fields want quotient fields as gates", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 8)
  type <- field_type(g, induced_fields(g, c(1, 2)))
  expect_snapshot(error = TRUE, {
    nn_induced_gated_non_linearity1(field_type_gated(type))
    nn_induced_gated_non_linearity1(field_type_gated(type, gate = g$quotient_repr(2L)))
  })
})
