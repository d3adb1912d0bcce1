# A quarter turn counter-clockwise of a matrix, in R.
quarter <- function(m) t(m)[rev(seq_len(ncol(m))), , drop = FALSE]

test_that("quarter turns are exact, whatever the shape", {
  skip_without_escnn()
  x <- random_array(3, 2, 6, 6)
  turned <- rotate_images(x, 90)
  expect_identical(dim(turned), dim(x))
  expect_identical(turned[2, 1, , ], quarter(x[2, 1, , ]))
  expect_identical(rotate_images(x[, 1, , ], 90)[3, , ], quarter(x[3, 1, , ]))
  expect_identical(rotate_images(x[1, 1, , ], 90), quarter(x[1, 1, , ]))
  each <- rotate_images(x, c(0, 90, 180))
  expect_identical(each[1, , , ], x[1, , , ])
  expect_identical(each[3, 2, , ], quarter(quarter(x[3, 2, , ])))
})

test_that("angles are those of group elements", {
  skip_without_escnn()
  x <- random_array(1, 1, 9, 9)
  g <- gspace_rot2d_on_r2(n = 8)
  tensor <- geometric_tensor(x, field_type(g, "trivial"), dtype = "float64")
  wanted <- as.array(transform(tensor, group_element(g, 1), order = 1))
  inner <- 3:7
  expect_equal(rotate_images(x, 45)[1, 1, inner, inner], wanted[1, 1, inner, inner],
               tolerance = 1e-5)
})

test_that("what comes back is of the kind that was given", {
  skip_without_escnn()
  x <- array(0:255, c(4, 1, 8, 8))
  expect_type(rotate_images(x, 30), "double")
  expect_s3_class(rotate_images(torch$zeros(c(2L, 1L, 4L, 4L))), "torch.Tensor")
  data <- rotate_images(dataset_arrays(x, factor(1:4)), seed = 1)
  expect_s3_class(data, "escnn_dataset")
  expect_identical(dataset_labels(data), factor(1:4))
  expect_identical(data$note, "rotated by random angles, seed 1")
  expect_s3_class(embed_images(data, 11), "escnn_dataset")
  # integers are not rounded away
  expect_false(all(rotate_images(x, 30) %% 1 == 0))
})

test_that("quality can be chosen", {
  skip_without_escnn()
  grid <- outer(seq(-1, 1, length.out = 25), seq(-1, 1, length.out = 25), function(y, x) {
    exp(-8 * ((x - 0.2)^2 + 2 * (y + 0.1)^2))
  })
  lost <- function(...) max(abs(rotate_images(rotate_images(grid, 40, ...), -40, ...) - grid))
  expect_lt(lost("cubic"), lost("linear") / 10)
  expect_lt(lost("linear"), lost("nearest"))
  edge <- matrix(rep(c(0, 1), each = 128), 16)
  # the area of the half-plane in each pixel, which only means over the pixel have
  smooth <- rotate_images(edge, 45, "nearest", supersample = 8)
  hard <- rotate_images(edge, 45, "nearest")
  expect_true(all(hard %in% c(0, 1)))
  expect_false(all(smooth %in% c(0, 1)))
})

test_that("random angles follow the seed, or R's own", {
  skip_without_escnn()
  x <- random_array(4, 8, 8)
  expect_identical(rotate_images(x, seed = 1), rotate_images(x, seed = 1))
  first <- withr::with_seed(3, rotate_images(x))
  expect_identical(withr::with_seed(3, rotate_images(x)), first)
  expect_false(identical(withr::with_seed(4, rotate_images(x)), first))
})

test_that("volumes turn about axes, by matrices and among the cube's", {
  skip_without_escnn()
  x <- random_array(2, 4, 4, 4)
  about_z <- rotate_volumes(x, angle = 90)
  expect_identical(about_z[1, 3, , ], quarter(x[1, 3, , ]))
  matrix <- rbind(c(0, -1, 0), c(1, 0, 0), c(0, 0, 1))
  expect_identical(rotate_volumes(x, rotation = matrix), about_z)
  both <- aperm(array(c(matrix, matrix), c(3, 3, 2)), c(3, 1, 2))
  expect_identical(rotate_volumes(x, rotation = both), about_z)
  cube <- rotate_volumes(x, rotation = "octahedral", seed = 5)
  expect_equal(sort(cube[2, , , ]), sort(x[2, , , ]))
  about_y <- rotate_volumes(x, angle = 180, axis = c(0, 1, 0))
  expect_identical(about_y[1, , , ], x[1, 4:1, , 4:1])
})

