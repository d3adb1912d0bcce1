test_that("irreps and their multiplicities", {
  skip_without_escnn()
  g <- group_dihedral(4)
  expect_named(
    repr_irreps(g), c("irrep_0,0", "irrep_1,0", "irrep_1,1", "irrep_1,2", "irrep_0,2")
  )
  regular <- repr_decompose(repr_regular(g))
  # an irrep of real type is in the regular representation as often as it is large
  expect_identical(regular$multiplicity, regular$size)
  expect_named(repr_irreps(repr_irrep(g, 1, 1) + repr_trivial(g)), c("irrep_1,1", "irrep_0,0"))
  for (irrep in list(c(1, 1), "irrep_1,1", repr_irrep(g, 1, 1))) {
    expect_identical(repr_multiplicity(repr_regular(g), irrep), 2L)
    expect_identical(repr_irrep_id(g, irrep), c(1L, 1L))
  }
  expect_true(repr_is_trivial(repr_trivial(g)))
  expect_false(repr_is_trivial(repr_regular(g)))
  expect_true(repr_contains_trivial(repr_regular(g)))
  expect_false(repr_contains_trivial(repr_irrep(g, 1, 1)))
})

test_that("characters of irreps are orthogonal, those of sums add up", {
  skip_without_escnn()
  for (g in list(group_cyclic(5), group_dihedral(3), group_octa())) {
    irreps <- repr_irreps(g)
    chi <- vapply(irreps, repr_character, numeric(group_order(g)))
    products <- crossprod(chi) / group_order(g)
    kinds <- vapply(irreps, function(r) dim(repr_endomorphism_basis(r))[[1]], 1L)
    expect_equal(unname(products), diag(kinds, length(kinds)), tolerance = 1e-6)
    regular <- repr_character(repr_regular(g))
    expect_equal(sum(abs(regular) > 1e-6), 1L)
    expect_equal(max(regular), group_order(g))
  }
  e <- group_element(group_cyclic(4), 1)
  expect_equal(unname(repr_character(repr_irrep(group_cyclic(4), 1), e)), 0)
})

test_that("endomorphisms commute and homomorphisms intertwine", {
  skip_without_escnn()
  for (g in list(group_cyclic(4), group_dihedral(3), group_so2())) {
    first <- repr_irrep(g, repr_irrep_id(g, repr_irreps(g)[[2]])) + repr_trivial(g)
    second <- repr_direct_sum(unname(repr_irreps(g)))
    basis <- repr_homomorphism_space(first, second)
    commuting <- repr_endomorphism_basis(second)
    for (e in testing_elements(g)[2:3]) {
      for (k in seq_len(dim(basis)[[1]])) {
        expect_equal(second(e) %*% basis[k, , ], basis[k, , ] %*% first(e))
      }
      for (k in seq_len(dim(commuting)[[1]])) {
        expect_equal(second(e) %*% commuting[k, , ], commuting[k, , ] %*% second(e))
      }
    }
  }
  # Schur: the regular representation has as many as the group has elements
  expect_identical(dim(repr_endomorphism_basis(repr_regular(group_dihedral(4)))), c(8L, 8L, 8L))
  expect_identical(dim(repr_homomorphism_space(
    repr_trivial(group_cyclic(4)), repr_irrep(group_cyclic(4), 1)
  ))[[1]], 0L)
})

test_that("what is no irrep of the group is refused", {
  skip_without_escnn()
  g <- group_cyclic(4)
  expect_snapshot(repr_irrep_id(g, "regular"), error = TRUE)
  expect_snapshot(repr_multiplicity(repr_regular(g), 9), error = TRUE)
  expect_snapshot(repr_multiplicity(repr_regular(g), "nothing"), error = TRUE)
  expect_snapshot(repr_character(repr_regular(g), group_element(group_cyclic(8), 1)), error = TRUE)
  expect_snapshot(repr_homomorphism_space(repr_regular(g), repr_regular(group_cyclic(8))),
                  error = TRUE)
  expect_snapshot(repr_decompose(g), error = TRUE)
})
