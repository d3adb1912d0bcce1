test_that("a list of matrices is a list of images to a model of images", {
  skip_without_escnn()
  d <- bright_and_dark(6)
  images <- lapply(1:6, function(i) d$x[i, 1, , ])
  net <- small_network()
  expect_identical(predict(net, images), predict(net, d$x))
  fitted <- fit(net, images, d$y, epochs = 1, seed = 1)
  same <- fit(net, d$x, d$y, epochs = 1, seed = 1)
  expect_identical(fitted$history$loss, same$history$loss)
  expect_identical(predict(fitted, images), predict(same, d$x))
  expect_identical(augment(fitted, images, d$y), augment(same, d$x, d$y))
  expect_identical(evaluate(fitted, images, d$y), evaluate(same, d$x, d$y))
  # channels come last, as in `image_array()`
  x <- random_array(2, 3, 9, 9)
  colours <- field_type(c4(), trivial = 3) |>
    nn_r2_conv("trivial", kernel_size = 9)
  expect_identical(
    predict(colours, lapply(1:2, function(i) aperm(x[i, , , ], c(2, 3, 1)))), predict(colours, x)
  )
})

test_that("lists of anything else are refused in the words of the model's inputs", {
  skip_without_escnn()
  net <- small_network()
  of_points <- net_point_cloud(2, radius = 2, width = 4)
  expect_snapshot(error = TRUE, {
    predict(net, list(matrix(0, 9, 9), matrix(0, 9, 8)))
    predict(net, list(matrix(0, 9, 9), 1:9))
    predict(net, list())
    predict(net, list(replace(matrix(0, 9, 9), 4, NA)))
    predict(net, list(array(0, c(9, 9, 2))))
    fit(net, list(matrix(0, 9, 9), matrix(0, 9, 8)), factor(1:2))
    predict(net_octahedral(classes = 2, width = 1), list(array(0, c(9, 9, 9))))
    predict(of_points, list(matrix(0, 9, 9)))
    # as `png::readPNG()` gives it
    predict(net, array(0, c(9, 9, 3)))
    predict(net, array(0, c(9, 9, 4)))
  })
  expect_error(predict(net, array(0, c(9, 9, 9))), "For 9 images of one channel")
})

test_that("lists of targets are of the points of clouds, or maps of images", {
  skip_without_escnn()
  images <- lapply(1:2, function(i) matrix(i, 9, 9))
  maps <- lapply(1:2, function(i) rbind(1L, matrix(1:2, 8, 9)))
  net <- field_type(c4(), "trivial") |> nn_r2_conv(c(trivial = 2), kernel_size = 3, padding = 1)
  stacked <- aperm(simplify2array(maps), c(3, 1, 2))
  fitted <- fit(net, images, stacked, epochs = 1, seed = 1)
  expect_identical(evaluate(fitted, images, maps), evaluate(fitted, images, stacked))
  expect_identical(
    augment(fitted, images, maps, pixels = TRUE), augment(fitted, images, stacked, pixels = TRUE)
  )
  # cousins: factors with dim, of which one lacks a level, and one image with its map
  named <- lapply(list(maps[[1]], replace(maps[[1]], TRUE, 2L)), function(map) {
    structure(factor(c("a", "b")[map], c("a", "b")), dim = dim(map))
  })
  levelled <- fit(net, images, named, epochs = 1, seed = 1)
  expect_identical(levelled$levels, c("a", "b"))
  expect_equal(levelled$history$loss, fit(
    net, images, list(maps[[1]], replace(maps[[1]], TRUE, 2L)), epochs = 1, seed = 1
  )$history$loss)
  expect_s3_class(evaluate(fitted, images[1], maps[1]), "data.frame")
  logical <- fit(net, images, lapply(maps, `==`, 2L), epochs = 1, seed = 1)
  expect_error(evaluate(logical, images[1], maps[[1]] == 2L), "list(y)", fixed = TRUE)
  expect_s3_class(evaluate(logical, images[1], list(maps[[1]] == 2L)), "data.frame")
  maps[[2]] <- maps[[2]][, -1]
  expect_snapshot(error = TRUE, {
    evaluate(fitted, images, maps)
    fit(net, images, list(1L, 2L))
  })
})
