# Verdicts of upstream's own tests on groups and gspaces, reached through R.

families <- function() {
  list(
    group_trivial(), group_cyclic(15), group_cyclic(16), group_dihedral(15), group_dihedral(16),
    group_so2(), group_o2(), group_so3(), group_o3(), group_ico(), group_octa(), group_full_ico(),
    group_full_octa(), group_cylinder(), group_full_cylinder(), group_cylinder_discrete(4),
    group_full_cylinder_discrete(3), group_klein4(), group_double(group_so2()),
    group_direct_product(group_so2(), group_cyclic(3))
  )
}

test_that("the axioms of groups hold in every family", {
  skip_without_escnn()
  for (g in families()) {
    e <- group_identity(g)
    abc <- group_sample(g, n = 3, seed = 5)
    a <- abc[[1]]
    b <- abc[[2]]
    expect_true(a * e == a && e * a == a)
    expect_true(a * solve(a) == e && solve(a) * a == e)
    expect_true((a * b) * abc[[3]] == a * (b * abc[[3]]))
    if (group_is_abelian(g)) expect_true(a * b == b * a)
    if (group_is_continuous(g)) {
      expect_error(group_generators(g), class = "escnn_error_argument")
    } else {
      if (group_order(g) > 1) expect_gt(length(group_generators(g)), 0)
      expect_length(group_elements(g), group_order(g))
    }
  }
})

test_that("elements of solids are their symmetries", {
  skip_without_escnn()
  cube <- expand.grid(x = c(-1, 1), y = c(-1, 1), z = c(-1, 1))
  corners <- t(as.matrix(cube))
  phi <- (1 + sqrt(5)) / 2
  ico <- rbind(
    as.matrix(expand.grid(0, c(-1, 1), c(-phi, phi))),
    as.matrix(expand.grid(c(-1, 1), c(-phi, phi), 0)),
    as.matrix(expand.grid(c(-phi, phi), 0, c(-1, 1)))
  )
  kept <- function(e, points) {
    moved <- as.matrix(e) %*% points
    all(apply(moved, 2, function(p) min(colSums((points - p)^2)) < 1e-9))
  }
  for (e in group_elements(group_octa())) expect_true(kept(e, corners))
  either <- c(
    all(vapply(group_elements(group_ico()), kept, NA, points = t(ico))),
    all(vapply(group_elements(group_ico()), kept, NA, points = t(ico[, c(2, 1, 3)])))
  )
  expect_true(any(either))
})

# Restriction of elements and of representations along a subgroup.
expect_restriction <- function(g, id, ...) {
  part <- group_subgroup(g, id)
  for (rho in list(...)) {
    smaller <- repr_restrict(rho, id)
    expect_true(smaller$group == subgroup_group(part))
    for (h in group_sample(part, n = 2, seed = 4)) {
      e <- subgroup_include(part, h)
      expect_true(subgroup_restrict(part, e) == h)
      expect_equal(smaller(h), rho(e), tolerance = 1e-6)
    }
  }
}

test_that("representations restrict as their elements do", {
  skip_without_escnn()
  d <- group_dihedral(12)
  for (id in list(c(NA, 4), c(2, 1), c(1, 6), c(0, 3))) {
    expect_restriction(d, id, repr_irrep(d, 1, 2), repr_regular(d))
  }
  c15 <- group_cyclic(15)
  expect_restriction(c15, 5, repr_irrep(c15, 4), repr_regular(c15))
  so2 <- group_so2()
  expect_restriction(so2, 7, repr_irrep(so2, 2))
  o2 <- group_o2()
  for (id in list(c(NA, Inf), c(0.7, 1), c(0.7, 4), c(0.7, Inf), 5)) {
    expect_restriction(o2, id, repr_irrep(o2, 1, 2), repr_irrep(o2, 1, 0))
  }
  so3 <- group_so3()
  for (id in list("ico", "octa", c(NA, Inf), 5, list(TRUE, Inf), list(TRUE, 3), c(0.6, 3))) {
    expect_restriction(so3, id, repr_irrep(so3, 2))
  }
  o3 <- group_o3()
  for (id in list(
    "so3", "ico", "full_ico", "full_octa", "inversion", list(FALSE, NA, 4), list(FALSE, TRUE, 3),
    list(TRUE, NA, Inf), list(TRUE, TRUE, 2), list("cone", Inf), list("cone", 0.6, 3), "mirror"
  )) {
    expect_restriction(o3, id, repr_irrep(o3, 1, 1))
  }
  ico <- group_ico()
  expect_restriction(ico, 5, repr_irrep(ico, 1))
  cylinder <- group_full_cylinder()
  expect_restriction(cylinder, list(1, c(NA, 3)), repr_irrep(cylinder, 1, 1, 1))
  double <- group_double(group_so3())
  for (id in c("first", "second", "diagonal")) {
    expect_restriction(double, id, repr_irrep(double, 1, 1))
  }
})

test_that("subgroups of subgroups are subgroups", {
  skip_without_escnn()
  chain <- list(
    list(group_dihedral(12), c(1, 6), c(2, 2)), list(group_o2(), c(0.4, 6), c(1, 3)),
    list(group_so3(), "octa", 4), list(group_o3(), list(TRUE, TRUE, 4), list("self", c(1, 2)))
  )
  for (each in chain) {
    outer <- group_subgroup(each[[1]], each[[2]])
    inner <- group_subgroup(outer, each[[3]])
    within <- group_elements(subgroup_group(inner))
    there <- subgroup_include(outer, subgroup_include(inner, within))
    back <- subgroup_restrict(inner, subgroup_restrict(outer, there))
    expect_true(all(mapply(`==`, back, within)))
    products <- subgroup_include(outer, subgroup_include(inner, within[[2]] * within[[1]]))
    expect_true(products == there[[2]] * there[[1]])
  }
})

test_that("fields change alike before and after a restriction", {
  skip_without_escnn()
  check <- function(space, subgroup, rho, x) {
    smaller <- gspace_restrict(space, subgroup)
    part <- group_subgroup(space, subgroup)
    for (h in group_sample(smaller, n = 2, seed = 3)) {
      expect_equal(
        gspace_featurefield_action(smaller, x, repr_restrict(rho, part), h),
        gspace_featurefield_action(space, x, rho, subgroup_include(part, h)),
        tolerance = 1e-5
      )
    }
  }
  flips <- gspace_flip_rot2d_on_r2()
  x <- random_array(1, 2, 7, 7)
  for (id in list(c(NA, Inf), c(0.3, 4), c(1, 1), c(0.3, Inf))) {
    check(flips, id, repr_irrep(flips, 1, 1), x)
  }
  all <- gspace_flip_rot3d_on_r3()
  y <- random_array(1, 3, 5, 5, 5)
  turn <- group_element(group_o3(), c(1, 0.5, 0.5, 0.5, 0.5))
  for (id in list(
    "ico", list(FALSE, TRUE, 4), list("cone", 4), list("cone", 4, turn), "inversion", "full_octa",
    list(TRUE, NA, 2)
  )) {
    check(all, id, repr_irrep(all, 1, 1), y)
  }
  cube <- gspace_full_octa_on_r3()
  check(cube, list("self", 4), repr_irrep(cube, 1, 1), y)
})

test_that("restricting layers keep their equivariance in solids too", {
  skip_without_escnn()
  g <- gspace_octa_on_r3()
  model <- nn_restriction(field_type(g, "irrep_1", "trivial"), 4)
  expect_equivariant(model, tolerance = 1e-5)
  expect_error(escnn$nn$RestrictionModule(model$in_type, reticulate::tuple(FALSE, 4L)))
})
