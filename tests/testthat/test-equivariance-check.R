conv_net <- function(g) {
  withr::local_seed(1)
  field_type(g, "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 5) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    nn_r2_conv(c(regular = 1), kernel_size = 5)
}

test_that("exact and interpolated elements are told apart", {
  skip_without_escnn()
  found <- check_equivariance(conv_net(gspace_rot2d_on_r2(n = 8)))
  expect_s3_class(found, c("escnn_equivariance", "data.frame"))
  expect_named(found, c(
    "element", "angle", "flip", "kind", "max_error", "relative_error",
    "interpolation_error", "share_of_others", "ok", "verdict"
  ))
  expect_identical(found$angle, seq(0, 315, 45))
  expect_identical(found$kind, rep(c("exact", "interpolated"), 4))
  expect_true(all(found$ok))
  exact <- found$kind == "exact"
  expect_true(all(found$relative_error[exact] < 1e-6))
  expect_true(all(found$interpolation_error[exact] == 0))
  expect_true(all(found$relative_error[!exact] > 1e-3))
  expect_true(all(found$interpolation_error[!exact] > 0))
})

test_that("flips, continuous groups and volumes are checked", {
  skip_without_escnn()
  d4 <- check_equivariance(conv_net(gspace_flip_rot2d_on_r2(n = 4)))
  expect_identical(sum(d4$flip), 4L)
  expect_true(all(d4$kind == "exact" & d4$ok))
  so2 <- nn_norm_non_linearity(field_type(gspace_rot2d_on_r2(), "irrep_1"))
  expect_identical(nrow(check_equivariance(so2)), 52L)
  octa <- nn_relu(field_type(gspace_octa_on_r3(), "regular"))
  found <- check_equivariance(octa)
  expect_identical(nrow(found), 24L)
  expect_true(all(found$kind == "exact" & found$ok))
  expect_setequal(found$angle, c(0, 90, 120, 180))
})

test_that("what isn't equivariant fails, exactly where it isn't", {
  skip_without_escnn()
  # every channel on its own, but each with another factor: only the identity commutes
  g <- c4()
  model <- nn_inner_batch_norm(field_type(g, "regular", "regular"))
  type <- field_type(g, "regular")
  conv <- nn_r2_conv(type, type, kernel_size = 3)
  conv$eval()
  torch$nn$init$uniform_(conv$filter)
  # in evaluation mode the filter above is what convolves
  found <- check_equivariance(conv)
  expect_identical(found$ok, c(TRUE, FALSE, FALSE, FALSE))
  stride <- nn_r2_conv(field_type(g, "trivial"), "regular", kernel_size = 3, stride = 2)
  expect_true(all(check_equivariance(stride, random_array(1, 1, 33, 33))$ok))
  uneven <- suppressWarnings(check_equivariance(stride, random_array(1, 1, 32, 32)))
  expect_false(all(uneven$ok))
  expect_true(all(check_equivariance(model)$ok))
})

test_that("a good network passes whatever the input, one without the symmetry doesn't", {
  skip_without_escnn()
  good <- escnn_example()
  for (seed in 1:3) expect_true(all(check_equivariance(good, seed = seed)$ok))
  # the same layers, with filters that know nothing of turns
  conventional <- as_module(escnn_example())
  conventional$eval()
  torch$manual_seed(1L)
  layers <- lapply(seq_along(conventional), function(i) conventional[[i]])
  convs <- Filter(function(layer) grepl("R2Conv$", class(layer)[[2]]), layers)
  expect_gt(length(convs), 1)
  for (conv in convs) torch$nn$init$normal_(conv$filter, std = 0.05)
  for (seed in 1:3) {
    found <- check_equivariance(conventional, seed = seed)
    expect_gt(max(found$share_of_others), 0.5)
    expect_false(any(found$ok[found$angle %in% c(90, 180, 270)]))
  }
  g <- gspace_rot2d_on_r2(n = 8)
  stride <- withr::with_seed(1, field_type(g, "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 5) |> nn_relu() |>
    nn_r2_conv(c(regular = 2), kernel_size = 5, stride = 2))
  even <- suppressWarnings(check_equivariance(stride, random_array(2, 1, 32, 32)))
  expect_false(any(even$ok[even$angle %in% c(90, 180, 270)]))
})

# Ends in maps, or in their means; C3 has no exact element but the identity.
third_turns <- function(seed, pooled = TRUE) {
  withr::local_seed(seed)
  maps <- field_type(gspace_rot2d_on_r2(n = 3), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 5, padding = 2) |>
    nn_relu() |>
    nn_r2_conv(c(regular = 4), kernel_size = 5, padding = 2) |>
    nn_relu()
  if (pooled) nn_pointwise_adaptive_avg_pool(nn_group_pooling(maps), 1) else maps
}

# The same layers, with filters that know nothing of turns.
without_symmetry <- function(model, seed = 1) {
  model$eval()
  torch$manual_seed(as.integer(seed))
  for (i in seq_along(model)) {
    filter <- tryCatch(model[[i]]$filter, error = function(e) NULL)
    if (!is.null(filter)) torch$nn$init$normal_(filter, std = filter$std()$item())
  }
  model
}

test_that("without exact elements, networks with and without the symmetry are told apart", {
  skip_without_escnn()
  for (seed in 1:4) {
    shares <- vapply(c(TRUE, FALSE), function(pooled) {
      good <- check_equivariance(third_turns(seed, pooled), seed = seed)
      expect_identical(good$verdict, rep("ok", 3))
      broken <- check_equivariance(without_symmetry(third_turns(seed, pooled), seed), seed = seed)
      if (!pooled) expect_identical(broken$verdict, c("ok", "FAIL", "FAIL"))
      c(max(good$share_of_others), max(broken$share_of_others))
    }, c(0, 0))
    # of means, too, though they may pass
    expect_gt(shares[2, 1], 1.5 * shares[1, 1])
  }
})

test_that("a wrong type of the output is caught", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 3)
  maps <- third_turns(1, pooled = FALSE)
  claim <- escnn_module("Claim",
    forward = function(x) maps(x)$tensor, out_type = c(trivial = 12)
  )
  found <- check_equivariance(claim(field_type(g, "trivial")), seed = 1)
  expect_identical(found$verdict, c("ok", "FAIL", "FAIL"))
})

