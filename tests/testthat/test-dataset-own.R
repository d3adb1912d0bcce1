test_that("arrays of two, four and five dimensions are taken", {
  skip_without_escnn()
  for (extent in list(c(3, 7), c(3, 2, 4, 5), c(3, 1, 2, 3, 4))) {
    x <- random_array(extent)
    expect_equal(as.array(dataset_arrays(x)), x, tolerance = 1e-6)
  }
  x <- array(0:255, c(4, 1, 8, 8))
  bytes <- dataset_arrays(x, scale = 1 / 255)
  expect_identical(reticulate::py_str(bytes$values$dtype), "torch.uint8")
  expect_equal(as.array(bytes), x / 255, tolerance = 1e-6)
})

test_that("arrays and tensors are copied", {
  skip_without_escnn()
  tensor <- torch$ones(c(2L, 1L, 2L, 2L))
  data <- dataset_arrays(tensor)
  tensor$zero_()
  expect_equal(as.array(data), array(1, c(2, 1, 2, 2)))
})

test_that("arrays and labels that don't fit are told", {
  skip_without_escnn()
  x <- array(0, c(3, 1, 4, 4))
  expect_snapshot(error = TRUE, {
    dataset_arrays(array(0, c(3, 4, 4)))
    dataset_arrays(array(NA_real_, c(3, 1, 4, 4)))
    dataset_arrays(x, c("a", "b", "a"))
    dataset_arrays(x, c(0L, 1L, 2L))
    dataset_arrays(x, c(1, NA, Inf))
    dataset_arrays(x, 1:2)
    dataset_arrays(x, scale = "big")
  })
})

skip_without_pillow <- function() {
  skip_without_escnn()
  skip_if_not(py_invoke("escnn_r.datasets.has_reader"), "pillow is not installed")
}

test_that("pictures are read from folders", {
  skip_without_pillow()
  skip_if_not_installed("png")
  folder <- withr::local_tempdir()
  pictures <- list()
  for (label in c("b", "a")) {
    dir.create(file.path(folder, label))
    for (i in 1:2) {
      values <- round(random_array(4, 6)^2 %% 1 * 255) / 255
      pictures[[paste0(label, i)]] <- values
      png::writePNG(values, file.path(folder, label, paste0(i, ".png")))
    }
  }
  data <- dataset_images(folder)
  expect_identical(dim(data), c(4L, 1L, 4L, 6L))
  expect_identical(dataset_labels(data), factor(c("a", "a", "b", "b")))
  expect_equal(as.array(data[4])[1, 1, , ], pictures$b2, tolerance = 1e-6)
  expect_identical(dim(dataset_images(folder, size = c(w = 5, h = 3))), c(4L, 1L, 3L, 5L))
  expect_identical(dim(dataset_images(folder, size = 8, colour = TRUE)), c(4L, 3L, 8L, 8L))
  expect_output(print(data), "read: from files, batch by batch")
  writeLines("damaged", file.path(folder, "a", "2.png"))
  expect_error(as.array(data), class = "escnn_error_python")
})

test_that("folders that are of no use are told", {
  skip_without_escnn()
  expect_snapshot(error = TRUE, {
    dataset_images("no such folder")
    dataset_images(tempdir(), size = 0)
    dataset_images(tempdir(), colour = 3)
  })
  skip_without_pillow()
  empty <- withr::local_tempdir()
  expect_snapshot(dataset_images(empty), error = TRUE)
})

# A picture for each name, written by Pillow, which knows more formats than R.
write_pictures <- function(folder, names) {
  image <- reticulate::import("PIL.Image", convert = FALSE)
  for (name in names) {
    dir.create(file.path(folder, dirname(name)), showWarnings = FALSE, recursive = TRUE)
    image$new("L", tuple(6L, 4L), 51L)$save(file.path(folder, name))
  }
}

test_that("TIFFs, capitals and other formats are read", {
  skip_without_pillow()
  folder <- withr::local_tempdir()
  write_pictures(folder, c("a/1.tif", "a/2.TIFF", "b/3.BMP", "b/4.webp", "c/5.tif"))
  # WebP has no greys
  data <- dataset_images(folder, colour = FALSE)
  expect_identical(dataset_labels(data), factor(c("a", "a", "b", "b", "c")))
  expect_equal(as.array(data), array(0.2, c(5, 1, 4, 6)), tolerance = 0.05)
})

test_that("empty classes are levels, and they are told", {
  skip_without_pillow()
  folder <- withr::local_tempdir()
  write_pictures(folder, c("a/1.png", "c/2.png"))
  dir.create(file.path(folder, "b"))
  expect_warning(data <- dataset_images(folder), class = "escnn_warning_empty_class")
  expect_identical(dataset_labels(data), factor(c("a", "c"), c("a", "b", "c")))
  expect_warning(dataset_images(folder), "The class \"b\" has no pictures")
  dir.create(file.path(folder, "d"))
  expect_warning(dataset_images(folder), "The classes \"b\" and \"d\" have no pictures")
})

test_that("folders in folders, and files beside them, are told", {
  skip_without_pillow()
  top <- withr::local_tempdir()
  write_pictures(top, c("train/a/1.png", "train/b/2.png", "test/a/3.png"))
  told <- expect_warning(dataset_images(top), class = "escnn_warning_nested")
  expect_match(conditionMessage(told), "test/a")
  expect_silent(data <- dataset_images(file.path(top, "train")))
  expect_identical(levels(data), c("a", "b"))
  writeLines("about", file.path(top, "train", "README.txt"))
  expect_warning(dataset_images(file.path(top, "train")), class = "escnn_warning_beside")
})

