test_that("a network without symmetry is turned by a gspace, and never by nothing", {
  skip_without_escnn()
  x <- random_array(24, 1, 9, 9)
  y <- factor(rep(1:2, 12))
  loss <- function(net, augment, target = y) {
    fitted <- fit(net, x, target, epochs = 2, seed = 1, augment = augment)
    expect_type(fitted$plan$augment, if (is.null(augment)) "NULL" else "character")
    fitted$history$loss
  }
  plain <- net_conventional(2, width = 2, depth = 2)
  expect_false(identical(loss(plain, gspace_rot2d_on_r2(n = 4)), loss(plain, NULL)))
  # cousins: a map of each image, and a type that comes from another gspace
  maps <- net_conventional(2, plan = "unet", width = 2, depth = 1)
  classes <- array(sample(2L, 24 * 81, TRUE), c(24, 9, 9))
  expect_false(identical(loss(maps, gspace_rot2d_on_r2(n = 8), classes), loss(maps, NULL, classes)))
  c8 <- gspace_rot2d_on_r2(n = 8)
  typed <- net_conventional(2, in_type = field_type(c8, "trivial"), width = 2, depth = 2)
  expect_false(identical(loss(typed, gspace_rot2d_on_r2(n = 8)), loss(typed, NULL)))
  wind <- net_conventional(
    2, in_type = field_type(c8, repr_standard(c8)), width = 2, depth = 2
  )
  c3 <- net_gcnn(2, gspace_rot2d_on_r2(n = 3), width = 1, depth = 2)
  expect_snapshot(error = TRUE, {
    fit(plain, x, y, augment = "exact")
    fit(plain, x, y, augment = "all")
    fit(plain, x, y, augment = gspace_trivial_on_r2())
    fit(plain, x, y, augment = gspace_octa_on_r3())
    fit(wind, x[, c(1, 1), , ], y, augment = gspace_rot2d_on_r2(n = 8))
    fit(c3, x, y, augment = "exact")
    fit(plain, x, y, augment = "some")
  })
})
