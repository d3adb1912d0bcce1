test_that("ready networks take and give vectors, and turn them", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 4)
  wind <- repr_standard(g)
  expect_identical(format(wind), format(repr_irrep(g, 1)))
  nets <- list(
    net_gcnn(gspace = g, in_type = wind, out_type = wind, width = 1, depth = 2),
    net_c8_steerable(gspace = g, in_type = wind, out_type = wind, width = 1),
    net_e2_wrn(gspace = g, in_type = wind, out_type = wind, width = 1),
    net_unet(gspace = g, in_type = wind, out_type = wind, width = 1, depth = 1)
  )
  for (net in nets) {
    expect_identical(format(net$in_type), "C4: 1 irrep_1 (2 channels)")
    expect_identical(net$out_type$size, 2L)
    found <- check_equivariance(net, random_array(2, 2, 29, 29), tolerance = c(exact = 1e-5))
    expect_true(all(found$relative_error[found$kind == "exact"] < 1e-5))
  }
  expect_identical(output_size(nets[[4]], c(2, 20, 30)), c(2L, 20L, 30L))
  v <- gspace_octa_on_r3()
  net <- net_octahedral(in_type = repr_standard(v), out_type = repr_standard(v), width = 1)
  expect_identical(output_size(net, c(3, 12, 12, 12)), 3L)
  type <- field_type(g, wind)
  plain <- net_conventional(in_type = type, out_type = type, width = 2)
  expect_identical(group_order(plain$in_type$gspace), 1L)
  expect_identical(output_size(plain, c(2, 28, 28)), 2L)
})

test_that("vectors of images and of pixels are learnt, and measured at any angle", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 4)
  wind <- repr_standard(g)
  x <- random_array(8, 2, 15, 15)
  mean_wind <- apply(x, 1:2, mean)
  net <- net_gcnn(gspace = g, in_type = wind, out_type = wind, width = 2, depth = 2)
  fitted <- fit(net, x, mean_wind, epochs = 2, metrics = "rmse", augment = "exact")
  found <- evaluate(fitted, x, mean_wind, angles = c(0, 90, 180))
  expect_equal(found$rmse, rep(found$rmse[[1]], 3), tolerance = 1e-4)
  expect_identical(nrow(evaluate(fitted, x, mean_wind, angles = 30)), 1L)
  maps <- net_unet(gspace = g, in_type = wind, out_type = wind, width = 1, depth = 1)
  fitted <- fit(maps, x, x, epochs = 1, augment = "exact")
  found <- evaluate(fitted, x, x, angles = c(0, 90))
  expect_equal(found$loss[[2]], found$loss[[1]], tolerance = 1e-4)
  expect_identical(dim(predict(fitted, x)), dim(x))
})

test_that("channels that may be a vector are told to be scalars", {
  skip_without_escnn()
  rlang::reset_message_verbosity("escnn_channels_2")
  expect_message(net_gcnn(2, channels = 2, width = 1), class = "escnn_message_channels")
  expect_no_message <- function(x) expect_message(x, NA)
  expect_no_message(net_gcnn(2, channels = 2, width = 1))
  rlang::reset_message_verbosity("escnn_channels_2")
  expect_no_message(net_gcnn(2, channels = 3, width = 1))
  expect_no_message(net_conventional(2, channels = 2, width = 1))
  expect_no_message(net_gcnn(2, in_type = repr_standard(gspace_rot2d_on_r2(n = 4)), width = 1))
})

test_that("types and their sizes must agree", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 4)
  wind <- repr_standard(g)
  expect_snapshot(error = TRUE, {
    net_gcnn(gspace = g, in_type = wind, channels = 3, classes = 2)
    net_gcnn(gspace = g, classes = 3, out_type = wind)
    net_gcnn(gspace = g, classes = 3, in_type = field_type(gspace_rot2d_on_r2(n = 8), "trivial"))
    net_gcnn(gspace = g, out_type = field_type(g, wind), restrict_at = 2)
    net_gcnn(gspace = g)
  })
})

test_that("a network without symmetry takes the representations of others for short", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 4)
  short <- net_conventional(2, in_type = repr_standard(g), width = 1)
  long <- net_conventional(2, in_type = field_type(g, repr_standard(g)), width = 1)
  expect_identical(short$in_type$size, long$in_type$size)
  several <- net_conventional(2, in_type = list(repr_trivial(g), repr_standard(g)), width = 1)
  expect_identical(several$in_type$size, 3L)
})