test_that("files that are not pictures, and pictures of no class, are refused by name", {
  skip_without_pillow()
  folder <- withr::local_tempdir()
  write_pictures(folder, "a/1.png")
  writeLines("x", file.path(folder, "a", "notes.txt"))
  expect_error(dataset_images(folder), "not pictures: a/notes.txt", class = "escnn_error_argument")
  unlink(file.path(folder, "a", "notes.txt"))
  write_pictures(folder, "stray.png")
  expect_error(dataset_images(folder), "no class: stray.png", class = "escnn_error_argument")
  unlink(file.path(folder, "stray.png"))
  writeLines("x", file.path(folder, "a", "2.tif"))
  expect_error(dataset_images(folder), "2.tif cannot be read", class = "escnn_error_python")
})

test_that("pictures have masks of the same names in another folder", {
  skip_without_pillow()
  skip_if_not_installed("png")
  folder <- withr::local_tempdir()
  for (part in c("images", "masks")) dir.create(file.path(folder, part))
  write <- function(values, part, name) png::writePNG(values, file.path(folder, part, name))
  shades <- list(a = random_array(4, 6)^2 %% 1, b = t(random_array(6, 4))^2 %% 1)
  for (name in names(shades)) {
    write(shades[[name]], "images", paste0(name, ".png"))
    write(floor(shades[[name]] * 3) * 100 / 255, "masks", paste0(name, ".PNG"))
  }
  images <- file.path(folder, "images")
  data <- dataset_images(images, masks = "masks")
  expect_identical(levels(data), c("0", "100", "200"))
  expect_identical(dim(dataset_labels(data)), c(2L, 4L, 6L))
  expect_identical(dataset_labels(data)[2, , ] - 1, floor(shades$b * 3))
  tiles <- dataset_tiles(data[2:1], size = 3)
  expect_identical(basename(as.data.frame(data)$file), c("a.png", "b.png"))
  expect_identical(basename(as.data.frame(tiles)$file), rep(c("b.png", "a.png"), each = 4))
  of_folder <- dataset_tiles(images, size = 3, masks = "masks")
  expect_identical(basename(as.data.frame(of_folder)$file[[5]]), "b.png")
  named <- dataset_images(images, masks = "masks", classes = c(high = 200, low = 0, mid = 100))
  expect_identical(levels(named), c("high", "low", "mid"))
  expect_identical(dataset_labels(named)[2, , ] == 1, shades$b >= 2 / 3)
  resized <- dataset_images(images, masks = "masks", size = c(h = 8, w = 12))
  expect_setequal(dataset_labels(resized), 1:3)
  expect_identical(dim(resized[2:1]), c(2L, 1L, 8L, 12L))
  model <- field_type(c4(), "trivial") |> nn_r2_conv(c(trivial = 3), kernel_size = 1)
  expect_identical(dim(predict(fit(model, data, epochs = 1), data)), c(2L, 4L, 6L))
  expect_snapshot(error = TRUE, transform = hide_folder(folder), {
    dataset_images(images, masks = "nowhere")
    dataset_images(images, masks = "masks", classes = c(low = 0, high = 200))
    dataset_images(images, masks = "masks", classes = 1:3)
    dataset_images(images, classes = c(low = 0))
  })
  write(shades$a, "images", "c.png")
  expect_snapshot(
    dataset_images(images, masks = "masks"), error = TRUE, transform = hide_folder(folder)
  )
  write(shades$a[1:2, ], "masks", "c.png")
  expect_snapshot(
    dataset_images(images, masks = "masks"), error = TRUE, transform = hide_folder(folder)
  )
  write(shades$a, "masks", "c.png")
  write(shades$a, "masks", "d.png")
  expect_snapshot(
    dataset_images(images, masks = "masks"), error = TRUE, transform = hide_folder(folder)
  )
  writeLines("no picture", file.path(folder, "masks", "e.txt"))
  expect_snapshot(
    dataset_images(images, masks = "masks"), error = TRUE, transform = hide_folder(folder)
  )
})

test_that("colours of masks are classes", {
  skip_without_pillow()
  skip_if_not_installed("png")
  folder <- withr::local_tempdir()
  for (part in c("images", "masks")) dir.create(file.path(folder, part))
  png::writePNG(matrix(0.5, 2, 2), file.path(folder, "images", "a.png"))
  colours <- array(c(1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0), c(2, 2, 3))
  png::writePNG(colours, file.path(folder, "masks", "a.png"))
  data <- dataset_images(file.path(folder, "images"), masks = "masks")
  expect_identical(levels(data), c("#000000", "#00FF00", "#FF0000"))
  expect_identical(dataset_labels(data)[1, , ], matrix(c(3L, 1L, 2L, 1L), 2))
  # black among colours is the same class where a mask has nothing else
  png::writePNG(matrix(0.5, 2, 2), file.path(folder, "images", "b.png"))
  png::writePNG(array(0, c(2, 2, 3)), file.path(folder, "masks", "b.png"))
  data <- dataset_images(file.path(folder, "images"), masks = "masks")
  expect_identical(levels(data), c("#000000", "#00FF00", "#FF0000"))
  png::writePNG(array(c(0, 1, 1, 0), c(2, 2, 3)), file.path(folder, "masks", "a.png"))
  data <- dataset_images(file.path(folder, "images"), masks = "masks")
  expect_identical(levels(data), c("0", "255"))
  expect_identical(dataset_labels(data)[1, , ], matrix(c(1L, 2L, 2L, 1L), 2))
})
