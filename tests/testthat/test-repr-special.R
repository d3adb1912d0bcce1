test_that("standard representations are rotations and reflections", {
  skip_without_escnn()
  so2 <- group_so2()
  expect_equal(repr_standard(so2)(group_element(so2, 0.3)), psi(0.3))
  for (g in list(group_o2(), group_so3(), group_o3(), group_ico(), group_octa())) {
    rho <- repr_standard(g)
    for (e in testing_elements(g)[1:3]) {
      expect_equal(crossprod(rho(e)), diag(dim(rho)[[1]]))
    }
  }
  expect_snapshot(repr_standard(group_cyclic(4)), error = TRUE)
})

test_that("polyhedral representations permute as many things as there are", {
  skip_without_escnn()
  ico <- group_ico()
  octa <- group_octa()
  sizes <- c(
    dim(repr_ico_vertices(ico))[[1]], dim(repr_ico_faces(ico))[[1]], dim(repr_ico_edges(ico))[[1]],
    dim(repr_cube_vertices(octa))[[1]], dim(repr_cube_faces(octa))[[1]],
    dim(repr_cube_edges(octa))[[1]]
  )
  expect_identical(sizes, c(12L, 20L, 30L, 8L, 6L, 12L))
  expect_identical(repr_multiplicity(repr_cube_edges(octa), 0), 1L)
  expect_snapshot(repr_cube_edges(ico), error = TRUE)
})

test_that("vectors have a representation on every gspace of the plane and of space", {
  skip_without_escnn()
  for (gspace in c(planes(), spaces())) {
    action <- gspace_basespace_action(gspace)
    found <- repr_standard(gspace)
    for (e in utils::head(testing_elements(gspace), 4)) {
      expect_equal(found(e), action(e), tolerance = 1e-6)
    }
  }
})