test_that("a single input is compared with others of its kind", {
  skip_without_escnn()
  # counts of photographs, far from zero: outputs hardly differ, and least by direction
  x <- 100 + random_array(1, 1, 33, 41)
  good <- check_equivariance(third_turns(1), x, elements = group_element(group_cyclic(3), 1))
  alone <- good$relative_error / good$share_of_others
  batch <- check_equivariance(third_turns(1), x[c(1, 1), , , , drop = FALSE])
  expect_lt(alone, 0.5)
  expect_identical(batch$verdict[2:3], c("FAIL", "FAIL"))
})

test_that("a tolerance says what passes, and what is unclear below it", {
  skip_without_escnn()
  model <- without_symmetry(third_turns(2, pooled = FALSE))
  loose <- check_equivariance(model, seed = 1, tolerance = c(interpolated = 2))
  expect_true(all(loose$ok))
  expect_identical(loose$verdict, c("ok", "unclear", "unclear"))
  expect_identical(expect_equivariant(model, seed = 1, tolerance = c(interpolated = 2)), model)
  strict <- check_equivariance(third_turns(2), seed = 1, tolerance = c(interpolated = 1e-6))
  expect_identical(strict$verdict, c("ok", "FAIL", "FAIL"))
  expect_identical(strict$ok, strict$verdict != "FAIL")
})

test_that("given input, elements and tolerances are used", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 8)
  model <- conv_net(g)
  one <- check_equivariance(model, elements = group_element(g, 3))
  expect_identical(one$angle, 135)
  two <- check_equivariance(model, elements = group_elements(g)[1:2])
  expect_identical(two$angle, c(0, 45))
  given <- check_equivariance(model, random_array(3, 1, 21, 21), elements = group_element(g, 2))
  expect_identical(attr(given, "about")$input_shape, c(3L, 1L, 21L, 21L))
  strict <- check_equivariance(model, tolerance = c(interpolated = 1e-4))
  expect_identical(strict$ok, strict$kind == "exact")
  expect_true(all(!check_equivariance(model, tolerance = 1e-12)$ok[c(3, 5, 7)]))
})

test_that("the module gets its mode back and random generators are left alone", {
  skip_without_escnn()
  model <- conv_net(c4())
  model[[2]]$eval()
  torch$manual_seed(3L)
  invisible(check_equivariance(model))
  expect_true(model$training)
  expect_false(model[[2]]$training)
  expect_true(model[[1]]$training)
  drawn <- torch$rand(1L)$item()
  torch$manual_seed(3L)
  expect_identical(drawn, torch$rand(1L)$item())
  # the same seed, the same input
  measured <- function(seed) withr::with_seed(seed, check_equivariance(model)$max_error)
  expect_identical(measured(3), measured(3))
  expect_false(identical(measured(3), measured(4)))
  expect_identical(
    check_equivariance(model, seed = 1)$max_error, check_equivariance(model, seed = 1)$max_error
  )
})

