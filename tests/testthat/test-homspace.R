# Upstream's verdicts on the bases of fields: they change by rho, and have the
# dimensions that Frobenius' theorem says.
expect_basis <- function(g, subgroup, irreps, fields) {
  space <- homspace(g, subgroup)
  for (rho in irreps) {
    for (psi in fields) {
      m <- group_sample(g, n = 2, seed = 1)
      first <- homspace_basis(space, m[[1]], rho, psi)
      second <- homspace_basis(space, m[[2]], rho, psi)
      expect_identical(dim(first), homspace_dimension_basis(space, rho, psi))
      between <- rho(m[[2]] * solve(m[[1]]))
      moved <- array(between %*% matrix(first, nrow(between)), dim(first))
      expect_equal(moved, second)
    }
  }
}

test_that("bases of fields change by their irrep", {
  skip_without_escnn()
  so3 <- group_so3(3)
  irreps <- lapply(0:2, function(l) repr_irrep(so3, l))
  so2 <- lapply(0:1, function(l) repr_irrep(group_so2(), l))
  expect_basis(so3, c(NA, Inf), irreps, so2)
  expect_basis(so3, list(TRUE, 4), irreps, list(repr_irrep(group_dihedral(4), 1, 1)))
  expect_basis(so3, 1, irreps, list(repr_trivial(group_trivial())))
  expect_basis(so3, "ico", irreps, list(repr_trivial(group_ico())))
  o3 <- group_o3(3)
  expect_basis(o3, "so3", list(repr_irrep(o3, 1, 1)), list(repr_irrep(so3, 1)))
  expect_basis(o3, "inversion", list(repr_irrep(o3, 1, 1)), list(repr_irrep(group_cyclic(2), 1)))
  expect_basis(o3, list(TRUE, TRUE, 4), list(repr_irrep(o3, 0, 2)), list(
    repr_trivial(group_full_cylinder_discrete(4))
  ))
  expect_basis(group_so2(3), 3, list(repr_irrep(group_so2(), 2)), list(
    repr_irrep(group_cyclic(3), 1)
  ))
  expect_basis(group_o2(3), c(0, 3), list(repr_irrep(group_o2(), 1, 2)), list(
    repr_irrep(group_dihedral(3), 1, 1)
  ))
  expect_basis(group_cyclic(12), 4, list(repr_irrep(group_cyclic(12), 5)), list(
    repr_irrep(group_cyclic(4), 1)
  ))
})

test_that("fields on the sphere have the known multiplicities", {
  skip_without_escnn()
  so3 <- group_so3(3)
  sphere <- homspace(so3, c(NA, Inf))
  for (l in 0:3) {
    expect_identical(homspace_dimension_basis(sphere, l, 0), c(2L * l + 1L, 1L, 1L))
  }
  # vector fields start at l = 1
  expect_identical(homspace_dimension_basis(sphere, 0, 1)[[2]], 0L)
  expect_identical(homspace_dimension_basis(sphere, 1, 1)[[2]], 2L)
  harmonics <- homspace_scalar_basis(sphere, group_identity(so3), 2)
  expect_identical(dim(harmonics), c(5L, 1L))
  expect_equal(sum(harmonics^2), 1)
})

test_that("complete bases change by the induced representation", {
  skip_without_escnn()
  so3 <- group_so3(3)
  sphere <- homspace(so3, c(NA, Inf))
  induced <- homspace_induced_representation(sphere, 0, 0:2)
  expect_identical(dim(induced), c(9L, 9L))
  m <- group_sample(so3, n = 2, seed = 3)
  first <- homspace_complete_basis(sphere, m[[1]], 0, 0:2)
  second <- homspace_complete_basis(sphere, m[[2]], 0, 0:2)
  expect_equal(drop(induced(m[[2]] * solve(m[[1]])) %*% first), second)
  named <- homspace_induced_representation(sphere, 0, list(0, 2), name = "even")
  expect_match(format(named), "even")
  expect_identical(dim(named), c(6L, 6L))
})

test_that("points are cosets", {
  skip_without_escnn()
  d4 <- group_dihedral(4)
  corners <- homspace(d4, c(0, 1))
  e <- group_identity(d4)
  expect_true(homspace_same_coset(corners, e, group_element(d4, c(1, 0))))
  expect_false(homspace_same_coset(corners, e, group_element(d4, c(1, 1))))
  # in products, where upstream's map fails
  g <- group_full_octa()
  axes <- homspace(g, list("self", 4))
  expect_identical(sum(vapply(group_elements(g), function(a) {
    homspace_same_coset(axes, group_identity(g), a)
  }, NA)), 8L)
})

test_that("homogeneous spaces refuse in words", {
  skip_without_escnn()
  so3 <- group_so3()
  sphere <- homspace(so3, c(NA, Inf))
  corners <- homspace(group_dihedral(4), c(0, 1))
  e <- group_identity(so3)
  expect_true(sphere == homspace(so3, c(NA, Inf)))
  expect_false(sphere == corners)
  expect_snapshot(homspace_induced_representation(sphere, 0, 0:1))
  expect_snapshot(homspace(so3, "tetra"), error = TRUE)
  expect_snapshot(homspace_basis(sphere, group_identity(group_so2()), 1, 0), error = TRUE)
  expect_snapshot(homspace_basis(sphere, e, 1, c(1, 1)), error = TRUE)
  expect_snapshot(homspace_basis(sphere, e, "a", 0), error = TRUE)
  expect_snapshot(homspace_dimension_basis(sphere, repr_irrep(group_so2(), 1), 0), error = TRUE)
  expect_snapshot(
    homspace_dimension_basis(sphere, repr_irrep(so3, 1) + repr_trivial(so3), 0),
    error = TRUE
  )
  expect_snapshot(homspace_induced_representation(sphere, 2, 0:1), error = TRUE)
  expect_snapshot(homspace_induced_representation(sphere, 0, c(1, 1)), error = TRUE)
  expect_snapshot(homspace_induced_representation(sphere, 0, list()), error = TRUE)
  homspace_induced_representation(sphere, 0, 0:1, name = "taken")
  expect_snapshot(homspace_induced_representation(sphere, 0, 1, name = "taken"), error = TRUE)
  expect_snapshot(homspace_scalar_basis(so3, e, 1), error = TRUE)
})
