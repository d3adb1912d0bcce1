# Radii of the rings on which kernels are, in pixels.
rings <- c(0, 1)

worst <- function(basis) max(kernels_check_equivariance(basis)$error)

# Of each factory, by its name, a group and the highest frequency of its kernels.
expect_factories_equivariant <- function(cases) {
  for (name in names(cases)) {
    g <- cases[[name]][[1]]
    trivial <- repr_trivial(g)
    irreps <- unname(repr_irreps(g))
    other <- repr_direct_sum(utils::head(irreps, 4))
    args <- list(trivial + trivial, other)
    if (name != "kernels_on_point") args <- c(args, list(radii = rings, sigma = 0.6))
    args$maximum_frequency <- cases[[name]][[2]]
    basis <- do.call(name, args)
    expect_s3_class(basis, "escnn_kernel_basis")
    expect_identical(dim(basis)[2:3], c(dim(other)[[1]], 2L))
    expect_lt(worst(basis), 1e-5)
  }
}
