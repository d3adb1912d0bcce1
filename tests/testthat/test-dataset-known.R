test_that("MNIST is the one that everybody has", {
  skip_without_escnn()
  withr::local_options(escnn.data_dir = skip_without_data("mnist"), escnn.download = FALSE)
  test <- dataset_mnist("test")
  expect_identical(dim(test), c(10000L, 1L, 28L, 28L))
  expect_identical(as.character(dataset_labels(test[1:5])), c("7", "2", "1", "0", "4"))
  first <- as.array(test[1])
  expect_equal(range(first), c(0, 1))
  # the mean of MNIST's test images as widely used
  expect_equal(mean(as.array(test)), 0.1325, tolerance = 1e-3)
  expect_identical(length(dataset_mnist()), 60000L)
})

test_that("what isn't there is told before anything is looked for", {
  expect_snapshot(error = TRUE, {
    dataset_mnist("validation")
    dataset_fashion_mnist(3)
  })
})
