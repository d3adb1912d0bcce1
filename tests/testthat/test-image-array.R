test_that("arrays of png, jpeg and tiff become one example, top line first", {
  x <- small_picture()
  expect_identical(image_array(x), as_example(x))
  expect_identical(image_array(x)[1, 2, 1, ], x[1, , 2])
  expect_identical(image_array(volcano)[1, 1, , ], unname(volcano + 0))
  expect_identical(dim(image_array(x > 0.5)), c(1L, 3L, 4L, 3L))
  for (package in c("png", "jpeg", "tiff")) {
    skip_if_not_installed(package)
    path <- withr::local_tempfile()
    getExportedValue(package, paste0("write", toupper(substr(package, 1, 4))))(x, path)
    read <- getExportedValue(package, paste0("read", toupper(substr(package, 1, 4))))(path)
    expect_identical(image_array(read), as_example(read))
    if (package != "jpeg") expect_equal(image_array(read), as_example(x), tolerance = 1e-6)
  }
})

test_that("lists are batches, of images of one size and as many channels", {
  x <- small_picture()
  expect_equal(image_array(list(x, 1 - x))[2, , , ], 1 - as_example(x)[1, , , ])
  grey <- image_array(list(x, x[, , 1]), colour = FALSE)
  expect_identical(dim(grey), c(2L, 1L, 4L, 3L))
  expect_equal(grey[1, 1, , ], 0.299 * x[, , 1] + 0.587 * x[, , 2] + 0.114 * x[, , 3])
  expect_identical(dim(image_array(list(x, x[, , 1]), colour = TRUE)), c(2L, 3L, 4L, 3L))
  expect_snapshot(error = TRUE, {
    image_array(list(x, x[, , 1]))
    image_array(list(x, x[1:3, , ]))
    image_array(list())
    image_array(list(x, list(x, "a.png")))
    image_array(aperm(array(0, c(8, 9, 3)), c(3, 1, 2)))
    image_array(array(0, c(1, 2, 3, 4)))
    image_array(matrix(c("red", "nocolour"), 1))
    image_array(data.frame(a = 1))
    image_array(ggplot2::ggplot)
    image_array(x, na = "0")
    image_array(x, sise = 3)
    image_array()
  })
})

test_that("images are brought to a size", {
  skip_without_escnn()
  flat <- array(0.25, c(6, 8, 1))
  both <- image_array(list(flat, flat[1:3, 1:4, 1]), size = c(h = 5, w = 3))
  expect_equal(both, array(0.25, c(2, 1, 5, 3)))
  ramp <- image_array(matrix(rep(1:8, each = 2), 2), size = c(1, 4))
  expect_equal(ramp[1, 1, 1, 2:3], c(3.5, 5.5), tolerance = 0.1)
})

test_that("where arrays are wanted, other images are pointed here", {
  skip_without_escnn()
  model <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 3)
  image <- cimg(array(0, c(3, 4, 1, 1)))
  expect_snapshot(error = TRUE, {
    fit(model, image, 1)
    dataset_arrays(image)
    model(image)
  })
})

test_that("what is wrong in a list is named, and an image has pixels", {
  empty <- matrix(0, 0, 3)
  for (wrong in list("x", empty, matrix("no colour"), array(0, c(3, 9, 9)))) {
    expect_error(
      image_array(list(volcano, wrong)), "x[[2]]", fixed = TRUE, class = "escnn_error_argument"
    )
  }
  expect_error(image_array(empty), "pixels", class = "escnn_error_argument")
})
