test_that("volumes of MedMNIST are read", {
  skip_without_escnn()
  withr::local_options(escnn.data_dir = skip_without_data("adrenalmnist3d"), escnn.download = FALSE)
  sizes <- c(train = 1188L, validation = 98L, test = 298L)
  for (split in names(sizes)) {
    data <- dataset_medmnist("AdrenalMNIST3D", split)
    expect_identical(dim(data), c(sizes[[split]], 1L, 28L, 28L, 28L))
  }
  expect_identical(levels(data), c("normal", "hyperplasia"))
  expect_equal(mean(dataset_labels(data) == "normal"), 0.77, tolerance = 0.02)
})

test_that("the sets of MedMNIST are listed", {
  names <- medmnist_names()
  expect_identical(nrow(names), 18L)
  expect_identical(sum(names$dimensions == 3), 6L)
  expect_identical(names$channels[names$name == "PathMNIST"], 3L)
  expect_identical(names$licence[names$name == "DermaMNIST"], "CC BY-NC 4.0")
})

test_that("sets and sizes that aren't there are told", {
  expect_snapshot(error = TRUE, {
    dataset_medmnist("MNIST")
    dataset_medmnist("OrganMNIST3D", size = 128)
    dataset_medmnist()
  })
})
