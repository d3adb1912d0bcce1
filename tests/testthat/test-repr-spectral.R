test_that("band-limited regular representations hold each irrep as often as it is large", {
  skip_without_escnn()
  expect_identical(dim(repr_bl_regular(group_so2(), 3)), c(7L, 7L))
  # dim(irrep)^2 for real types, half of it for complex ones
  expect_identical(dim(repr_bl_regular(group_o2(), 2))[[1]], 1L + 1L + 4L + 4L)
  expect_identical(dim(repr_bl_regular(group_so3(), 2))[[1]], 1L + 9L + 25L)
  expect_identical(dim(repr_bl_regular(group_o3(), 1))[[1]], 2L * (1L + 9L))
  # at the highest frequency, all of a finite group
  for (g in list(group_cyclic(5), group_dihedral(4))) {
    all_of_it <- repr_bl_regular(g, if (group_order(g) == 5) 2 else 2)
    expect_identical(dim(all_of_it)[[1]], as.integer(group_order(g)))
  }
})

test_that("band-limited quotients count the harmonics of the space", {
  skip_without_escnn()
  expect_identical(dim(repr_bl_sphere(group_so3(), 3))[[1]], 16L)
  expect_identical(dim(repr_bl_sphere(group_o3(), 2))[[1]], 9L)
  # the circle, O(2) by a reflection
  expect_identical(repr_decompose(repr_bl_quotient(group_o2(), 2, c(0, 1)))$irrep,
                   c("irrep_0,0", "irrep_1,1", "irrep_1,2"))
  # SO(2) by C3: only every third frequency
  expect_identical(repr_decompose(repr_bl_quotient(group_so2(), 6, 3))$irrep,
                   c("irrep_0", "irrep_3", "irrep_6"))
  # vector fields on the sphere have no frequency 0
  fields <- repr_decompose(repr_bl_induced(group_so3(), 2, 1, c(NA, Inf)))
  expect_identical(fields$irrep, c("irrep_1", "irrep_2"))
})

test_that("ids of irreps up to a frequency are what repr_irrep() takes", {
  skip_without_escnn()
  expect_identical(repr_bl_irreps(group_so2(), 2), list(0L, 1L, 2L))
  expect_identical(repr_bl_irreps(group_o2(), 1), list(c(0L, 0L), c(1L, 0L), c(1L, 1L)))
  g <- group_dihedral(5)
  for (id in repr_bl_irreps(g, 2)) {
    expect_identical(repr_irrep_id(g, repr_irrep(g, id)), id)
  }
})

test_that("irreps are chosen by id, name or themselves", {
  skip_without_escnn()
  g <- group_cyclic(8)
  rho <- repr_spectral_regular(g, list(0, "irrep_1", repr_irrep(g, 2)))
  expect_identical(repr_decompose(rho)$irrep, c("irrep_0", "irrep_1", "irrep_2"))
  half <- repr_spectral_quotient(g, 2, list(0, 1, 2))
  expect_identical(repr_decompose(half)$irrep, c("irrep_0", "irrep_2"))
})

test_that("what a group doesn't have is said", {
  skip_without_escnn()
  expect_snapshot(repr_bl_regular(group_cyclic(4), 5), error = TRUE)
  expect_snapshot(repr_bl_regular(group_octa(), 1), error = TRUE)
  expect_snapshot(repr_bl_sphere(group_so2(), 1), error = TRUE)
  expect_snapshot(repr_bl_regular(group_so2(), 1.5), error = TRUE)
  expect_snapshot(repr_spectral_quotient(group_cyclic(8), 2, 1), error = TRUE)
  expect_snapshot(repr_spectral_regular(group_cyclic(8), 9), error = TRUE)
  expect_snapshot(repr_bl_induced(group_so3(), 0, 1, c(NA, Inf)), error = TRUE)
})
