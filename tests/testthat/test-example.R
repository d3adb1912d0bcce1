test_that("the example is a trained network with digits, which tells what it has", {
  skip_without_escnn()
  digits <- escnn_example()
  expect_s3_class(digits, c("escnn_example", "escnn_fit"), exact = TRUE)
  expect_identical(dim(digits$images), c(20L, 1L, 28L, 28L))
  expect_identical(range(digits$images), c(0, 1))
  expect_identical(as.vector(table(digits$labels)), rep(2L, 10))
  expect_named(digits$accuracy, c("network", "angle", "accuracy"))
  expect_output(print(digits), "[$]images +20 digits")
  expect_lt(abs(digits$about$parameters / digits$conventional$about$parameters - 1), 0.05)
  expect_snapshot_error(escnn_example("images"))
})

test_that("the example recognises digits however they lie, which the conventional one doesn't", {
  skip_without_escnn()
  digits <- escnn_example()
  upright <- predict(digits, digits$images)
  expect_gte(mean(upright == digits$labels), 0.9)
  turned <- rotate_images(digits$images, 90)
  expect_equal(
    predict(digits, turned, type = "prob"), predict(digits, digits$images, type = "prob"),
    tolerance = 1e-5
  )
  plain <- digits$conventional
  expect_gte(mean(predict(plain, digits$images) == digits$labels), 0.9)
  expect_lte(mean(predict(plain, turned) == digits$labels), 0.5)
})

test_that("the example is a fit like any other: it is saved, measured, exported", {
  skip_without_escnn()
  digits <- escnn_example()
  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(digits, path)
  expect_identical(predict(escnn_load(path), digits$images), predict(digits, digits$images))
  again <- revive(digits)
  expect_identical(predict(again, again$images), predict(digits, digits$images))
  found <- evaluate(digits, digits$images, digits$labels, "accuracy", angles = c(0, 90))
  expect_identical(found$accuracy[[1]], found$accuracy[[2]])
  checked <- check_equivariance(fitted_module(digits), digits$images[1:2, , , , drop = FALSE])
  expect_true(all(checked$ok[checked$kind == "exact"]))
})

test_that("the example is explored with its own digits, beside the conventional network", {
  skip_without_escnn()
  digits <- escnn_example()
  page <- function(...) file.size(explore(digits, ..., file = withr::local_tempfile()))
  all <- page()
  expect_gt(all, page(compare = NULL))
  expect_gt(all, page(images = digits$images[1, , , , drop = FALSE]))
  expect_lt(all, 250000)
  # what is known of these networks is not claimed of others
  path <- withr::local_tempfile(fileext = ".html")
  known <- function(...) {
    any(grepl("learned from upright", readLines(explore(digits, ..., file = path))))
  }
  expect_true(known())
  expect_identical(page_data(path)$truths[[1]], as.character(digits$labels[[1]]))
  expect_false(known(compare = NULL))
  expect_error(explore(digits, colour = "red"), class = "escnn_error_argument")
})

test_that("the files of the example stay small", {
  folder <- system.file("extdata", "example", package = "escnn")
  expect_lt(sum(file.size(list.files(folder, full.names = TRUE))), 60000)
})
