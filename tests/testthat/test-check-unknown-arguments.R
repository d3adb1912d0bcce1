test_that("unknown arguments are told, with what they may have been meant for", {
  f <- function(object, x, y = NULL, epochs = 1, batch_size = 2, optimizer = "adam",
                lr_schedule = NULL, ...) {
    check_dots(...)
    lr_schedule
  }
  expect_snapshot(error = TRUE, {
    f(1, 2, lr = 0.01)
    f(1, 2, learning_rate = 0.01)
    f(1, 2, batchsize = 3)
    f(1, 2, epoch = 3)
    f(1, 2, target = 3)
    f(1, 2, {
      1
    }, 4, 5, 6, 7, 8)
    f(1, 2, Y = 3)
  })
})

test_that("shortened names are told, however they come", {
  f <- function(x, kernel_size = 3, stride = 1, ...) {
    check_dots(...)
    c(kernel_size, stride)
  }
  expect_error(f(1, kern = 5), "Did you mean `kernel_size`", class = "escnn_error_argument")
  through <- function(...) f(1, ...)
  expect_error(through(st = 2), "Unknown argument `st`")
  expect_error(do.call(f, list(1, st = 2)), "Unknown argument `st`")
  expect_error(lapply(1, f, kernel = 2), "Unknown argument `kernel`")
  expect_identical(through(stride = 2), c(3, 2))
  expect_identical(f(kernel_size = 2, stride = 3, x = 1), c(2, 3))
  expect_identical(unlist(lapply(1, f, 7)), c(7, 1))
  # behind `...` nothing is matched to a part of its name
  open <- function(x, ..., overwrite = FALSE) {
    if (!is.null(shortened_name(sys.nframe()))) stop("shortened")
    overwrite
  }
  expect_false(open(1, over = TRUE))
})

test_that("arguments of the gspaces, the check and training are told", {
  skip_without_escnn()
  layer <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
    nn_r2_conv(c(regular = 1), kernel_size = 3)
  expect_snapshot(error = TRUE, {
    gspace_rot3d_on_r3(n = 4)
    gspace_octa_on_r3(n = 4)
    gspace_octa_on_r3(4)
    group_cyclic(N = 4)
    check_equivariance(layer, input = 3)
    fit(layer, 1, 2, lr = 0.01)
    plot(repr_regular(group_cyclic(2)), titel = "x")
  })
})
