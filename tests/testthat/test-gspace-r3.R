spaces <- list(
  gspace_rot3d_on_r3 = "SO(3)", gspace_flip_rot3d_on_r3 = "O(3)",
  gspace_ico_on_r3 = "Icosahedral", gspace_full_ico_on_r3 = "FullIcosahedral",
  gspace_octa_on_r3 = "Octahedral", gspace_full_octa_on_r3 = "FullOctahedral",
  gspace_dihedral_on_r3 = "O(2)", gspace_rot2d_on_r3 = "SO(2)", gspace_conical_on_r3 = "O(2)",
  gspace_full_cylindrical_on_r3 = "FullCylindrical", gspace_cylindrical_on_r3 = "Cylindrical",
  gspace_mir_on_r3 = "C2", gspace_inv_on_r3 = "C2", gspace_trivial_on_r3 = "C1"
)

test_that("every space in three dimensions is made with the right group", {
  skip_without_escnn()
  for (name in names(spaces)) {
    space <- get(name)()
    expect_identical(format(gspace_fibergroup(space)), spaces[[!!name]])
    expect_identical(dim(space), 3L)
  }
})

test_that("every space in three dimensions equals the raw one at its defaults", {
  skip_without_escnn()
  raw <- escnn$gspaces
  expect_true(gspace_conical_on_r3(n = 3) == raw$conicalOnR3(3L))
  expect_true(gspace_mir_on_r3() == raw$mirOnR3())
  expect_true(gspace_dihedral_on_r3(n = 3) == raw$dihedralOnR3(3L))
  expect_true(gspace_octa_on_r3() == raw$octaOnR3())
})

# The in-plane angles (0 to pi) of half-turn axes and of mirror lines.
in_plane <- function(space) {
  action <- space$basespace_action
  angles <- lapply(group_elements(space), function(e) {
    m <- action(e)
    half_turn <- det(m) > 0 && abs(m[3, 3] + 1) < 1e-9
    mirror <- det(m) < 0 && abs(m[3, 3] - 1) < 1e-9
    if (half_turn || mirror) atan2(m[2, 1], m[1, 1]) / 2 %% pi
  })
  unlist(angles)
}

test_that("axes are where they were asked for, also where upstream moves them", {
  skip_without_escnn()
  near <- function(found, axis) any(abs(sin(found - axis)) < 1e-9)
  for (axis in c(0, 0.3, 1, pi / 2)) {
    expect_true(near(in_plane(gspace_dihedral_on_r3(3, axis = axis)), !!axis))
    expect_true(near(in_plane(gspace_conical_on_r3(3, axis = axis)), !!axis))
    expect_true(near(in_plane(gspace_mir_on_r3(axis = axis)), !!axis))
    expect_true(near(in_plane(gspace_full_cylindrical_on_r3(3, axis = axis)), !!axis))
  }
  # the trap in raw escnn
  expect_false(near(in_plane(escnn$gspaces$fullCylindricalOnR3(3L, axis = 0.3)), 0.3))
  expect_false(near(in_plane(escnn$gspaces$mirOnR3(axis = 0.3)), 0.3))
})

test_that("adjoints may come from SO(3)", {
  skip_without_escnn()
  turn <- group_element(group_so3(), c(sin(pi / 4), 0, 0, cos(pi / 4)))
  space <- gspace_rot2d_on_r3(n = 4, adjoint = turn)
  matrix <- space$basespace_action(group_element(space, 1))
  expect_equal(abs(matrix[3, 3]), 0)
  expect_snapshot(gspace_rot2d_on_r3(n = 4, adjoint = 3), error = TRUE)
  expect_snapshot(
    gspace_rot2d_on_r3(n = 4, adjoint = group_element(group_cyclic(4), 1)),
    error = TRUE
  )
})
