test_that("wide residual networks are equivariant, keep their budget and learn", {
  skip_without_escnn()
  x <- random_array(8, 1, 14, 14)
  for (gspace in list(c4(), gspace_rot2d_on_r2(maximum_frequency = 3))) {
    model <- net_e2_wrn(classes = 2, gspace = gspace, parameters = 15000, dropout = 0.1)
    expect_lte(module_parameters(model), 15000)
    expect_gt(module_parameters(model), 7000)
    expect_exact(model, x[1:2, , , , drop = FALSE])
    expect_exact(model, x[1:2, , -1, -1, drop = FALSE])
    expect_identical(output_size(model, c(1, 14, 14)), 2L)
  }
  model <- net_e2_wrn(classes = 2, gspace = c4(), width = 1)
  expect_learns(model, x, rep(1:2, 4))
  expect_kept(model, x)
})

test_that("their depth is that of the paper", {
  skip_without_escnn()
  convolutions <- function(depth) {
    state <- escnn_weights(net_e2_wrn(classes = 2, gspace = c4(), width = 1, depth = depth))
    # of the blocks, without the shortcuts
    sum(grepl("block.*\\.weights$", names(state)))
  }
  expect_equal(convolutions(10), 6)
  expect_equal(convolutions(16), 12)
})

test_that("symmetry is given up between stages, with more of the smaller fields", {
  skip_without_escnn()
  d4 <- gspace_flip_rot2d_on_r2(n = 4)
  model <- net_e2_wrn(
    classes = 2, gspace = d4, width = 4, restrict_at = 2:3, restrict_to = list(c(NA, 4), 2)
  )
  expect_identical(format(gspace_fibergroup(model$out_type)), "C2")
  expect_exact(model, random_array(1, 1, 14, 14))
  last <- model[[length(model) - 1]]$in_type
  # 4 x 4 fields of D4 are 16 x 8 channels; of C2 there are twice as many
  expect_identical(length(last), 32L)
  early <- net_e2_wrn(classes = 2, gspace = d4, width = 2, restrict_at = 1)
  expect_identical(group_order(early$out_type$gspace), 1L)
})

test_that("what makes no wide residual network is told", {
  skip_without_escnn()
  expect_snapshot(error = TRUE, {
    net_e2_wrn()
    net_e2_wrn(classes = 2, depth = 12)
    net_e2_wrn(classes = 2, parameters = 100)
    net_e2_wrn(classes = 2, restrict_at = 4)
    net_e2_wrn(classes = 2, restrict_at = 3:2)
    net_e2_wrn(classes = 2, restrict_at = 2:3, restrict_to = 2)
    net_e2_wrn(classes = 2, restrict_to = mean, restrict_at = 2)
    net_e2_wrn(classes = 2, dropout = 2)
  })
})
