small_basis <- function() {
  g <- group_cyclic(4)
  kernels_cn_act_r2(repr_trivial(g), repr_irrep(g, 1), c(0, 1), 0.6, maximum_frequency = 3)
}

test_that("values at points, by a function or by calling", {
  skip_without_escnn()
  basis <- small_basis()
  x <- withr::with_seed(1, matrix(rnorm(10), 5))
  expect_identical(dim(kernels_sample(basis, x)), c(5L, length(basis), 2L, 1L))
  expect_identical(basis(x), kernels_sample(basis, x))
  expect_identical(basis(x[2, ]), kernels_sample(basis, x[2, , drop = FALSE]))
  expect_identical(basis(as.data.frame(x)), basis(x))
  # filters of frequencies above 0 vanish at the origin
  expect_true(all(basis(c(0, 0)) == 0))
})

test_that("the kernel constraint, by hand", {
  skip_without_escnn()
  basis <- small_basis()
  rho <- repr_irrep(group_cyclic(4), 1)
  x <- withr::with_seed(2, matrix(rnorm(6), 3))
  quarter <- rbind(c(0, -1), c(1, 0))
  before <- basis(x)
  after <- basis(x %*% t(quarter))
  for (p in 1:3) {
    for (k in seq_along(basis)) {
      expect_equal(
        c(after[p, k, , ]), c(rho(group_element(group_cyclic(4), 1)) %*% before[p, k, , ]),
        tolerance = 1e-5
      )
    }
  }
})

test_that("harmonics beneath, and kernels from them", {
  skip_without_escnn()
  basis <- small_basis()
  x <- withr::with_seed(1, matrix(rnorm(10), 5))
  filters <- kernels_compute_harmonics(basis, x)
  expect_named(filters, paste0("irrep_", c("0,0", "1,1", "1,2", "1,3")))
  expect_identical(dim(filters[[2]]), c(5L, 2L, 2L))
  kernels <- kernels_sample_harmonics(basis, x)
  expect_equal(kernels_sample_harmonics(basis, filters), kernels)
  joined <- array(unlist(lapply(kernels, aperm, c(1, 3, 4, 2))), c(5, 2, 1, length(basis)))
  expect_equal(aperm(joined, c(1, 4, 2, 3)), basis(x))
  for (j in names(kernels)) {
    expect_identical(kernels_dim_harmonic(basis, j), dim(kernels[[j]])[[2]])
  }
  expect_identical(kernels_dim_harmonic(basis, c(0, 0)), 0L)
  expect_identical(kernels_multiplicity(basis, c(1, 1)), 2L)
  expect_identical(kernels_dimensionality(basis), 2L)
})

test_that("coefficients of bases between irreps", {
  skip_without_escnn()
  filters <- kernel_circular_shells_basis(2, kernel_gaussian_radial_profile(1, 0.6))
  basis <- kernel_wigner_eckart_basis(filters, c(1, 1), c(0, 0))
  # one way, and one map that commutes: an orthogonal matrix
  expect_identical(dim(kernels_coeff(basis, 1)), c(1L, 1L, 1L, 2L, 2L))
  expect_equal(
    abs(kernels_coeff(basis, 1)[1, 1, 1, , ]), diag(2), tolerance = 1e-6
  )
  expect_snapshot(kernels_coeff(basis, 2), error = TRUE)
  expect_snapshot(kernels_coeff(small_basis(), 1), error = TRUE)
})

test_that("points and irreps that don't fit are told", {
  skip_without_escnn()
  basis <- small_basis()
  expect_snapshot(basis(matrix(1, 2, 3)), error = TRUE)
  expect_snapshot(basis(), error = TRUE)
  expect_snapshot(basis("a"), error = TRUE)
  expect_snapshot(basis(c(NA, 1)), error = TRUE)
  expect_snapshot(kernels_sample(3), error = TRUE)
  expect_snapshot(kernels_sample_harmonics(basis, list(a = array(1, c(1, 1, 1)))), error = TRUE)
  expect_error(kernels_dim_harmonic(basis, "no"), "of O.2.", class = "escnn_error_argument")
  expect_snapshot(
    kernels_check_equivariance(kernel_gaussian_radial_profile(1, 1)), error = TRUE
  )
})
