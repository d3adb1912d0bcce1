# The matrix of an induced representation permutes blocks, one for each coset.
is_permutation <- function(m) {
  all(abs(m) < 1e-6 | abs(m - 1) < 1e-6) && all(abs(rowSums(m) - 1) < 1e-6) &&
    all(abs(colSums(m) - 1) < 1e-6)
}

expect_representation <- function(rho, tolerance = 1e-6) {
  elements <- testing_elements(rho$group)
  withr::local_seed(3)
  for (draw in 1:6) {
    pair <- elements[sample(length(elements), 2, replace = TRUE)]
    expect_equal(rho(pair[[1]] * pair[[2]]), rho(pair[[1]]) %*% rho(pair[[2]]),
                 tolerance = tolerance)
  }
}

test_that("quotient representations permute cosets", {
  skip_without_escnn()
  d4 <- group_dihedral(4)
  for (case in list(list("trivial", 8), list("self", 1), list(c(NA, 2), 4), list(c(0, 1), 4),
                    list(c(NA, 4), 2))) {
    rho <- repr_quotient(d4, case[[1]])
    expect_identical(dim(rho), as.integer(c(case[[2]], case[[2]])))
    for (e in group_elements(d4)) expect_true(is_permutation(rho(e)))
    expect_representation(rho)
    # one orbit, so the trivial irrep is there once
    expect_identical(repr_multiplicity(rho, c(0, 0)), 1L)
  }
})

test_that("Frobenius reciprocity: an irrep is in an induced one as often as restricted", {
  skip_without_escnn()
  d6 <- group_dihedral(6)
  c3 <- group_cyclic(3)
  for (psi in repr_irreps(c3)) {
    rho <- repr_induced(d6, c(NA, 3), psi)
    expect_representation(rho)
    for (sigma in repr_irreps(d6)) {
      expect_identical(
        repr_multiplicity(rho, sigma) * dim(repr_endomorphism_basis(sigma))[[1]],
        repr_multiplicity(repr_restrict(sigma, c(NA, 3)), psi) *
          dim(repr_endomorphism_basis(psi))[[1]]
      )
    }
  }
})

test_that("sums of irreps are induced too, in the same coordinates as their parts", {
  skip_without_escnn()
  d4 <- group_dihedral(4)
  c4 <- group_cyclic(4)
  rho <- repr_induced(d4, c(NA, 4), repr_regular(c4))
  expect_representation(rho)
  for (e in group_elements(d4)) expect_true(is_permutation(rho(e)))
  # by stages: inducing what is induced from the trivial group is regular
  expect_identical(
    repr_decompose(rho)[order(repr_decompose(rho)$irrep), ]$multiplicity,
    repr_decompose(repr_regular(d4))[order(repr_decompose(repr_regular(d4))$irrep), ]$multiplicity
  )
  e <- group_element(d4, c(0, 1))
  expect_equal(rho(e)[1:4, 1:4], repr_regular(c4)(group_element(c4, 1)))
})

test_that("continuous groups have quotients by subgroups with finitely many cosets only", {
  skip_without_escnn()
  o2 <- group_o2()
  rho <- repr_quotient(o2, c(NA, Inf))
  expect_identical(dim(rho), c(2L, 2L))
  expect_equal(rho(group_element(o2, c(1, 0.4))), rbind(c(0, 1), c(1, 0)))
  expect_identical(dim(repr_quotient(group_o3(), "so3")), c(2L, 2L))
  expect_identical(dim(repr_quotient(group_so2(), "self")), c(1L, 1L))
  expect_snapshot(repr_quotient(group_so2(), 4), error = TRUE)
  expect_snapshot(repr_quotient(o2, c(0, 1)), error = TRUE)
})

test_that("representatives give the order of the coordinates", {
  skip_without_escnn()
  c4 <- group_cyclic(4)
  e <- function(k) group_element(c4, k)
  rho <- repr_quotient(c4, 2, list(e(1), e(0)))
  expect_equal(rho(e(1)), rbind(c(0, 1), c(1, 0)))
  psi <- repr_irrep(group_cyclic(2), 1)
  usual <- repr_induced(c4, 2, psi)
  other <- repr_induced(c4, 2, psi, list(e(0), e(3)))
  expect_false(isTRUE(all.equal(usual(e(1)), other(e(1)))))
  expect_snapshot(repr_quotient(c4, 2, list(e(0), e(2))), error = TRUE)
  expect_snapshot(repr_quotient(c4, 2, list(e(0))), error = TRUE)
})

test_that("a name that is taken is refused, a new one kept", {
  skip_without_escnn()
  c4 <- group_cyclic(4)
  rho <- repr_quotient(c4, 2, name = "pairs")
  expect_identical(rho$name, "pairs")
  # the same call again gives the same
  expect_true(rho == repr_quotient(c4, 2, name = "pairs"))
  expect_identical(dim(repr_quotient(c4, 1, name = "pairs")), c(4L, 4L))
  expect_snapshot(repr_quotient(c4, 2, name = "irrep_1"), error = TRUE)
  expect_snapshot(repr_induced(c4, 2, repr_irrep(c4, 1)), error = TRUE)
  expect_snapshot(repr_quotient(c4, 3), error = TRUE)
})