test_that("networks that restrict are checked under what they keep", {
  skip_without_escnn()
  d8 <- gspace_flip_rot2d_on_r2(n = 8)
  type <- field_type(d8, "regular")
  restrict <- escnn$nn$RestrictionModule(type, tuple(NULL, 4L))
  found <- check_equivariance(restrict)
  expect_identical(nrow(found), 4L)
  expect_true(all(found$ok))
  expect_identical(found$angle, c(0, 90, 180, 270))
  gone <- group_element(d8, c(1, 0))
  expect_error(check_equivariance(restrict, elements = gone), class = "escnn_error_argument")
})

test_that("double precision is kept", {
  skip_without_escnn()
  model <- nn_relu(field_type(c4(), "regular"))
  x <- geometric_tensor(random_array(1, 4, 5, 5), model$in_type, dtype = "float64")
  found <- check_equivariance(model, x)
  expect_identical(attr(found, "about")$dtype, "float64")
  expect_true(all(found$relative_error < 1e-14))
})

test_that("expect_equivariant() passes and fails with the worst element", {
  skip_without_escnn()
  expect_success(expect_equivariant(nn_relu(field_type(c4(), "regular"))))
  stride <- nn_r2_conv(field_type(c4(), "trivial"), "regular", kernel_size = 3, stride = 2)
  expect_failure(
    expect_equivariant(stride, random_array(1, 1, 32, 32)),
    "R2Conv is not equivariant for 3 of 4 elements. Worst: "
  )
})

test_that("the worst element is the one that is furthest beyond its tolerance", {
  rows <- data.frame(
    kind = c("exact", "interpolated"), relative_error = c(2e-5, 0.9), share_of_others = c(0, 0.6)
  )
  expect_identical(judged_error(rows), c(2e-5, 0.6))
  expect_identical(judged_error(rows, c(FALSE, TRUE)), c(0, 0.9))
})

test_that("wrong arguments are named", {
  skip_without_escnn()
  model <- nn_relu(field_type(c4(), "regular"))
  expect_snapshot(check_equivariance(3), error = TRUE)
  expect_snapshot(check_equivariance(model, "a"), error = TRUE)
  expect_snapshot(check_equivariance(model, random_array(1, 3, 5, 5)), error = TRUE)
  x <- geometric_tensor(array(0, c(1, 1, 3, 3)), field_type(c4(), "trivial"))
  expect_snapshot(check_equivariance(model, x), error = TRUE)
  expect_snapshot(check_equivariance(model, elements = 1), error = TRUE)
  expect_snapshot(check_equivariance(model, elements = list()), error = TRUE)
  foreign <- group_element(group_cyclic(8), 1)
  expect_snapshot(check_equivariance(model, elements = foreign), error = TRUE)
  expect_snapshot(check_equivariance(model, tolerance = -1), error = TRUE)
  expect_snapshot(check_equivariance(model, tolerance = c(exact = 1, nix = 1)), error = TRUE)
})

test_that("modules with several inputs and outputs are compared over all of them", {
  skip_without_escnn()
  g <- c4()
  type <- field_type(g, "trivial", "regular")
  gated <- escnn$nn$GatedNonLinearity2(tuple(type[1], type[2]))
  expect_equivariant(gated)
  given <- list(random_array(1, 1, 3, 3), random_array(1, 4, 3, 3))
  expect_equivariant(gated, given)
  expect_error(check_equivariance(gated, given[1]), class = "escnn_error_argument")
  branches <- nn_branching(type, c("a", "b"))
  expect_equivariant(branches)
  merge <- nn_merge(modules = list(a = nn_identity(type[1]), b = nn_relu(type[2])))
  expect_equivariant(merge, list(b = given[[2]], a = given[[1]]))
  # one branch that isn't equivariant is enough
  broken <- escnn_module("Broken", forward = function(x) torch$cumsum(x$tensor, 3L))
  wrong <- nn_merge(modules = list(a = broken(type[1]), b = nn_relu(type[2])))
  expect_false(all(check_equivariance(wrong)$ok))
})
