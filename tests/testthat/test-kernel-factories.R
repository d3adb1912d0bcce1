test_that("the kernels of every factory are equivariant", {
  skip_without_escnn()
  expect_factories_equivariant(list(
    kernels_on_point = list(group_dihedral(3), NULL),
    kernels_flip_act_r2 = list(group_cyclic(2), 2),
    kernels_dn_act_r2 = list(group_dihedral(3), 2),
    kernels_o2_act_r2 = list(group_o2(), NULL),
    kernels_trivial_act_r2 = list(group_trivial(), 2),
    kernels_cn_act_r2 = list(group_cyclic(4), 2),
    kernels_so2_act_r2 = list(group_so2(), NULL)
  ))
})

test_that("subgroups by their id", {
  skip_without_escnn()
  c3 <- group_cyclic(3)
  trivial <- repr_trivial(c3)
  regular <- repr_regular(c3)
  by_id <- kernels_so2_subgroup_act_r2(trivial, regular, 3, rings, 0.6, maximum_frequency = 2)
  expect_true(by_id == kernels_cn_act_r2(trivial, regular, rings, 0.6, maximum_frequency = 2))
  d3 <- group_dihedral(3)
  basis <- kernels_o2_subgroup_act_r2(
    repr_trivial(d3), repr_regular(d3), c(0, 3), rings, 0.6, maximum_frequency = 2, axis = 0.3
  )
  expect_lt(worst(basis), 1e-5)
  expect_snapshot(
    kernels_so2_subgroup_act_r2(trivial, regular, 4, rings, 0.6, maximum_frequency = 2),
    error = TRUE
  )
})

test_that("scalar kernels of C_n are the frequencies that n divides", {
  skip_without_escnn()
  c4 <- group_cyclic(4)
  trivial <- repr_trivial(c4)
  basis <- kernels_cn_act_r2(trivial, trivial, radii = 1, sigma = 0.6, maximum_frequency = 9)
  expect_identical(unique(as.data.frame(basis)$irrep_frequency), c(0L, 4L, 8L))
  so2 <- group_so2()
  basis <- kernels_so2_act_r2(repr_trivial(so2), repr_trivial(so2), 1, 0.6)
  expect_length(basis, 1)
})

test_that("max_offset counts periods from the lowest frequencies", {
  skip_without_escnn()
  c4 <- group_cyclic(4)
  trivial <- repr_trivial(c4)
  frequencies <- function(offset, out = trivial, ...) {
    basis <- kernels_cn_act_r2(trivial, out, 1, 0.6, max_offset = offset, ...)
    expect_lt(worst(basis), 1e-5)
    unique(as.data.frame(basis)$irrep_frequency)
  }
  expect_identical(frequencies(0), 0L)
  expect_identical(frequencies(2), c(0L, 4L, 8L))
  expect_identical(frequencies(2, maximum_frequency = 5), c(0L, 4L))
  # 1 - 4 = -3 is as near as 1 + 4 = 5
  expect_identical(frequencies(1, repr_irrep(c4, 1)), c(1L, 3L, 5L))
  d3 <- group_dihedral(3)
  basis <- kernels_dn_act_r2(repr_trivial(d3), repr_irrep(d3, 1, 1), 1, 0.6, max_offset = 0)
  expect_identical(unique(as.data.frame(basis)$irrep_frequency), 1L)
  # upstream's own filter asks for an attribute that isn't there
  raw <- escnn::escnn$kernels$kernels_CN_act_R2
  expect_error(raw(trivial, trivial, list(1), 0.6, maximum_frequency = 5L, max_offset = 1L), "_j")
})

test_that("filters are R functions", {
  skip_without_escnn()
  c4 <- group_cyclic(4)
  make <- function(filter) {
    kernels_cn_act_r2(
      repr_trivial(c4), repr_regular(c4), rings, 0.6, maximum_frequency = 3, filter = filter
    )
  }
  low <- make(function(a) a$irrep_frequency <= a$radius)
  expect_identical(unique(as.data.frame(low)[c("radius", "irrep_frequency")])$irrep_frequency,
                   c(0L, 0L, 1L))
  expect_lt(worst(low), 1e-5)
  expect_snapshot(make(function(a) "yes"), error = TRUE)
  expect_snapshot(make(3), error = TRUE)
  expect_error(make(function(a) FALSE), class = "escnn_error_empty_basis")
})

test_that("what cannot be is said, with what to do", {
  skip_without_escnn()
  c4 <- group_cyclic(4)
  trivial <- repr_trivial(c4)
  o2 <- group_o2()
  expect_snapshot(kernels_cn_act_r2(trivial, trivial, rings, 0.6), error = TRUE)
  expect_snapshot(kernels_cn_act_r2(trivial, trivial, rings), error = TRUE)
  expect_snapshot(kernels_so2_act_r2(trivial, trivial, rings, 0.6), error = TRUE)
  expect_snapshot(kernels_on_point(trivial, repr_trivial(o2)), error = TRUE)
  expect_snapshot(
    kernels_o2_act_r2(repr_irrep(o2, 0, 0), repr_irrep(o2, 1, 0), rings, 0.6), error = TRUE
  )
  expect_error(
    kernels_o2_act_r2(repr_irrep(o2, 0, 0), repr_irrep(o2, 1, 0), rings, 0.6),
    class = "escnn_error_empty_basis"
  )
})

test_that("arguments that cannot be are errors of ours, whichever it is", {
  skip_without_escnn()
  c3 <- group_cyclic(3)
  make <- function(...) {
    arguments <- utils::modifyList(
      list(
        in_repr = repr_trivial(c3), out_repr = repr_regular(c3), subgroup = 3, radii = c(0, 1),
        sigma = 0.6, maximum_frequency = 2
      ),
      list(...)
    )
    do.call(kernels_so2_subgroup_act_r2, arguments)
  }
  expect_s3_class(make(), "escnn_kernel_basis")
  expect_snapshot(make(subgroup = NA), error = TRUE)
  for (subgroup in list(c(NA, NA), NA_character_, list(), TRUE, "nix", 2.5, -1)) {
    expect_error(make(subgroup = subgroup), class = "escnn_error_argument", info = format(subgroup))
  }
  arguments <- c("in_repr", "out_repr", "radii", "sigma", "maximum_frequency", "adjoint", "filter")
  for (name in arguments) {
    for (value in list(NA, "a", -1, list(1), Inf)) {
      wrong <- stats::setNames(list(value), name)
      expect_error(do.call(make, wrong), class = "escnn_error_argument", info = name)
    }
  }
})
