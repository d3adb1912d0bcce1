test_that("U-Nets give a map of the image's size that turns along", {
  skip_without_escnn()
  model <- net_unet(classes = 3, width = 2)
  for (size in c(1, 2, 15, 16, 17, 18, 19)) {
    expect_identical(output_size(model, c(1, size, size + 2)), c(3L, as.integer(size + c(0, 2))))
  }
  for (size in c(16, 17, 18, 19)) expect_exact(model, random_array(1, 1, size, size))
  x <- random_array(1, 1, 18, 18)
  turned <- predict(model, aperm(x, c(1, 2, 4, 3))[, , 18:1, , drop = FALSE])
  back <- aperm(predict(model, x), c(1, 2, 4, 3))[, , 18:1, , drop = FALSE]
  expect_equal(turned, back, tolerance = 1e-5)
  expect_gt(max(abs(turned - predict(model, x))), 1e-3)
})

test_that("they exist for continuous groups, volumes, depths and budgets", {
  skip_without_escnn()
  so2 <- gspace_rot2d_on_r2(maximum_frequency = 3)
  model <- net_unet(classes = 2, gspace = so2, parameters = 20000, depth = 3, dropout = 0.2)
  expect_lte(module_parameters(model), 20000)
  expect_gt(module_parameters(model), 8000)
  expect_exact(model, random_array(1, 1, 17, 17))
  model <- net_unet(classes = 2, gspace = gspace_inv_on_r3(), width = 1, depth = 1)
  expect_identical(output_size(model, c(1, 6, 7, 8)), c(2L, 6L, 7L, 8L))
  expect_exact(model, random_array(1, 1, 7, 7, 7))
})

test_that("they learn segmentations, and are judged and kept", {
  skip_without_escnn()
  x <- random_array(8, 1, 12, 12)
  y <- array(ifelse(x[, 1, , ] > 0, 2L, 1L), c(8, 12, 12))
  fitted <- expect_learns(net_unet(classes = 2, width = 1, depth = 1), x, y)
  expect_kept(fitted_module(fitted), x)
  found <- predict(fitted, x)
  expect_identical(dim(found), c(8L, 12L, 12L))
  expect_type(found, "integer")
  prob <- predict(fitted, x, type = "prob")
  expect_identical(dimnames(prob), list(NULL, c("1", "2"), NULL, NULL))
  prob <- unname(prob)
  expect_equal(apply(prob, c(1, 3, 4), sum), array(1, c(8, 12, 12)), tolerance = 1e-6)
  expect_identical(apply(prob, c(1, 3, 4), which.max), found)

  scores <- evaluate(
    fitted, x, y, metrics = c("accuracy", "iou", "iou_by_class", "auc"), angles = c(0, 90)
  )
  overlap <- function(k) sum(found == k & y == k) / sum(found == k | y == k)
  expect_equal(scores$accuracy[[1]], mean(found == y))
  expect_equal(scores$iou_1[[1]], overlap(1))
  expect_equal(scores$iou_2[[1]], overlap(2))
  expect_equal(scores$iou[[1]], mean(c(overlap(1), overlap(2))))
  expect_equal(scores$auc[[1]], {
    r <- rank(prob[, 2, , ])
    n <- table(y)
    (sum(r[y == 2]) - n[[2]] * (n[[2]] + 1) / 2) / (n[[1]] * n[[2]])
  })
  # the maps of classes turn along
  expect_equal(scores[2, -1], scores[1, -1], tolerance = 1e-5, ignore_attr = TRUE)
})

test_that("augmentation turns maps along", {
  skip_without_escnn()
  # an equivariant network can't tell turned examples, if their targets turn too
  x <- random_array(4, 1, 8, 8)
  y <- array(ifelse(x[, 1, , ] > 0, 2L, 1L), c(4, 8, 8))
  model <- net_unet(classes = 2, width = 1, depth = 1)
  still <- function(augment) {
    fit(model, x, y, epochs = 1, optimizer = optim_sgd(lr = 0), augment = augment)$history$loss
  }
  expect_equal(still("exact"), still(NULL), tolerance = 1e-5)
})

test_that("what makes no U-Net is told", {
  skip_without_escnn()
  expect_snapshot(error = TRUE, {
    net_unet()
    net_unet(classes = 2, depth = 0)
    net_unet(classes = 2, parameters = 10)
    net_unet(classes = 2, gspace = "C4")
  })
})
