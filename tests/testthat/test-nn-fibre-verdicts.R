# What upstream's own tests of these layers say, said again through R.

# Noise, turned by random elements, with the trivial parts away from zero.
shifted_noise <- function(type, n = 4000) {
  d <- type$gspace$dimensionality
  values <- random_array(n, dim(type)[[2]])
  irreps <- type$representation$irreps
  sizes <- vapply(irreps, function(id) {
    as.numeric(do.call(type$fibergroup$irrep, as.list(id))$size)
  }, 0)
  starts <- cumsum(c(1, sizes))[seq_along(sizes)]
  trivial <- vapply(irreps, function(id) {
    do.call(type$fibergroup$irrep, as.list(id))$is_trivial()
  }, NA)
  basis <- as.matrix(type$representation$change_of_basis)[, starts[trivial], drop = FALSE]
  values <- values + rep(rowSums(basis) * 5, each = n)
  array(values, c(dim(values), rep(1, d)))
}

expect_normalised <- function(layer) {
  type <- layer$in_type
  x <- geometric_tensor(shifted_noise(type), type)
  module_train(layer)
  layer(x)
  module_train(layer, FALSE)
  elements <- testing_elements(type$gspace)
  elements <- elements[unique(round(seq(1, length(elements), length.out = 12)))]
  turned <- lapply(elements, function(g) as.array(layer(x$transform_fibers(g))))
  out <- do.call(rbind, lapply(turned, function(a) matrix(a, nrow(a))))
  expect_lt(max(abs(colMeans(out))), 0.05)
  # irreps of several real parts share one variance
  expect_equal(sqrt(mean(apply(out, 2, stats::var))), 1, tolerance = 0.05)
}

test_that("after normalisation means are zero and variances one, over all elements", {
  skip_without_escnn()
  so2 <- gspace_rot2d_on_r2(maximum_frequency = 3)
  irreps <- unname(as.list(so2$fibergroup$irreps()))
  expect_normalised(nn_iid_batch_norm2d(field_type(so2, irreps), affine = FALSE, momentum = 1))
  d8 <- gspace_flip_rot2d_on_r2(n = 8)
  all <- field_type(d8, unname(as.list(d8$fibergroup$irreps())), "regular")
  expect_normalised(nn_g_norm_batch_norm(all, affine = FALSE, momentum = 1))
  expect_normalised(nn_iid_batch_norm2d(all, affine = FALSE, momentum = 1))
  expect_normalised(
    nn_inner_batch_norm(field_type(d8, "regular", "trivial"), affine = FALSE, momentum = 1)
  )
  so3 <- gspace_rot3d_on_r3(maximum_frequency = 3)
  vectors <- field_type(so3, rep(c("irrep_1", "irrep_2", "irrep_3"), 2))
  expect_normalised(nn_norm_batch_norm(vectors, affine = FALSE, momentum = 1))
  c8 <- gspace_rot2d_on_r2(n = 8)
  induced <- field_type(c8, induced_fields(c8, c(1, 2)))
  expect_normalised(nn_induced_norm_batch_norm(induced, affine = FALSE, momentum = 1))
})

test_that("one variance an irrep is one variance a field of irreps", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(maximum_frequency = 2)
  type <- field_type(g, repr_direct_sum(repr_trivial(g), repr_irrep(g, 1), repr_irrep(g, 2)))
  apart <- field_type(g, "trivial", "irrep_1", "irrep_2")
  x <- random_array(500, 5, 1, 1) * 15
  whole <- nn_g_norm_batch_norm(type, momentum = 1)
  split <- nn_iid_batch_norm2d(apart, momentum = 1)
  module_train(whole)
  module_train(split)
  expect_equal(as.array(whole(x)), as.array(split(x)), tolerance = 1e-3)
})

test_that("normalised fields have no mean and unit size", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(maximum_frequency = 4)
  regular <- do.call(repr_direct_sum, lapply(0:4, function(k) repr_irrep(g, k)))
  layer <- nn_field_norm(field_type(g, regular), affine = FALSE)
  out <- as.array(layer(shifted_noise(layer$in_type, 500)))
  expect_lt(max(abs(out[, 1, , ])), 1e-4)
  expect_equal(rowMeans(matrix(out^2, 500)), rep(1, 500), tolerance = 1e-3)
})

