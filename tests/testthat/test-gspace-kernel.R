# Upstream's verdict: k(g x) = rho_out(g) k(x) rho_in(g)^-1 at all points.
expect_kernels <- function(space, in_repr, out_repr) {
  d <- dim(space)
  points <- withr::with_seed(1, matrix(rnorm(5 * d), 5))
  basis <- gspace_build_kernel_basis(
    space, in_repr, out_repr, rings = c(0, 1), sigma = 0.5, maximum_frequency = 3
  )
  values_at <- function(points) {
    tensor <- py_invoke("escnn_r.bridge.arrays.to_tensor", points)
    values <- tensor_to_array(py_invoke(basis$sample, tensor))
    values[, , , , drop = FALSE]
  }
  for (e in group_sample(space, n = 2, seed = 2)) {
    before <- values_at(points)
    after <- values_at(points %*% t(gspace_basespace_action(space)(e)))
    out <- out_repr(e)
    into <- solve(in_repr(e))
    for (p in 1:5) {
      for (k in seq_len(dim(before)[[2]])) {
        here <- matrix(before[p, k, , ], nrow(out))
        there <- matrix(after[p, k, , ], nrow(out))
        expect_equal(there, out %*% here %*% into, tolerance = 1e-4)
      }
    }
  }
}

test_that("kernels of every kind of space are equivariant", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 4)
  expect_kernels(g, repr_irrep(g, 1), repr_regular(g))
  g <- gspace_flip_rot2d_on_r2(axis = 0.3)
  expect_kernels(g, repr_irrep(g, 1, 1), repr_irrep(g, 1, 2))
  g <- gspace_rot3d_on_r3()
  expect_kernels(g, repr_irrep(g, 1), repr_irrep(g, 1))
  g <- gspace_octa_on_r3()
  expect_kernels(g, repr_irrep(g, 1), repr_irrep(g, 2))
  turn <- group_element(group_o3(), c(1, 0.5, 0.5, 0.5, 0.5))
  g <- gspace_conical_on_r3(n = 4, axis = 0.3, adjoint = turn)
  expect_kernels(g, repr_irrep(g, 1, 1), repr_irrep(g, 0, 0))
  g <- gspace_full_cylindrical_on_r3(n = 2, axis = 0.4)
  expect_kernels(g, repr_regular(g), repr_trivial(g))
  g <- gspace_restrict(gspace_full_octa_on_r3(), list("self", 4))
  expect_kernels(g, repr_regular(g), repr_trivial(g))
})

test_that("bases are as large as mathematics says", {
  skip_without_escnn()
  g <- c4()
  maps <- gspace_build_fiber_intertwiner_basis(g, repr_regular(g), repr_regular(g))
  expect_identical(py_invoke("builtins.len", maps), 4L)
  point <- gspace_no_base_space(group_dihedral(3))
  same <- gspace_build_kernel_basis(point, repr_regular(point), repr_regular(point))
  expect_identical(py_invoke("builtins.len", same), 6L)
})

test_that("what has no basis is told", {
  skip_without_escnn()
  g <- c4()
  trivial <- repr_trivial(g)
  expect_snapshot(gspace_build_kernel_basis(g, trivial, repr_regular(g)), error = TRUE)
  expect_snapshot(
    gspace_build_kernel_basis(g, trivial, repr_irrep(g, 1), rings = 0),
    error = TRUE
  )
  expect_snapshot(
    gspace_build_kernel_basis(g, trivial, trivial, rings = c(0, 1), sigma = c(1, 2, 3)),
    error = TRUE
  )
  expect_snapshot(
    gspace_build_kernel_basis(g, trivial, repr_trivial(group_cyclic(8)), rings = 1),
    error = TRUE
  )
  expect_snapshot(
    gspace_build_kernel_basis(g, trivial, trivial, rings = "a"),
    error = TRUE
  )
  expect_snapshot(
    gspace_build_fiber_intertwiner_basis(g, trivial, repr_irrep(g, 1)),
    error = TRUE
  )
})
