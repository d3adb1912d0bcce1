# The coefficients as a matrix, rows in the order of kronecker().
flat <- function(cg) matrix(aperm(cg, c(2, 1, 4, 3)), dim(cg)[[1]] * dim(cg)[[2]])

test_that("Clebsch-Gordan coefficients intertwine and are orthonormal", {
  skip_without_escnn()
  for (g in list(group_cyclic(5), group_dihedral(4), group_so2(), group_o2(), group_octa())) {
    irreps <- repr_irreps(g)
    m <- irreps[[length(irreps)]]
    n <- irreps[[2]]
    columns <- 0
    for (j in irreps) {
      cg <- repr_clebsch_gordan(g, m, n, j)
      columns <- columns + dim(cg)[[3]] * dim(cg)[[4]]
      expect_equal(crossprod(flat(cg)), diag(dim(cg)[[3]] * dim(cg)[[4]]), tolerance = 1e-6)
      for (s in seq_len(dim(cg)[[3]])) {
        slice <- flat(cg[, , s, , drop = FALSE])
        for (e in testing_elements(g)[c(2, 3)]) {
          expect_equal(kronecker(m(e), n(e)) %*% slice, slice %*% j(e), tolerance = 1e-5)
        }
      }
    }
    # finite groups have all irreps at hand, so the columns are complete
    if (!is.infinite(group_order(g))) expect_equal(columns, dim(m)[[1]] * dim(n)[[1]])
  }
})

test_that("SO(3): completeness, and the triangle rule", {
  skip_without_escnn()
  so3 <- group_so3()
  for (pair in list(c(1, 1), c(2, 1), c(2, 2))) {
    all <- do.call(cbind, lapply(abs(pair[[1]] - pair[[2]]):sum(pair), function(j) {
      flat(repr_clebsch_gordan(so3, pair[[1]], pair[[2]], j))
    }))
    expect_equal(tcrossprod(all), diag(prod(2 * pair + 1)), tolerance = 1e-6)
  }
  expect_identical(dim(repr_clebsch_gordan(so3, 1, 1, 3)), c(3L, 3L, 0L, 7L))
  # the scalar in the product of two vectors is their inner product
  expect_equal(abs(flat(repr_clebsch_gordan(so3, 1, 1, 0))), matrix(c(diag(3)) / sqrt(3)))
  expect_error(
    repr_clebsch_gordan(so3, 1, 1, -1), "an irrep of SO.3.", class = "escnn_error_argument"
  )
  expect_snapshot(repr_clebsch_gordan(group_cyclic(4), 1, 1, 7), error = TRUE)
})

test_that("psi rotates, chi reflects, psichi does both", {
  skip_without_escnn()
  expect_equal(psi(pi / 2), rbind(c(0, -1), c(1, 0)))
  expect_equal(psi(0.2, k = 3, gamma = 0.1), psi(0.7))
  expect_equal(chi(1), diag(c(1, -1)))
  expect_equal(chi(0), diag(2))
  expect_equal(psichi(0.3, 1, 2, 0.5), psi(0.3, 2, 0.5) %*% chi(1))
  expect_equal(psichi(0.3, 0, 2), psi(0.3, 2))
  expect_snapshot(chi(2), error = TRUE)
  expect_snapshot(psi("a"), error = TRUE)
})
