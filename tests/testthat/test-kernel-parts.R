test_that("radial profiles are Gaussian bumps", {
  skip_without_escnn()
  profile <- kernel_gaussian_radial_profile(c(0, 2), c(0.5, 1))
  r <- c(0, 0.7, 3)
  values <- kernels_sample(profile, r)
  expect_identical(dim(values), c(3L, 2L, 1L, 1L))
  expect_equal(values[, 2, 1, 1], exp(-(r - 2)^2 / 2), tolerance = 1e-6)
  expect_equal(profile[[2]][c("radius", "sigma")], list(radius = 2, sigma = 1))
  expect_snapshot(kernel_gaussian_radial_profile(c(0, 1), c(1, 2, 3)), error = TRUE)
  expect_snapshot(kernel_gaussian_radial_profile(1, 0), error = TRUE)
})

test_that("circular and spherical shells are harmonics on rings", {
  skip_without_escnn()
  profile <- kernel_gaussian_radial_profile(1, 0.5)
  circle <- kernel_circular_shells_basis(2, profile, axis = 0)
  angle <- c(0.1, 1, 4)
  values <- circle(cbind(cos(angle), sin(angle)))[, , 1, 1]
  expect_equal(
    values, cbind(1, cos(angle), sin(angle), cos(2 * angle), sin(2 * angle)), tolerance = 1e-5
  )
  expect_lt(worst(circle), 1e-5)
  sphere <- kernel_spherical_shells_basis(2, profile)
  expect_length(sphere, 9)
  expect_lt(worst(sphere), 1e-5)
  # elements of one frequency have constant length on the sphere
  points <- withr::with_seed(1, matrix(rnorm(12), 4))
  points <- points / sqrt(rowSums(points^2))
  expect_equal(rowSums(sphere(points)[, 2:4, 1, 1]^2), rep(1, 4), tolerance = 1e-5)
  kept <- kernel_circular_shells_basis(2, profile, function(a) a$irrep_frequency != 1)
  expect_length(kept, 3)
  expect_snapshot(kernel_circular_shells_basis(2, circle), error = TRUE)
  expect_snapshot(kernel_circular_shells_basis(-1, profile), error = TRUE)
})

test_that("harmonic polynomials are homogeneous and change as they should", {
  skip_without_escnn()
  polynomials <- kernel_harmonic_polynomial_r3_generator(3)
  expect_length(polynomials, 16)
  expect_lt(worst(polynomials), 1e-4)
  x <- withr::with_seed(2, matrix(rnorm(6), 2))
  degree <- as.data.frame(polynomials)$irrep_frequency
  expect_equal(
    polynomials(2 * x)[, , 1, 1], sweep(polynomials(x)[, , 1, 1], 2, 2^degree, "*"),
    tolerance = 1e-4
  )
})

test_that("orbits of finite groups", {
  skip_without_escnn()
  ico <- group_ico()
  for (n in c(2, 3, 5)) {
    basis <- kernel_sparse_orbit_basis_with_icosahedral_symmetry(homspace(ico, n), 0.3)
    expect_length(basis, 60 / n)
    expect_lt(worst(basis), 1e-5)
  }
  c4 <- group_cyclic(4)
  basis <- kernel_sparse_orbit_basis(
    homspace(c4, 1), repr_irrep(c4, 1), root = c(1, 0), sigma = 0.3,
    change_of_basis = 2 * diag(2), attributes = list(radius = 2)
  )
  expect_lt(worst(basis), 1e-5)
  expect_identical(basis[[1]]$radius, 2)
  chosen <- kernel_sparse_orbit_basis(
    homspace(c4, 1), repr_irrep(c4, 1), c(1, 0), 0.3, harmonics = list(0)
  )
  expect_length(chosen, 1)
  expect_snapshot(
    kernel_sparse_orbit_basis(homspace(c4, 2), repr_irrep(c4, 1), c(1, 0), 0.3), error = TRUE
  )
  expect_snapshot(
    kernel_sparse_orbit_basis_with_icosahedral_symmetry(homspace(c4, 2), 0.3), error = TRUE
  )
  expect_snapshot(
    kernel_sparse_orbit_basis(homspace(group_so2(), 2), repr_irrep(c4, 1), 1, 0.3), error = TRUE
  )
})

test_that("kernels from filters solve the kernel constraint", {
  skip_without_escnn()
  filters <- kernel_circular_shells_basis(4, kernel_gaussian_radial_profile(c(0, 1), 0.6))
  o2 <- group_o2()
  irreps <- repr_irreps(o2)[1:4]
  for (m in irreps) {
    for (n in irreps) {
      basis <- tryCatch(kernel_wigner_eckart_basis(filters, m, n),
                        escnn_error_empty_basis = function(e) NULL)
      if (!is.null(basis)) expect_lt(worst(basis), 1e-5)
    }
  }
  for (subgroup in list(c(NA, 4), c(0, 3), c(NA, Inf))) {
    h <- subgroup_group(group_subgroup(o2, subgroup))
    for (n in utils::head(repr_irreps(h), 3)) {
      basis <- kernel_restricted_wigner_eckart_basis(filters, subgroup, repr_trivial(h), n)
      expect_lt(worst(basis), 1e-5)
    }
  }
  d3 <- group_dihedral(3)
  whole <- kernel_steerable_kernel_basis(
    filters, repr_regular(d3), repr_regular(d3), "RestrictedWignerEckartBasis", c(0, 3)
  )
  expect_lt(worst(whole), 1e-5)
  expect_snapshot(
    kernel_steerable_kernel_basis(filters, repr_regular(d3), repr_regular(d3)), error = TRUE
  )
  expect_snapshot(
    kernel_steerable_kernel_basis(whole, repr_regular(d3), repr_regular(d3)), error = TRUE
  )
  expect_snapshot(
    kernel_steerable_kernel_basis(
      filters, repr_regular(d3), repr_regular(d3), "RestrictedWignerEckartBasis"
    ),
    error = TRUE
  )
})

test_that("unions and turned bases keep elements and equivariance", {
  skip_without_escnn()
  c4 <- group_cyclic(4)
  one <- kernels_cn_act_r2(repr_trivial(c4), repr_regular(c4), 1, 0.6, maximum_frequency = 2)
  two <- kernels_cn_act_r2(repr_trivial(c4), repr_regular(c4), 2, 0.6, maximum_frequency = 1)
  both <- kernel_union_basis(list(one, two))
  x <- rbind(c(1, 2), c(0, 0.5))
  expect_length(both, length(one) + length(two))
  expect_equal(both(x)[, seq_along(one), , ], one(x)[, , , 1])
  turn <- psi(0.7)
  turned <- kernel_adjoint_basis(both, turn)
  expect_equal(turned(x), both(x %*% t(turn)), tolerance = 1e-6)
  expect_lt(worst(turned), 1e-5)
  expect_snapshot(kernel_adjoint_basis(both, 2 * diag(2)), error = TRUE)
  expect_snapshot(kernel_union_basis(list(one, kernel_point_basis(c4))), error = TRUE)
  expect_snapshot(kernel_union_basis(list()), error = TRUE)
})
