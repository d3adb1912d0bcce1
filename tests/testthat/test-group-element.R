test_that("group axioms hold through R's operators", {
  skip_without_escnn()
  for (group in list(group_cyclic(5), group_dihedral(4), group_octa())) {
    elements <- group_elements(group)
    e <- group_identity(group)
    withr::local_seed(2)
    for (draw in 1:10) {
      abc <- elements[sample(length(elements), 3, replace = TRUE)]
      a <- abc[[1]]
      b <- abc[[2]]
      c <- abc[[3]]
      expect_true((a * b) * c == a * (b * c))
      expect_true(a * e == a && e * a == a)
      expect_true(a * solve(a) == e)
      expect_true(a^-1 == solve(a))
      expect_true(a^3 == a * a * a)
      expect_true(a^-2 * a * a == e)
      expect_true(solve(a, b) == solve(a) * b)
    }
  }
})

test_that("elements are made from plain numbers", {
  skip_without_escnn()
  expect_identical(format(group_element(group_cyclic(4), 1)), "1[2pi/4]")
  d4 <- group_dihedral(4)
  expect_identical(unlist(group_element(d4, c(1, 2))$value), c(1L, 2L))
  product <- group_element(group_full_octa(), list(1, c(0, 0, 0, 1)))
  expect_true(product * product == group_identity(group_full_octa()))
})

test_that("continuous groups take angles and quaternions", {
  skip_without_escnn()
  so2 <- group_so2()
  expect_true(group_element(so2, pi / 2) * group_element(so2, pi / 2) == group_element(so2, pi))
  o2 <- group_o2()
  flip <- group_element(o2, c(1, 0.5))
  expect_true(flip * flip == group_identity(o2))
  so3 <- group_so3()
  turn <- group_element(so3, c(0, 0, sin(pi / 4), cos(pi / 4)))
  expect_equal(so3$standard_representation()(turn), rbind(c(0, -1, 0), c(1, 0, 0), c(0, 0, 1)))
  o3 <- group_o3()
  inversion <- group_element(o3, c(1, 0, 0, 0, 1))
  expect_true(inversion * inversion == group_identity(o3))
})

test_that("matrices keep their angle, which upstream loses", {
  skip_without_escnn()
  quarter <- rbind(c(0, -1), c(1, 0))
  for (k in 0:3) {
    matrix <- diag(2)
    for (i in seq_len(k)) matrix <- quarter %*% matrix
    expect_true(
      group_element(group_cyclic(4), matrix, param = "MAT") == group_element(group_cyclic(4), !!k)
    )
    expect_true(
      group_element(group_dihedral(4), list(1, matrix), param = "MAT") ==
        group_element(group_dihedral(4), c(1, !!k))
    )
  }
  expect_error(
    group_element(group_cyclic(4), diag(c(1, -1)), param = "MAT"), class = "escnn_error_argument"
  )
})

test_that("testing elements are all of a finite group, a sample of others", {
  skip_without_escnn()
  expect_length(testing_elements(c4()), 4)
  expect_length(testing_elements(group_so2()), 52)
})

test_that("elements print, sum up and refuse in words", {
  skip_without_escnn()
  e <- group_element(group_cyclic(4), 1)
  expect_snapshot({
    e
    summary(e)
    str(e)
  })
  expect_snapshot(group_element(group_cyclic(4), 1.5), error = TRUE)
  expect_snapshot(group_element(group_cyclic(4), "a"), error = TRUE)
  expect_snapshot(group_element(group_cyclic(4), 1, param = "Q"), error = TRUE)
  expect_snapshot(group_element(group_dihedral(4), 1), error = TRUE)
  expect_snapshot(group_elements(group_so2()), error = TRUE)
  expect_snapshot(group_elements(group_cyclic(4), param = "int"), error = TRUE)
  expect_snapshot(e * group_element(group_cyclic(8), 1), error = TRUE)
  expect_snapshot(e * 2, error = TRUE)
  expect_snapshot(e + e, error = TRUE)
  expect_snapshot(e^0.5, error = TRUE)
})
