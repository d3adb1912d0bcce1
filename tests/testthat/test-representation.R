test_that("representations are homomorphisms to matrices", {
  skip_without_escnn()
  withr::local_seed(1)
  for (g in list(group_cyclic(6), group_dihedral(3), group_octa())) {
    elements <- group_elements(g)
    for (rho in list(repr_trivial(g), repr_regular(g), repr_trivial(g) + repr_regular(g))) {
      for (draw in 1:5) {
        pair <- elements[sample(length(elements), 2, replace = TRUE)]
        expect_equal(rho(pair[[1]] * pair[[2]]), rho(pair[[1]]) %*% rho(pair[[2]]))
      }
      expect_identical(dim(rho), dim(rho(elements[[1]])))
    }
  }
})

test_that("irreps are found by their id", {
  skip_without_escnn()
  expect_identical(dim(repr_irrep(c4(), 1)), c(2L, 2L))
  expect_identical(dim(repr_irrep(group_dihedral(4), 1, 2)), c(1L, 1L))
  expect_true(repr_irrep(group_dihedral(4), c(1, 2)) == repr_irrep(group_dihedral(4), 1, 2))
  expect_identical(dim(repr_irrep(group_full_octa(), 1, 1)), c(3L, 3L))
  # beyond the frequencies made in advance
  expect_identical(dim(repr_irrep(group_so2(), 20)), c(2L, 2L))
  # there may be more, as a group remembers what was made of it
  expect_true(all(c("irrep_0", "irrep_1", "irrep_2") %in% names(repr_list(group_cyclic(4)))))
})

test_that("direct sums by +, c() and lists are one", {
  skip_without_escnn()
  g <- group_cyclic(4)
  a <- repr_trivial(g)
  b <- repr_irrep(g, 1)
  expect_true(a + b == c(a, b))
  expect_true(repr_direct_sum(list(a, b)) == a + b)
  expect_true(a != b)
})

test_that("representations print, sum up and refuse in words", {
  skip_without_escnn()
  g <- group_cyclic(4)
  rho <- repr_irrep(g, 1)
  expect_snapshot({
    rho
    summary(rho)
    summary(repr_regular(g))
    str(rho)
  })
  expect_snapshot(rho(3), error = TRUE)
  expect_snapshot(rho(), error = TRUE)
  expect_snapshot(rho(group_element(group_cyclic(8), 1)), error = TRUE)
  expect_snapshot(repr_irrep(g, 9), error = TRUE)
  expect_snapshot(repr_irrep(g, 0.5), error = TRUE)
  expect_snapshot(repr_regular(group_so2()), error = TRUE)
  expect_snapshot(repr_direct_sum(), error = TRUE)
  expect_snapshot(rho + repr_trivial(group_cyclic(8)), error = TRUE)
  expect_snapshot(rho * 2, error = TRUE)
})
