small_basis <- function(...) {
  g <- group_cyclic(4)
  kernels_cn_act_r2(repr_trivial(g), repr_regular(g), c(0, 1), 0.6, maximum_frequency = 2, ...)
}

test_that("bases print, sum up, and have a size", {
  skip_without_escnn()
  basis <- small_basis()
  expect_snapshot({
    basis
    summary(basis)
    str(basis)
    summary(kernels_on_point(repr_trivial(group_cyclic(4)), repr_regular(group_cyclic(4))))
    kernel_gaussian_radial_profile(c(0, 1), 0.5)
  })
  expect_identical(length(basis), 10L)
  expect_identical(dim(basis), c(10L, 4L, 1L))
  dead <- revive(basis)
  expect_snapshot(print(dead))
  expect_error(dim(dead), class = "escnn_error_dead_pointer")
})

test_that("the attributes of elements count from 1 and agree with the table", {
  skip_without_escnn()
  c4 <- group_cyclic(4)
  d3 <- group_dihedral(3)
  bases <- list(
    small_basis(), small_basis(filter = function(a) a$radius > 0), small_basis(max_offset = 0),
    kernels_dn_act_r2(repr_regular(d3), repr_regular(d3), c(0, 1), 0.6, maximum_frequency = 2),
    kernels_cn_act_r3(repr_regular(c4), repr_trivial(c4), c(0, 1), 0.6, maximum_frequency = 2),
    kernels_on_point(repr_regular(d3), repr_regular(d3)),
    kernel_circular_shells_basis(2, kernel_gaussian_radial_profile(c(0, 1), 0.6)),
    kernel_spherical_shells_basis(1, kernel_gaussian_radial_profile(c(0, 1), 0.6)),
    kernel_gaussian_radial_profile(c(0, 1), 0.6)
  )
  for (basis in bases) {
    table <- as.data.frame(basis)
    expect_identical(table$idx, seq_along(basis))
    for (i in c(1, length(basis))) {
      for (name in names(basis[[i]])) expect_equal(basis[[i]][[name]], table[[name]][[i]])
    }
  }
  expect_identical(basis[1:2], list(basis[[1]], basis[[2]]))
})

test_that("elements belong to the kernels that they describe", {
  skip_without_escnn()
  angles <- 2 * pi * (0:15) / 16
  for (basis in list(small_basis(), small_basis(max_offset = 0),
                     small_basis(filter = function(a) a$radius > 0 || a$irrep_frequency == 1))) {
    table <- as.data.frame(basis)
    # at the origin, only what has no angular frequency differs from 0
    at_origin <- basis(c(0, 0))[1, , , ]
    expect_identical(unique(table$j[rowSums(abs(at_origin)) > 1e-6]), "irrep_0,0")
    # values around a circle are waves of an element's frequency, as high as its ring there
    circle <- basis(cbind(cos(angles), sin(angles)))
    far <- basis(2 * cbind(cos(angles), sin(angles)))
    for (k in seq_along(basis)) {
      power <- rowSums(apply(matrix(circle[, k, , ], 16), 2, function(v) Mod(fft(v))^2))[1:9]
      expect_identical(which.max(power) - 1L, table$irrep_frequency[[k]])
      r <- table$radius[[k]]
      expect_equal(sum(far[, k, , ]^2) / sum(circle[, k, , ]^2),
                   exp(-((2 - r)^2 - (1 - r)^2) / 0.36), tolerance = 1e-4)
    }
  }
})

test_that("attributes by irrep, and those of the filters", {
  skip_without_escnn()
  basis <- small_basis()
  some <- kernels_attributes(basis, c(1, 1))
  expect_identical(unique(some$j), "irrep_1,1")
  expect_identical(nrow(some), kernels_dim_harmonic(basis, c(1, 1)))
  filters <- kernels_steerable_attributes(basis)
  expect_identical(nrow(filters), 6L)
  filtered <- small_basis(filter = function(a) a$radius > 0)
  expect_identical(kernels_steerable_attributes(filtered, c(1, 1))$radius, 1)
  expect_identical(kernels_steerable_attributes(basis, "irrep_1,2")$radius, c(0, 1))
  expect_snapshot(basis[[11]], error = TRUE)
  expect_snapshot(basis[12], error = TRUE)
  expect_error(
    kernels_attributes(basis, c(9, 9)), "an irrep of O.2.", class = "escnn_error_argument"
  )
})

test_that("bases are equal when their kernels are", {
  skip_without_escnn()
  expect_true(small_basis() == small_basis())
  expect_true(small_basis() != small_basis(filter = function(a) a$radius > 0))
  profile <- kernel_gaussian_radial_profile(1, 0.6)
  first <- kernel_circular_shells_basis(2, profile)
  other <- kernel_circular_shells_basis(2, profile, axis = 0)
  expect_false(first == other)
  # upstream doesn't look at the axis
  expect_true(first$`__eq__`(other))
  expect_false(first == 3)
  expect_snapshot(first + other, error = TRUE)
})
