test_that("matrices of a tensor product are Kronecker products", {
  skip_without_escnn()
  for (g in list(group_cyclic(6), group_dihedral(4), group_so2(), group_o2())) {
    irreps <- repr_irreps(g)
    first <- irreps[[length(irreps)]] + irreps[[1]]
    second <- irreps[[2]]
    product <- repr_tensor(first, second)
    for (e in testing_elements(g)[c(1, 2, 4)]) {
      expect_equal(product(e), kronecker(first(e), second(e)), tolerance = 1e-5)
    }
    expect_identical(
      sum(repr_decompose(product)$size * repr_decompose(product)$multiplicity), dim(product)[[1]]
    )
  }
})

test_that("products decompose as characters say", {
  skip_without_escnn()
  so3 <- group_so3()
  # Clebsch-Gordan series, beyond the irreps that are made in advance
  product <- repr_tensor(repr_irrep(so3, 2), repr_irrep(so3, 1))
  expect_setequal(repr_decompose(product)$irrep, c("irrep_1", "irrep_2", "irrep_3"))
  so2 <- group_so2()
  product <- repr_tensor(repr_irrep(so2, 1), repr_irrep(so2, 2), name = "one by two")
  expect_identical(product$name, "one by two")
  expect_setequal(repr_decompose(product)$irrep, c("irrep_1", "irrep_3"))
})

test_that("restricted representations have the same matrices", {
  skip_without_escnn()
  o2 <- group_o2()
  d3 <- group_subgroup(o2, c(0, 3))
  for (rho in repr_irreps(o2)) {
    small <- repr_restrict(rho, d3)
    for (e in group_elements(group_dihedral(3))) {
      expect_equal(small(e), rho(subgroup_include(d3, e)), tolerance = 1e-6)
    }
  }
  expect_identical(repr_decompose(repr_restrict(repr_irrep(group_so2(), 3), 3))$irrep, "irrep_0")
})

test_that("another basis is a conjugation", {
  skip_without_escnn()
  g <- group_cyclic(4)
  rho <- repr_regular(g)
  q <- withr::with_seed(4, matrix(rnorm(16), 4))
  other <- repr_change_basis(rho, q, "other", c("norm", "gated"))
  for (e in group_elements(g)) {
    expect_equal(other(e), q %*% rho(e) %*% solve(q))
  }
  expect_identical(unlist(summary(other)$nonlinearities), c("gated", "norm"))
  expect_equal(
    repr_change_of_basis(other) %*% repr_change_of_basis(other, inverse = TRUE), diag(4)
  )
  whole <- repr_direct_sum(rho, repr_trivial(g), change_of_basis = diag(5)[5:1, ], name = "turned")
  e <- group_element(g, 1)
  expect_equal(whole(e)[1, 1], 1)
  expect_identical(whole$name, "turned")
  expect_snapshot(repr_change_basis(rho, diag(3)), error = TRUE)
  expect_snapshot(repr_change_basis(rho, matrix(0, 4, 4)), error = TRUE)
  expect_snapshot(repr_change_basis(rho, "a"), error = TRUE)
  expect_snapshot(repr_direct_sum(rho, name = "regular"), error = TRUE)
})

test_that("disentangling reorders coordinates into parts that never mix", {
  skip_without_escnn()
  cases <- list(
    list(repr_regular(group_dihedral(3)), c(0, 1), 3),
    list(repr_regular(group_dihedral(4)), c(NA, 4), 2),
    list(repr_regular(group_cyclic(15)), 5, 3)
  )
  for (case in cases) {
    small <- repr_restrict(case[[1]], case[[2]])
    split <- repr_disentangle(small)
    # as upstream's documentation promises, and its function misses
    expect_length(split$representations, case[[3]])
    for (part in split$representations) expect_true(part == repr_regular(small$group))
    q <- split$change_of_basis
    expect_equal(crossprod(q), diag(nrow(q)))
    whole <- repr_direct_sum(split$representations)
    for (e in group_elements(small$group)) {
      expect_equal(whole(e), q %*% small(e) %*% t(q), tolerance = 1e-6)
    }
  }
  escnn <- escnn::escnn
  raw <- escnn$group$disentangle(repr_restrict(cases[[1]][[1]], c(0, 1)))
  expect_length(raw[[2]], 1)
})

test_that("disentangling mixed sums, finite and continuous", {
  skip_without_escnn()
  for (g in list(group_cyclic(5), group_o2())) {
    parts <- c(repr_irreps(g), repr_irreps(g)[1])
    size <- sum(vapply(parts, function(p) dim(p)[[1]], 1L))
    shuffle <- diag(size)[withr::with_seed(2, sample(size)), ]
    rho <- repr_direct_sum(unname(parts), change_of_basis = shuffle)
    split <- repr_disentangle(rho)
    expect_length(split$representations, length(parts))
    whole <- repr_direct_sum(split$representations)
    for (e in testing_elements(g)[1:4]) {
      expect_equal(whole(e), split$change_of_basis %*% rho(e) %*% t(split$change_of_basis),
                   tolerance = 1e-6)
    }
  }
})

test_that("wrong partners are named", {
  skip_without_escnn()
  expect_snapshot(repr_tensor(repr_trivial(group_cyclic(4)), repr_trivial(group_cyclic(3))),
                  error = TRUE)
  expect_snapshot(repr_tensor(3, repr_trivial(group_cyclic(3))), error = TRUE)
  expect_snapshot(repr_restrict(repr_regular(group_cyclic(4)), 3), error = TRUE)
})
