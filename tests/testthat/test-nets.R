test_that("networks keep within their budget of parameters, and are equivariant", {
  skip_without_escnn()
  spaces <- list(
    gspace_rot2d_on_r2(n = 4), gspace_flip_rot2d_on_r2(n = 2), gspace_rot2d_on_r2(n = 8),
    gspace_rot2d_on_r2(maximum_frequency = 3)
  )
  for (gspace in spaces) {
    model <- net_gcnn(classes = 3, gspace = gspace, parameters = 9000, depth = 4)
    count <- module_parameters(model)
    expect_lte(count, 9000)
    expect_gt(count, 5000)
    found <- check_equivariance(model, random_array(2, 1, 28, 28), tolerance = c(exact = 1e-5))
    expect_true(all(found$relative_error[found$kind == "exact"] < 1e-5))
    expect_identical(output_size(model, c(1, 28, 28)), 3L)
  }
})

test_that("symmetry can be given up on the way", {
  skip_without_escnn()
  model <- net_gcnn(
    classes = 2, gspace = gspace_flip_rot2d_on_r2(n = 4), width = 2, depth = 4, restrict_at = 3,
    restrict_to = c(NA, 4)
  )
  expect_identical(format(gspace_fibergroup(model$out_type)), "C4")
  expect_equivariant(model)
  # fields of half the size: the root of two times as many, 2 become 3
  expect_true("C4: 3 regular (12 channels)" %in% vapply(
    seq_along(model), function(i) format(model[[i]]$out_type), ""
  ))
  none <- net_gcnn(classes = 2, width = 2, depth = 3, restrict_at = 1)
  expect_identical(group_order(none$out_type$gspace), 1L)
})

test_that("images are halved where it is said", {
  skip_without_escnn()
  sizes <- function(...) {
    model <- net_gcnn(classes = 2, width = 1, depth = 4, ...)
    convs <- seq_len(length(model) - 2)
    output_size(model[convs], c(1, 28, 28))[[2]]
  }
  expect_identical(sizes(), 14L)
  expect_identical(sizes(pool_after = NULL), 14L)
  expect_identical(sizes(pool_after = c(1, 2)), 7L)
  expect_identical(sizes(pool_after = numeric()), 28L)
  plain <- net_conventional(classes = 2, width = 1, depth = 2, pool_after = 1:2)
  expect_identical(output_size(plain[seq_len(length(plain) - 1)], c(1, 28, 28))[[2]], 7L)
})

test_that("the conventional network and the tutorial's are what they say", {
  skip_without_escnn()
  plain <- net_conventional(classes = 10, parameters = 20000) |> module_train(FALSE)
  expect_lte(module_parameters(plain), 20000)
  expect_gt(module_parameters(plain), 18000)
  x <- random_array(1, 1, 28, 28)
  module_train(plain, FALSE)
  turned <- x[, , , 28:1, drop = FALSE]
  expect_gt(max(abs(as.matrix(plain(x)) - as.matrix(plain(turned)))), 1e-4)
  steerable <- net_c8_steerable(classes = 10, width = 2)
  expect_identical(output_size(steerable, c(1, 28, 28)), 10L)
  expect_identical(length(steerable), 22L)
})

test_that("there is a conventional network of every plan, in the plane and in space", {
  skip_without_escnn()
  image <- c(1, 16, 16)
  volume <- c(1, 10, 10, 10)
  plan <- function(plan, ...) net_conventional(classes = 3, plan = plan, parameters = 9000, ...)
  models <- lapply(stats::setNames(nm = names(net_plans)), plan)
  expect_identical(output_size(models$e2_wrn, image), 3L)
  expect_identical(output_size(models$unet, image), c(3L, 16L, 16L))
  expect_identical(output_size(plan("unet", dimension = 3, depth = 1), volume), c(3L, rep(10L, 3)))
  expect_identical(output_size(models$octahedral, volume), 3L)
  expect_identical(output_size(plan("gcnn", dimension = 3), volume), 3L)
  for (model in models) {
    expect_lte(module_parameters(model), 9000)
    expect_gt(module_parameters(model), 7000)
  }
  # but for the symmetry, they are the networks whose plan they have
  expect_identical(
    module_parameters(net_conventional(3, width = 4, plan = "unet")),
    module_parameters(net_unet(3, gspace_trivial_on_r2(), width = 4))
  )
})

test_that("volumes have networks too", {
  skip_without_escnn()
  model <- net_gcnn(classes = 2, gspace = gspace_inv_on_r3(), width = 2, depth = 2)
  expect_equivariant(model)
})

test_that("what makes no network is told", {
  skip_without_escnn()
  expect_snapshot(error = TRUE, {
    net_gcnn()
    net_gcnn(classes = 0)
    net_gcnn(classes = 2, gspace = 4)
    net_gcnn(classes = 2, parameters = 10)
    net_gcnn(classes = 2, restrict_at = 9)
    net_conventional(classes = 2, plan = "resnet")
    net_conventional(classes = 2, dimension = 4)
    net_conventional(classes = 2, plan = "e2_wrn", depth = 6)
    net_gcnn(classes = 2, pool_after = 7)
    net_conventional(classes = 2, plan = "unet", pool_after = 1)
  })
})
