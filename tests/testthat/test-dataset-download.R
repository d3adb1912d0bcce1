test_that("every file of the catalogue has an address and a checksum", {
  all <- data_catalogue()
  for (name in setdiff(names(all), "medmnist")) {
    set <- all[[name]]
    for (file in set$files) {
      entry <- data_entry(set, file)
      expect_match(entry$addresses, "^https?://.*[.](gz|zip)$")
      expect_match(entry$checksum, if (entry$algorithm == "sha256") "^[0-9a-f]{64}$" else
        "^[0-9a-f]{32}$")
      expect_true(nzchar(set$licence) && nzchar(set$source))
    }
  }
  sums <- unlist(lapply(all$medmnist$sets, `[[`, "md5"))
  expect_true(all(grepl("^[0-9a-f]{32}$", sums)))
  expect_false(anyDuplicated(sums) > 0)
})

test_that("files are downloaded once, checked, and renamed when whole", {
  skip_without_escnn()
  served <- local_small_mnist()
  data <- dataset_mnist("test")
  expect_identical(dim(data), c(10L, 1L, 6L, 6L))
  cache <- file.path(tools::R_user_dir("escnn", "data"), "mnist")
  expect_setequal(list.files(cache), c("test-images.gz", "test-labels.gz"))
  unlink(list.files(served, full.names = TRUE))
  expect_identical(as.array(dataset_mnist("test")), as.array(data))
  expect_error(dataset_mnist("train"), class = "escnn_error_download")
})

test_that("part of a file is never used, wherever it is", {
  skip_without_escnn()
  served <- local_small_mnist()
  whole <- file.path(served, "test-images.gz")
  content <- readBin(whole, "raw", file.size(whole))
  writeBin(content[-length(content)], whole)
  error <- expect_error(dataset_mnist("test"), class = "escnn_error_download")
  expect_match(conditionMessage(error), "another checksum")
  cache <- file.path(tools::R_user_dir("escnn", "data"), "mnist")
  expect_identical(list.files(cache), character())
  # in the cache it is replaced
  writeBin(content, whole)
  dataset_mnist("test")
  kept <- file.path(cache, "test-images.gz")
  writeBin(content[-1], kept)
  expect_identical(length(dataset_mnist("test")), 10L)
  expect_identical(readBin(kept, "raw", 1e6), content)
  # in a folder of the user's it is left alone, and told
  mine <- withr::local_tempdir()
  dir.create(file.path(mine, "mnist"))
  writeBin(content[-1], file.path(mine, "mnist", "test-images.gz"))
  withr::local_options(escnn.data_dir = mine)
  expect_snapshot(dataset_mnist("test"), error = TRUE, transform = function(x) {
    gsub("[0-9a-f]{64}", "<sum>", hide_paths(x))
  })
  expect_true(file.exists(file.path(mine, "mnist", "test-images.gz")))
})

test_that("folders that the user names come first, without or with folders of sets", {
  skip_without_escnn()
  served <- local_small_mnist()
  withr::local_options(escnn.data_dir = c("/no/such/folder", served), escnn.download = FALSE)
  expect_identical(length(dataset_mnist("test")), 10L)
  inner <- file.path(withr::local_tempdir(), "mnist")
  dir.create(inner)
  file.copy(list.files(served, full.names = TRUE), inner)
  withr::local_options(escnn.data_dir = dirname(inner))
  expect_identical(length(dataset_mnist("train")), 60L)
  # another set's file of the same name is not it
  writeBin(charToRaw("another"), file.path(served, "test-images.gz"))
  withr::local_options(escnn.data_dir = served)
  expect_error(dataset_mnist("test"), class = "escnn_error_download")
  expect_identical(list.files(tools::R_user_dir("escnn", "data")), character())
  withr::local_options(escnn.data_dir = 3)
  expect_snapshot(dataset_mnist("test"), error = TRUE)
})

test_that("without a network, the error says what to do by hand", {
  skip_without_escnn()
  served <- local_small_mnist()
  unlink(list.files(served, full.names = TRUE))
  error <- expect_error(dataset_mnist("test"), class = "escnn_error_download")
  expect_identical(error$file, "test-images.gz")
  expect_match(error$addresses, "^file://.*test-images.gz$")
  expect_identical(basename(error$folder), "mnist")
  withr::local_options(escnn.download = FALSE)
  expect_snapshot(dataset_mnist("test"), error = TRUE, transform = hide_paths)
})

test_that("the next address is tried when one fails", {
  skip_without_escnn()
  served <- local_small_mnist()
  set <- data_catalogue()$mnist
  set$base <- c("file:///no/such/folder/", set$base)
  path <- data_file(data_entry(set, set$files$test_labels))
  expect_true(file.exists(path))
})

test_that("big downloads are asked about in interactive sessions only", {
  entry <- list(title = "a set", name = "file.npz", bytes = 5e7)
  expect_null(download_refused(entry))
  withr::local_options(escnn.download = FALSE)
  expect_match(download_refused(entry), "switched off")
  rlang::local_interactive()
  withr::local_options(escnn.download = TRUE)
  expect_null(download_refused(entry))
  withr::local_options(escnn.download = NULL)
  expect_null(download_refused(list(title = "a set", name = "f", bytes = 10)))
})

test_that("checksums are not computed twice", {
  skip_without_escnn()
  path <- withr::local_tempfile(lines = "content")
  entry <- list(checksum = sha256(path), algorithm = "sha256")
  expect_true(is_whole_file(path, entry))
  expect_true(normalizePath(path) %in% names(the$verified))
  Sys.sleep(0.02)
  writeLines("changed", path)
  Sys.setFileTime(path, Sys.time() + 5)
  expect_false(is_whole_file(path, entry))
})
