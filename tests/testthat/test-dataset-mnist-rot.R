test_that("rotated digits are made where there is no original, and say so", {
  skip_without_escnn()
  local_small_mnist()
  the$unreachable <- NULL
  withr::defer(the$unreachable <- NULL)
  expect_message(made <- dataset_mnist_rot("train"), class = "escnn_message_made")
  expect_match(made$note, "not the original rotated MNIST")
  shown <- paste(trimws(utils::capture.output(made)), collapse = " ")
  expect_match(shown, "note: made from MNIST by a generator with seed 1, not the original")
  # once a session
  expect_no_message(again <- dataset_mnist_rot("train"))
  expect_identical(as.array(again), as.array(made))
  other <- dataset_mnist_rot("train", original = FALSE, seed = 2)
  expect_false(identical(as.array(other), as.array(made)))
  expect_error(dataset_mnist_rot(original = TRUE), class = "escnn_error_download")
})

test_that("the original is taken where it is", {
  skip_without_escnn()
  served <- local_small_mnist()
  row <- function(label) paste(c(sprintf("%.4f", seq(0, 1, length.out = 784)), label))
  folder <- withr::local_tempdir()
  file <- file.path(folder, "mnist_all_rotation_normalized_float_test.amat")
  write(vapply(c(3, 1), function(label) paste(row(label), collapse = " "), ""), file)
  archive <- file.path(served, "rot.zip")
  skip_if(Sys.which("zip") == "", "no program to make zip archives")
  withr::with_dir(folder, utils::zip(archive, basename(file), flags = "-q"))
  catalogue <- yaml::read_yaml(getOption("escnn.data_file"))
  catalogue$mnist_rot$files$all$md5 <- unname(tools::md5sum(archive))
  yaml::write_yaml(catalogue, getOption("escnn.data_file"))
  the$unreachable <- NULL
  data <- dataset_mnist_rot("test")
  expect_identical(as.character(dataset_labels(data)), c("3", "1"))
  expect_identical(data$note, "")
  expect_equal(as.array(data)[2, 1, 1, 2], 0.0013, tolerance = 1e-6)
  expect_equal(as.array(data)[1, 1, 28, 28], 1)
})

test_that("wrong arguments are told before anything is looked for", {
  expect_snapshot(error = TRUE, {
    dataset_mnist_rot("validation")
    dataset_mnist_rot(original = "yes")
    dataset_mnist_rot(seed = -1)
  })
})
