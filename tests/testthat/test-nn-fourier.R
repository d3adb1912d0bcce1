# The group acts on channels alone, so that only the layer is measured.
fourier_error <- function(layer, n = 12) {
  type <- layer$in_type
  elements <- testing_elements(type$gspace)
  x <- random_array(20, dim(type)[[2]], rep(1, type$gspace$dimensionality))
  some <- elements[unique(round(seq(1, length(elements), length.out = n)))]
  max(check_equivariance(layer, x, elements = some)$relative_error)
}

bare <- function(group) gspace_no_base_space(group)

test_that("a type of functions has their irreps", {
  skip_without_escnn()
  so2 <- bare(group_so2())
  type <- field_type_fourier(so2, channels = 3, irreps = 2)
  expect_identical(dim(type), c(3L, 15L))
  expect_true(type == field_type_fourier(so2, 3, list(0, 1, 2)))
  expect_identical(dim(field_type_fourier(bare(group_dihedral(3)), 1)), c(1L, 6L))
  sphere <- field_type_fourier(bare(group_so3()), 2, irreps = 2, subgroup = list(FALSE, Inf))
  expect_identical(dim(sphere), c(2L, 18L))
})

test_that("on finite groups the layers are exact", {
  skip_without_escnn()
  for (group in list(group_cyclic(6), group_dihedral(4), group_octa())) {
    layer <- nn_fourier_pointwise(bare(group), channels = 2, fun = "relu")
    expect_lt(fourier_error(layer), 1e-5)
  }
  quotient <- nn_quotient_fourier_elu(bare(group_cyclic(6)), subgroup = 2, channels = 2)
  expect_lt(fourier_error(quotient), 1e-5)
})

test_that("on a finite group they do what the layer does in the basis of elements", {
  skip_without_escnn()
  g <- bare(group_dihedral(3))
  layer <- nn_fourier_pointwise(g, 1, fun = "p_elu", normalize = FALSE)
  samples <- layer$A$numpy()
  x <- random_array(5, 6)
  elu <- function(v) ifelse(v > 0, v, exp(v) - 1)
  expected <- t(solve(samples, elu(samples %*% t(x))))
  expect_equal(unname(as.array(layer(x))), expected, tolerance = 1e-4)
})

test_that("on continuous groups errors are as small as the manual says", {
  skip_without_escnn()
  so2 <- bare(group_so2(maximum_frequency = 6))
  for (frequency in c(1, 3, 5)) {
    expect_lt(fourier_error(nn_fourier_elu(so2, 2, frequency)), 2e-3)
  }
  expect_lt(fourier_error(nn_fourier_elu(bare(group_o2()), 2, 2)), 2e-3)
  expect_lt(fourier_error(nn_quotient_fourier_elu(so2, 4, 2, list(0, 4))), 5e-3)
})

test_that("rotations of the icosahedron are exact, others are not", {
  skip_without_escnn()
  g <- bare(group_so3(maximum_frequency = 2))
  layer <- nn_fourier_elu(g, 2, irreps = 1)
  # escnn tests SO(3) on the icosahedron's rotations, on which the grid is closed
  expect_lt(fourier_error(layer), 1e-5)
  turn <- group_element(group_so3(), c(0, 0, sin(0.2), cos(0.2)))
  x <- random_array(20, 20)
  error <- check_equivariance(layer, x, elements = turn)$relative_error
  expect_gt(error, 1e-5)
  expect_lt(error, 0.02)
  sphere <- nn_quotient_fourier_elu(g, list(FALSE, Inf), channels = 2, irreps = 2)
  error <- check_equivariance(sphere, random_array(20, 18), elements = turn)$relative_error
  expect_lt(error, 0.05)
  o3 <- nn_fourier_elu(bare(group_o3(maximum_frequency = 1)), 1, list(c(0, 0), c(1, 1)))
  expect_lt(fourier_error(o3), 1e-5)
})

test_that("numbers are upstream's on the same grid", {
  skip_without_escnn()
  g <- bare(group_so2())
  grid <- list(type = "regular", n = 20)
  irreps <- reticulate::py_eval("[(0,), (1,), (2,)]", convert = FALSE)
  wide <- reticulate::py_eval("[(0,), (1,), (2,), (3,)]", convert = FALSE)
  for (normalize in c(TRUE, FALSE)) {
    raw <- escnn$nn$FourierELU(
      g, 2L, irreps, type = "regular", N = 20L, out_irreps = wide, normalize = normalize
    )
    ours <- nn_fourier_elu(g, 2, 2, grid = grid, out_irreps = 3, normalize = normalize)
    expect_true(ours$out_type == raw$out_type)
    x <- geometric_tensor(random_array(4, 10), raw$in_type)
    expect_equal(as.array(ours(x)), as.array(raw(x)), tolerance = 1e-5)
    expect_identical(names(ours$state_dict()), names(raw$state_dict()))
  }
})

test_that("they stand in pipes, keep precision, and take any function", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(maximum_frequency = 2)
  model <- field_type(g, "trivial") |>
    nn_r2_conv(field_type_fourier(g, 1, irreps = 1), kernel_size = 5) |>
    nn_fourier_elu(out_irreps = 2) |>
    nn_fourier_pointwise(fun = \(x) torch$tanh(x))
  expect_identical(dim(model$out_type), c(1L, 5L))
  layer <- nn_fourier_pointwise(g, 2, 1, fun = "gelu")
  expect_dtype_kept(layer)
  x <- geometric_tensor(random_array(2, 6, 1, 1), layer$in_type)
  before <- as.array(x)
  layer(x)
  expect_identical(as.array(x), before)
})

test_that("grids may be elements, and too small ones are advised against", {
  skip_without_escnn()
  g <- bare(group_cyclic(5))
  by_hand <- nn_fourier_elu(g, 1, grid = group_elements(g))
  x <- random_array(3, 5)
  expect_equal(as.array(by_hand(x)), as.array(nn_fourier_elu(g, 1)(x)))
  expect_snapshot(layer <- nn_fourier_elu(bare(group_so2()), 1, 2, grid = list(n = 3)))
})

test_that("what can't be functions on the group says so", {
  skip_without_escnn()
  g <- bare(group_so2())
  expect_snapshot(error = TRUE, {
    nn_fourier_elu()
    nn_fourier_elu(g)
    nn_fourier_elu(g, 2)
    nn_fourier_elu(g, 2, 1.5)
    nn_fourier_elu(g, 2, list(0, 0))
    nn_fourier_elu(bare(group_cyclic(4)), 2, 9)
    nn_fourier_elu(field_type(c4(), "regular"))
    nn_fourier_elu(field_type_fourier(g, 2, 1), channels = 3)
    nn_fourier_elu(g, 2, 1, grid = list(type = "hexagonal", n = 4))
    nn_fourier_elu(g, 2, 1, grid = 12)
    nn_fourier_elu(g, 2, 1, grid = list(group_identity(group_so3())))
    nn_fourier_pointwise(g, 2, 1, fun = "foo")
    nn_quotient_fourier_elu(g)
    nn_quotient_fourier_elu(g, "nothing", 2, 1)
    nn_quotient_fourier_pointwise(g, 4, 2, list(1))
  })
})

test_that("variables of the user's that are named as a grid's arguments change nothing", {
  skip_without_escnn()
  assign("type", field_type(c4(), "trivial"), envir = globalenv())
  withr::defer(rm("type", envir = globalenv()))
  g <- bare(group_so2())
  expect_no_error(nn_fourier_elu(g, 1, 1, grid = list(type = "regular", n = 8)))
})
