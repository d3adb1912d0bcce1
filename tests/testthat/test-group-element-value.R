test_that("every parametrisation leads back to its element", {
  skip_without_escnn()
  groups <- list(
    group_cyclic(5), group_dihedral(4), group_so2(), group_o2(), group_so3(), group_o3(),
    group_ico(), group_octa(), group_cylinder(), group_full_cylinder_discrete(3), group_klein4()
  )
  for (g in groups) {
    for (param in group_parametrizations(g)) {
      for (e in group_sample(g, n = 2, seed = 1)) {
        expect_true(group_element(g, element_to(e, param), param) == e)
      }
    }
  }
})

test_that("upstream loses the angle of matrices, ours keep it", {
  skip_without_escnn()
  quarter <- rbind(c(0, -1), c(1, 0))
  for (g in list(group_cyclic(8), group_cyclic(4))) {
    raw <- g$element(quarter, "MAT")
    expect_equal(element_to(raw, "radians"), 0)
    expect_equal(element_to(group_element(g, quarter, "MAT"), "radians"), pi / 2)
  }
  d4 <- group_dihedral(4)
  raw <- d4$element(reticulate::tuple(1L, reticulate::np_array(quarter)), "MAT")
  expect_equal(element_to(raw, "radians"), c(1, 0))
  expect_equal(element_to(group_element(d4, list(1, quarter), "MAT"), "radians"), c(1, pi / 2))
  # in products too
  g <- group_direct_product(group_cyclic(4), group_so2())
  e <- group_element(g, list(quarter, 1), "[MAT | radians]")
  expect_equal(element_to(e, "[radians | radians]"), c(pi / 2, 1))
})

test_that("elements are matrices that multiply as they do", {
  skip_without_escnn()
  for (g in list(
    group_cyclic(5), group_dihedral(4), group_so2(), group_o2(), group_so3(), group_o3(),
    group_ico(), group_octa()
  )) {
    ab <- group_sample(g, n = 2, seed = 2)
    a <- as.matrix(ab[[1]])
    expect_equal(a %*% t(a), diag(nrow(a)))
    expect_equal(as.matrix(ab[[1]] * ab[[2]]), a %*% as.matrix(ab[[2]]))
    expect_true(group_element_from_matrix(g, a) == ab[[1]])
  }
  space <- gspace_octa_on_r3()
  e <- group_element(space, c(0, 0, sin(pi / 4), cos(pi / 4)))
  expect_equal(as.matrix(e), gspace_basespace_action(space)(e))
  expect_equal(as.matrix(group_element(group_dihedral(4), c(1, 0))), diag(c(1, -1)))
})

test_that("many elements become vectors and matrices, and come from them", {
  skip_without_escnn()
  c6 <- group_cyclic(6)
  expect_identical(element_value(group_elements(c6)), 0:5)
  expect_equal(element_to(group_elements(c6, c(1, 5)), "radians"), c(1, 5) * pi / 3)
  d3 <- group_dihedral(3)
  values <- element_value(group_elements(d3))
  expect_identical(dim(values), c(6L, 2L))
  expect_true(all(mapply(`==`, group_elements(d3, values), group_elements(d3))))
  so3 <- group_so3()
  three <- group_sample(so3, n = 3, seed = 1)
  expect_identical(dim(element_value(three)), c(3L, 4L))
  matrices <- element_to(three, "MAT")
  expect_length(matrices, 3)
  expect_equal(matrices[[2]], as.matrix(three[[2]]))
  stack <- aperm(simplify2array(matrices), c(3, 1, 2))
  expect_true(all(mapply(`==`, group_elements(so3, stack, "MAT"), three)))
  expect_true(all(mapply(`==`, group_elements(so3, matrices, "MAT"), three)))
  expect_identical(element_param(three[[1]]), "Q")
  expect_identical(element_to(list(), "int"), list())
})

test_that("numbers change their parametrisation without an element", {
  skip_without_escnn()
  expect_equal(group_change_param(group_so3(), c(0, 0, 1, 0), "Q", "MAT"), diag(c(-1, -1, 1)))
  expect_equal(group_change_param(group_cyclic(4), 1, "int", "radians"), pi / 2)
  expect_equal(
    group_change_param(group_ico(), c(0, 0, 0, 1), from = "Q", to = "EV"), c(0, 0, 0)
  )
})

test_that("elements of continuous groups print on a line", {
  skip_without_escnn()
  expect_snapshot({
    group_element(group_so2(), pi / 2)
    group_element(group_o2(), c(1, 1))
    group_identity(group_so3())
    group_element(group_so3(), c(0, 0, sin(pi / 8), cos(pi / 8)))
    group_inversion(group_o3())
    group_elements(group_octa())[[2]]
    group_sample(group_full_cylinder(), seed = 1)
    group_inversion(group_full_ico())
  })
})

test_that("what is no element or parametrisation is told", {
  skip_without_escnn()
  g <- group_dihedral(4)
  e <- group_element(g, c(1, 1))
  expect_snapshot(element_to(e, "Q"), error = TRUE)
  expect_snapshot(element_to(3, "Q"), error = TRUE)
  expect_snapshot(element_to(e, 3), error = TRUE)
  expect_snapshot(group_change_param(g, c(1, 1), "int", "Q"), error = TRUE)
  expect_snapshot(group_element_from_matrix(g, diag(3)), error = TRUE)
  expect_snapshot(group_element_from_matrix(g, rbind(c(0.6, -0.8), c(0.8, 0.6))), error = TRUE)
  expect_snapshot(group_element_from_matrix(group_so3(), -diag(3)), error = TRUE)
  expect_snapshot(group_element_from_matrix(g, "a"), error = TRUE)
  expect_snapshot(as.matrix(group_identity(group_klein4())), error = TRUE)
  expect_snapshot(group_elements(g, "a"), error = TRUE)
  expect_snapshot(group_elements(group_cyclic(4), c(1, 1.5)), error = TRUE)
})
