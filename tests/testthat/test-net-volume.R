test_that("networks for volumes are exactly equivariant under turns of the cube", {
  skip_without_escnn()
  for (build in list(net_octahedral, net_se3_cnn)) {
    model <- build(classes = 3, width = 1, depth = 3, dropout = 0.1)
    for (size in 9:10) {
      x <- random_array(1, 1, size, size, size)
      expect_identical(output_size(model, dim(x)[-1]), 3L)
      turns <- rotate_volumes(x[rep(1, 4), , , , , drop = FALSE], rotation = "octahedral", seed = 2)
      scores <- as.matrix(predict(model, turns))
      expect_gt(max(abs(turns[1, , , , ] - turns[2, , , , ])), 1)
      expect_equal(scores, scores[rep(1, 4), ], tolerance = 1e-5)
    }
  }
  expect_exact(model, x)
})

test_that("they keep their budget, learn and are kept", {
  skip_without_escnn()
  x <- random_array(8, 1, 9, 9, 9)
  for (build in list(net_octahedral, net_se3_cnn)) {
    model <- build(classes = 2, parameters = 5000, depth = 3)
    expect_lte(module_parameters(model), 5000)
    expect_gt(module_parameters(model), 1500)
    expect_learns(model, x, rep(1:2, 4))
    expect_kept(model, x)
  }
})

test_that("other gspaces of space have them too", {
  skip_without_escnn()
  model <- net_octahedral(classes = 2, gspace = gspace_inv_on_r3(), width = 2)
  expect_exact(model, random_array(1, 1, 9, 9, 9))
})

test_that("what makes no network for volumes is told", {
  skip_without_escnn()
  expect_snapshot(error = TRUE, {
    net_octahedral()
    net_octahedral(classes = 2, gspace = c4())
    net_se3_cnn(classes = 2, width = 0)
    net_octahedral(classes = 2, parameters = 10)
  })
})
