test_that("checks print and sum up on one screen", {
  skip_without_escnn()
  exact <- nn_relu(field_type(c4(), "regular"))
  # rounding differs between machines
  scrub <- function(lines) gsub("[0-9][.][0-9]e[-+][0-9]{2}", "#.#e-##", lines)
  expect_snapshot(
    {
      check_equivariance(exact)
      print(check_equivariance(exact), n = 2)
      summary(check_equivariance(exact))
    },
    transform = scrub
  )
  for (g in list(gspace_rot2d_on_r2(), gspace_flip_rot3d_on_r3())) {
    lines <- capture.output(print(check_equivariance(nn_norm_pool(field_type(g, "trivial")))))
    expect_true(all(nchar(lines) <= 80))
  }
})

test_that("a network is told by its number of layers", {
  skip_without_escnn()
  network <- nn_relu(nn_relu(field_type(c4(), "regular")))
  expect_match(
    capture.output(check_equivariance(network))[[1]],
    "Equivariance of a network of 2 layers under C4"
  )
})

test_that("failed and unclear elements are counted, and explained", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 8)
  stride <- withr::with_seed(1, field_type(g, "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 5, stride = 2))
  found <- suppressWarnings(
    check_equivariance(stride, random_array(2, 1, 32, 32), tolerance = c(interpolated = 2))
  )
  printed <- capture.output(print(found))
  expect_match(printed, "exact .*3 FAILED", all = FALSE)
  expect_match(printed, "interpolated .* share up to .*limit 200 %[)]: 4 unclear", all = FALSE)
  expect_match(printed, "unclear: networks with and without", all = FALSE)
  expect_match(printed, "315 .* unclear$", all = FALSE)
  expect_true(all(nchar(printed) <= 80))
  by_kind <- summary(found)
  expect_identical(by_kind$failed, c(3L, 0L))
  expect_identical(by_kind$unclear, c(0L, 4L))
})

test_that("means that nothing exact speaks for come with a word about it", {
  skip_without_escnn()
  g <- gspace_rot2d_on_r2(n = 3)
  maps <- withr::with_seed(1, nn_r2_conv(field_type(g, "trivial"), c(regular = 2), kernel_size = 5))
  word <- "Means over the picture"
  pooled <- nn_pointwise_adaptive_avg_pool(nn_group_pooling(maps), 1)
  expect_match(capture.output(check_equivariance(pooled)), word, all = FALSE)
  expect_no_match(capture.output(check_equivariance(maps)), word)
})
