test_that("the kernels of every factory in space are equivariant", {
  skip_without_escnn()
  expect_factories_equivariant(list(
    kernels_o3_act_r3 = list(group_o3(), NULL),
    kernels_so3_act_r3 = list(group_so3(), NULL),
    kernels_ico_act_r3 = list(group_ico(), 2),
    kernels_octa_act_r3 = list(group_octa(), 2),
    kernels_full_ico_act_r3 = list(group_full_ico(), 2),
    kernels_full_octa_act_r3 = list(group_full_octa(), 2),
    kernels_so2_act_r3 = list(group_so2(), 2),
    kernels_cn_act_r3 = list(group_cyclic(3), 2),
    kernels_o2_conical_act_r3 = list(group_o2(), 2),
    kernels_dn_conical_act_r3 = list(group_dihedral(2), 2),
    kernels_o2_dihedral_act_r3 = list(group_o2(), 2),
    kernels_dn_dihedral_act_r3 = list(group_dihedral(2), 2),
    kernels_inv_act_r3 = list(group_cyclic(2), 2),
    kernels_trivial_act_r3 = list(group_trivial(), 2)
  ))
})

test_that("subgroups by their id, in space", {
  skip_without_escnn()
  c3 <- group_cyclic(3)
  trivial <- repr_trivial(c3)
  regular <- repr_regular(c3)
  basis <- kernels_so3_subgroup_act_r3(trivial, regular, 3, rings, 0.6, maximum_frequency = 2)
  expect_true(basis == kernels_cn_act_r3(trivial, regular, rings, 0.6, maximum_frequency = 2))
  c2 <- group_cyclic(2)
  basis <- kernels_o3_subgroup_act_r3(
    repr_trivial(c2), repr_regular(c2), "inversion", rings, 0.6, maximum_frequency = 2
  )
  expect_lt(worst(basis), 1e-5)
})

test_that("aliased icosahedral kernels, with an adjoint that upstream refuses", {
  skip_without_escnn()
  ico <- group_ico()
  turn <- rbind(c(0, -1, 0), c(1, 0, 0), c(0, 0, 1))
  for (factory in list(kernels_aliased_ico_act_r3_dodecahedron,
                       kernels_aliased_ico_act_r3_icosahedron,
                       kernels_aliased_ico_act_r3_icosidodecahedron)) {
    basis <- factory(repr_irrep(ico, 0), repr_irrep(ico, 1), rings, 0.5, adjoint = turn)
    expect_lt(worst(basis), 1e-5)
  }
})

test_that("kernels of scalars show how a group acts on space", {
  skip_without_escnn()
  alike <- function(name, g, a, b) {
    trivial <- repr_trivial(g)
    values <- do.call(name, list(trivial, trivial, 1, 0.6, maximum_frequency = 3))(rbind(a, b))
    isTRUE(all.equal(values[1, , , ], values[2, , , ], tolerance = 1e-5))
  }
  top <- c(0, 0, 1)
  c3 <- group_cyclic(3)
  d3 <- group_dihedral(3)
  expect_true(alike("kernels_dn_dihedral_act_r3", d3, top, -top))
  expect_true(alike("kernels_o2_dihedral_act_r3", group_o2(), top, -top))
  expect_true(alike("kernels_inv_act_r3", group_cyclic(2), c(0.2, 0.5, 1), -c(0.2, 0.5, 1)))
  expect_false(alike("kernels_dn_conical_act_r3", d3, top, -top))
  expect_false(alike("kernels_o2_conical_act_r3", group_o2(), top, -top))
  expect_false(alike("kernels_trivial_act_r3", group_trivial(), top, -top))
  at <- function(angle) c(cos(angle), sin(angle), 0.3)
  expect_true(alike("kernels_cn_act_r3", c3, at(0.4), at(0.4 + 2 * pi / 3)))
  expect_false(alike("kernels_cn_act_r3", c3, at(0.4), at(0.5)))
  expect_true(alike("kernels_so2_act_r3", group_so2(), at(0.4), at(0.5)))
  expect_true(alike("kernels_dn_conical_act_r3", d3, at(0.4), at(-0.4)))
  expect_false(alike("kernels_cn_act_r3", c3, at(0.4), at(-0.4)))
})

test_that("kernels of finite groups in space go up to frequency 5 unless it is said", {
  skip_without_escnn()
  trivial <- repr_trivial(group_cyclic(4))
  highest <- function(...) {
    max(as.data.frame(kernels_cn_act_r3(trivial, trivial, 1, 0.6, ...))$irrep_frequency)
  }
  expect_identical(highest(), 5L)
  expect_identical(highest(maximum_frequency = 2), 2L)
  expect_identical(highest(filter = function(a) a$irrep_frequency < 4), 3L)
})

test_that("what cannot be in space is said, with what to do", {
  skip_without_escnn()
  trivial <- repr_trivial(group_cyclic(4))
  expect_snapshot(kernels_tetra_act_r3(trivial, trivial, rings, 0.6), error = TRUE)
  expect_error(kernels_full_tetra_act_r3(trivial, trivial, rings, 0.6), "full tetrahedral")
  expect_error(kernels_pyrito_act_r3(trivial, trivial, rings, 0.6), "pyritohedral")
  expect_snapshot(
    kernels_cn_act_r3(trivial, trivial, rings, c(1, 2, 3)), error = TRUE
  )
  expect_snapshot(kernels_cn_act_r3(trivial, trivial, -1, 1), error = TRUE)
  expect_snapshot(
    kernels_cn_act_r3(trivial, trivial, rings, 1, adjoint = diag(2)), error = TRUE
  )
})
