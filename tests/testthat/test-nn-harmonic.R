test_that("harmonic polynomials are those of their degrees", {
  skip_without_escnn()
  harmonics <- nn_harmonic_polynomial_r3(l = 2)
  x <- random_array(5, 3)
  y <- as.array(harmonics(x))
  expect_identical(dim(y), c(5L, 9L))
  # degree 0 is constant, degree l grows with the l-th power of the distance
  expect_equal(y[, 1], rep(y[1, 1], 5), tolerance = 1e-6)
  twice <- as.array(harmonics(2 * x))
  expect_equal(twice[, 2:4], 2 * y[, 2:4], tolerance = 1e-5)
  expect_equal(twice[, 5:9], 4 * y[, 5:9], tolerance = 1e-5)
  # within a degree the squares add up to a function of the distance alone
  expect_equal(rowSums(y[, 2:4]^2), rowSums(x^2) * sum(y[1, 2:4]^2) / sum(x[1, ]^2),
               tolerance = 1e-5)
})

test_that("harmonic polynomials are equivariant under SO(3) and O(3)", {
  skip_without_escnn()
  for (group in list("so3", "o3", group_so3(3), group_o3(3))) {
    harmonics <- nn_harmonic_polynomial_r3(3, group)
    name <- if (is.character(group)) c(so3 = "SO(3)", o3 = "O(3)")[[group]] else group$name
    expect_identical(harmonics$gspace$fibergroup$name, name)
    x <- random_array(4, 3)
    expect_equivariant(harmonics, geometric_tensor(x, harmonics$in_type))
    exact <- geometric_tensor(x, harmonics$in_type, dtype = "float64")
    expect_identical(as.character(harmonics(exact)$tensor$dtype), "torch.float64")
  }
})

test_that("wrong degrees and groups are named", {
  skip_without_escnn()
  expect_snapshot(error = TRUE, {
    nn_harmonic_polynomial_r3(-1)
    nn_harmonic_polynomial_r3(2, "so2")
    nn_harmonic_polynomial_r3(2, group_cyclic(4))
    nn_harmonic_polynomial_r3()
  })
})