test_that("what a representation doesn't support is refused, the rest is equivariant", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 8)
  layers <- list(
    norm = nn_norm_non_linearity, pointwise = nn_pointwise_non_linearity,
    concatenated = nn_concatenated_non_linearity,
    gated = function(x) nn_gated_non_linearity1(field_type_gated(x))
  )
  for (r in c(unname(as.list(g$fibergroup$irreps())), list(repr_regular(g)))) {
    supported <- unlist(reticulate::iterate(r$supported_nonlinearities))
    for (need in names(layers)) {
      make <- function() layers[[need]](field_type(g, r))
      if (need %in% supported) {
        expect_fibre_equivariant(make(), need)
      } else {
        expect_error(make(), class = "escnn_error_argument")
      }
    }
    gates <- function() nn_gated_non_linearity2(field_type(g, "trivial"), field_type(g, r))
    if (r$is_trivial()) gates() else expect_error(gates(), class = "escnn_error_argument")
  }
})

test_that("gates may come shuffled, sorted, and among fields of continuous groups", {
  skip_without_escnn()
  so2 <- gspace_rot2d_on_r2(maximum_frequency = 3)
  fields <- c("irrep_1", "irrep_3", "trivial", "irrep_2", "irrep_1")
  withr::local_seed(1)
  for (i in 1:3) {
    gated <- sample(fields)
    type <- field_type(so2, rep("trivial", 5), gated)
    expect_fibre_equivariant(nn_gated_non_linearity1(type), "sorted gates")
    roles <- sample(rep(c("gate", "gated"), each = 5))
    mixed <- character(10)
    mixed[roles == "gate"] <- "trivial"
    mixed[roles == "gated"] <- gated
    layer <- nn_gated_non_linearity1(field_type(so2, mixed), gates = roles)
    expect_fibre_equivariant(layer, "shuffled gates")
    expect_identical(names(layer$out_type), gated)
  }
  o2 <- gspace_flip_rot2d_on_r2(maximum_frequency = 3)
  type <- field_type_gated(field_type(o2, rep("irrep_1,2", 3)), uniform = TRUE)
  swish <- function(x) torch$mul(x, torch$sigmoid(x))
  expect_fibre_equivariant(nn_gated_non_linearity_uniform(type, swish), "swish")
})

test_that("tensor products of regular fields are equivariant over space too", {
  skip_without_escnn()
  for (g in list(gspace_rot2d_on_r2(maximum_frequency = 6), gspace_rot3d_on_r3(4))) {
    parts <- if (g$dimensionality == 2) 0:2 else 0:1
    regular <- do.call(repr_direct_sum, lapply(parts, function(k) repr_irrep(g, k)))
    layer <- nn_tensor_product_module(field_type(g, rep(list(regular), 3)), rep(list(regular), 3))
    expect_fibre_equivariant(layer, format(g))
  }
})

test_that("on a grid with the symmetry of the cube, its rotations are exact", {
  skip_without_escnn()
  g <- gspace_no_base_space(group_so3(maximum_frequency = 1))
  cube <- g$fibergroup$grid("cube")
  layer <- nn_fourier_elu(g, 3, 1, grid = as.list(cube))
  x <- random_array(30, dim(layer$in_type)[[2]])
  expect_lt(max(check_equivariance(layer, x, elements = as.list(cube))$relative_error), 1e-5)
})

test_that("the size of features stays where a ReLU does nothing, and halves its square elsewhere", {
  skip_without_escnn()
  g <- gspace_no_base_space(group_so3(maximum_frequency = 2))
  for (frequency in 1:2) {
    layer <- nn_fourier_pointwise(g, 1, frequency, normalize = FALSE)
    x <- random_array(256, dim(layer$in_type)[[2]])
    norms <- function(a) sqrt(rowSums(a^2))
    x[, 1] <- 150
    expect_equal(norms(as.array(layer(x))), norms(x), tolerance = 1e-4)
    x[, 1] <- 0
    expect_equal(mean(norms(as.array(layer(x))) / norms(x)), 1 / sqrt(2), tolerance = 0.1)
  }
})
