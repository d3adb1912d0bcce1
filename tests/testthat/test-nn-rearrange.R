test_that("identity gives what it takes", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  x <- random_array(1, 4, 3, 3)
  expect_equal(as.array(nn_identity(type)(x)), x, tolerance = 1e-6)
  expect_equivariant(nn_identity(type))
})

test_that("fields are reshuffled as order() would", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial", "irrep_1", "regular")
  x <- random_array(1, 7, 3, 3)
  layer <- nn_reshuffle(type, c(3, 1, 2))
  expect_equal(as.array(layer(x)), x[, c(4:7, 1, 2:3), , , drop = FALSE], tolerance = 1e-6)
  expect_identical(names(layer$out_type), c("regular", "trivial", "irrep_1"))
  expect_equivariant(layer)
  back <- layer |> nn_reshuffle(order(c(3, 1, 2)))
  expect_equal(as.array(back(x)), x, tolerance = 1e-6)
  # upstream takes a field twice for a permutation
  expect_no_error(escnn$nn$ReshuffleModule(type, list(0L, 1L, 2L, 2L)))
  expect_snapshot(nn_reshuffle(type, c(1, 2, 3, 3)), error = TRUE)
  expect_snapshot(nn_reshuffle(type, c(1, 1, 2)), error = TRUE)
  expect_snapshot(nn_reshuffle(type, 0:2), error = TRUE)
})

test_that("random permutations of C9 fields are equivariant in the fibres", {
  skip_without_escnn()
  g <- gspace_no_base_space(group_cyclic(9))
  type <- field_type(g, irrep_0 = 2, irrep_1 = 2, irrep_2 = 2, irrep_3 = 2)
  withr::local_seed(1)
  for (i in 1:5) expect_equivariant(nn_reshuffle(type, sample(8)), tolerance = 1e-6)
})

# The verdicts of upstream's tests of restriction.
test_that("restrictions keep the numbers and the symmetries of the subgroup", {
  skip_without_escnn()
  # the irreps and, where there is one, the regular representation; not what others made since
  all_of <- function(g) {
    names <- grep("^(irrep_[0-9,]+|regular)$", names(g$representations), value = TRUE)
    do.call(field_type, c(list(g), as.list(names)))
  }
  so2 <- all_of(gspace_rot2d_on_r2(maximum_frequency = 3))
  o2 <- all_of(gspace_flip_rot2d_on_r2(maximum_frequency = 3))
  flips <- all_of(gspace_flip2d_on_r2())
  cases <- list(
    list(so2, 4, "C4"), list(so2, 1, "C1"),
    list(o2, c(0, 10), "D10"), list(o2, c(NA, Inf), "SO(2)"),
    list(o2, c(0, 1), NULL), list(o2, c(NA, 1), NULL), list(flips, 1, NULL)
  )
  for (case in cases) {
    layer <- nn_restriction(case[[1]], case[[2]])
    if (!is.null(case[[3]])) expect_identical(layer$out_type$fibergroup$name, case[[3]])
    found <- check_equivariance(layer)
    expect_true(all(found$ok[found$kind == "exact"]))
    n <- case[[1]]$size
    x <- random_array(1, n, 3, 3)
    expect_equal(as.array(layer(x)), x, tolerance = 1e-6)
  }
  expect_snapshot(nn_restriction(field_type(c4(), "regular"), 3), error = TRUE)
  expect_snapshot(nn_restriction(field_type(c4(), "regular"), quote(a)), error = TRUE)
})

# The verdicts of upstream's tests of disentangling.
test_that("representations become direct sums, up to a change of basis", {
  skip_without_escnn()
  spaces <- list(
    gspace_rot2d_on_r2(n = 6), gspace_flip_rot2d_on_r2(n = 5),
    gspace_rot2d_on_r2(maximum_frequency = 2), gspace_flip_rot2d_on_r2(maximum_frequency = 2)
  )
  np <- reticulate::import("numpy", convert = FALSE)
  for (g in spaces) {
    parts <- unname(g$representations)[1:2]
    size <- 2L * sum(vapply(parts, function(r) as.integer(r$size), 1L))
    shuffled <- np$eye(size)[withr::with_seed(3, sample(size)) - 1L]
    sum_of <- escnn$group$directsum(c(parts, parts), change_of_basis = shuffled, name = "a.b")
    type <- field_type(g, list(sum_of, parts[[1]], sum_of))
    layer <- nn_disentangle(type)
    expect_identical(length(layer$out_type), 9L)
    found <- check_equivariance(layer, x = random_array(1, type$size, 9, 9))
    expect_true(all(found$ok[found$kind == "exact"]))
    x <- random_array(2, type$size, 3, 3)
    expect_equal(sum(as.array(layer(x))^2), sum(x^2), tolerance = 1e-5)
  }
})

test_that("disentangling keeps float64, at which upstream fails", {
  skip_without_escnn()
  restricted <- nn_restriction(field_type(c4(), "regular"), 2)$out_type
  x <- geometric_tensor(random_array(1, 4, 3, 3), restricted, dtype = "float64")
  expect_error(escnn$nn$DisentangleModule(restricted)(x))
  out <- nn_disentangle(restricted)(x)
  expect_identical(format(out$tensor$dtype), "torch.float64")
  expect_equal(sum(as.array(out)^2), sum(random_array(1, 4, 3, 3)^2), tolerance = 1e-12)
})