test_that("images are put on canvases", {
  skip_without_escnn()
  x <- random_array(2, 1, 4, 4)
  centre <- embed_images(x, 7, fill = 9)
  expect_identical(centre[, , 2:5, 2:5], x[, 1, , ])
  expect_true(all(centre[, , 1, ] == 9))
  expect_identical(embed_images(x, c(w = 6, h = 5), position = "top_left")[, , 1:4, 1:4],
                   x[, 1, , ])
  expect_identical(dim(embed_images(x, c(w = 6, h = 5))), c(2L, 1L, 5L, 6L))
  places <- embed_images(x, 30, position = "random", seed = 1)
  expect_equal(sum(places), sum(x))
  half <- embed_images(x, 2, scale = 0.5)
  expect_equal(half[1, 1, 1, 1], mean(x[1, 1, 1:2, 1:2]), tolerance = 1e-4)
  expect_identical(dim(embed_images(x[1, 1, , ], 9, scale = 2)), c(9L, 9L))
})

test_that("wrong arguments are told", {
  skip_without_escnn()
  x <- random_array(2, 1, 4, 4)
  expect_snapshot(error = TRUE, {
    rotate_images(1:3)
    rotate_images("a")
    rotate_images(x, c(1, 2, 3))
    rotate_images(x, "right")
    rotate_images(x, 30, interpolation = "quintic")
    rotate_images(x, 30, supersample = 0)
    rotate_volumes(x[1, 1, , ])
    rotate_volumes(x, rotation = diag(2, 3))
    rotate_volumes(x, 30, axis = c(0, 0, 0))
    rotate_volumes(x, 30, rotation = diag(3))
    embed_images(x, 3)
    embed_images(x, 5.5)
    embed_images(x, 5, scale = 0)
    rotate_images(geometric_tensor(x, field_type(c4(), "trivial")))
  })
})

test_that("images that are not square are turned whole, or it is said that they aren't", {
  skip_without_escnn()
  x <- random_array(2, 1, 4, 7)
  turned <- expect_silent(rotate_images(x, 90))
  expect_identical(dim(turned), c(2L, 1L, 7L, 4L))
  expect_identical(turned[2, 1, , ], quarter(x[2, 1, , ]))
  expect_identical(expect_silent(rotate_images(turned, 270)), x)
  half <- expect_silent(rotate_images(x, c(0, 180)))
  expect_identical(half[2, 1, , ], quarter(quarter(x[2, 1, , ])))
  for (angle in list(45, c(0, 90), NULL)) {
    expect_message(cut <- rotate_images(x, angle), class = "escnn_message_frame")
    expect_identical(dim(cut), dim(x))
  }
  # cousins: data sets, and volumes
  data <- rotate_images(dataset_arrays(x, factor(1:2)), 90)
  expect_identical(dim(data), c(2L, 1L, 7L, 4L))
  expect_equal(as.array(data), turned, tolerance = 1e-6)
  solid <- random_array(3, 4, 5)
  expect_identical(rotate_volumes(solid, 90)[2, , ], quarter(solid[2, , ]))
  expect_message(rotate_volumes(solid, seed = 1), class = "escnn_message_frame")
  expect_silent(rotate_volumes(random_array(3, 4, 4), 90))
})

test_that("maps of a data set turn along, and are missing where they come from outside", {
  skip_without_escnn()
  maps <- array(rep(1:2, each = 64), c(2, 8, 8))
  maps[1, 1, 1] <- 2L
  images <- array(maps, c(2, 1, 8, 8))
  quarter <- dataset_labels(rotate_images(dataset_arrays(images, maps), 90))
  expect_identical(as.integer(quarter[1, , ]), as.integer(rotate_images(images, 90)[1, 1, , ]))
  slanted <- dataset_labels(rotate_images(dataset_arrays(images, maps), 45))
  expect_true(all(is.na(slanted[, c(1, 8), c(1, 8)])))
  expect_false(anyNA(slanted[, 4:5, 4:5]))
  numbers <- dataset_labels(rotate_images(dataset_arrays(images, images + 0.5), 45))
  expect_true(all(is.na(numbers[, , 1, 1])) && !anyNA(numbers[, , 4:5, 4:5]))
})

test_that("one image is turned by each of several angles", {
  skip_without_escnn()
  x <- random_array(1, 2, 6, 6)
  turned <- rotate_images(x, c(0, 45, 90))
  expect_identical(dim(turned), c(3L, 2L, 6L, 6L))
  for (k in 1:3) {
    expect_equal(turned[k, , , , drop = FALSE], rotate_images(x, c(0, 45, 90)[k]))
  }
  expect_identical(rotate_images(x[1, 1, , ], c(0, 90))[2, , ], quarter(x[1, 1, , ]))
  expect_length(rotate_images(dataset_arrays(x, factor("a")), c(0, 90)), 2)
  expect_identical(dim(rotate_volumes(random_array(4, 4, 4), c(0, 90, 180))), c(3L, 4L, 4L, 4L))
  expect_error(rotate_images(random_array(2, 5, 5), 1:3), class = "escnn_error_argument")
})
