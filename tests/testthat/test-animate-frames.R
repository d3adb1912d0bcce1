# A package of that name with one function, which writes what it was called with.
local_writer <- function(package, call, env = parent.frame()) {
  home <- file.path(withr::local_tempdir(.local_envir = env), package)
  dir.create(file.path(home, "R"), recursive = TRUE)
  writeLines(
    c(paste("Package:", package), "Version: 0.0.1", "Title: Stand-In", "License: none"),
    file.path(home, "DESCRIPTION")
  )
  writeLines("exportPattern('.')", file.path(home, "NAMESPACE"))
  writeLines(call, file.path(home, "R", "code.R"))
  library <- withr::local_tempdir(.local_envir = env)
  status <- system2(
    file.path(R.home("bin"), "R"), c("CMD", "INSTALL", "--no-docs", "-l", library, home),
    stdout = FALSE, stderr = FALSE
  )
  skip_if(status != 0, "the stand-in can't be installed")
  loadNamespace(package, lib.loc = library)
  withr::defer(unloadNamespace(package), envir = env)
}

small_tensor <- function() {
  geometric_tensor(array(0:8, c(1, 1, 3, 3)), field_type(c4(), "trivial"))
}

test_that("gifski writes GIFs where it is", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  skip_if(rlang::is_installed("gifski"), "the real one is here")
  skip_on_cran()
  local_writer("gifski", paste(
    "gifski <- function(png_files, gif_file, width, height, delay, progress)",
    "writeLines(as.character(c(length(png_files), all(file.exists(png_files)), width, height,",
    "delay)), gif_file)"
  ))
  file <- withr::local_tempfile(fileext = ".GIF")
  animate(small_tensor(), file, fps = 8, width = 3.01, height = 2, res = 50)
  expect_identical(readLines(file), c("4", "1", "150", "100", "0.125"))
})

test_that("av writes videos where it is, and a failure leaves the old file", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  skip_if(rlang::is_installed("av"), "the real one is here")
  skip_on_cran()
  local_writer("av", c(
    "av_encode_video <- function(input, output, framerate, verbose) {",
    "  if (framerate == 13) stop('no room')",
    "  if (framerate != 14) writeLines(as.character(c(length(input), framerate)), output)",
    "}"
  ))
  folder <- withr::local_tempdir()
  file <- file.path(folder, "turn.mp4")
  draw <- function(fps) animate(small_tensor(), file, fps = fps, width = 2, height = 2, res = 40)
  draw(5)
  expect_identical(readLines(file), c("4", "5"))
  expect_error(draw(13), "no room")
  expect_error(draw(14), class = "escnn_error_not_written")
  expect_identical(readLines(file), c("4", "5"))
  expect_identical(list.files(folder), "turn.mp4")
})

test_that("pictures of one size lie on a grid of another, arrows too", {
  maps <- list(
    rows = data.frame(
      map = factor("a"), row = rep(1:2, 2), column = rep(1:2, each = 2), value = 1:4
    ),
    arrows = data.frame(row = 1, to_row = 1, column = 2, to_column = 2)
  )
  wide <- stretched(maps, c(2, 2), c(4, 6))
  expect_identical(nrow(wide$rows), 24L)
  expect_identical(wide$rows$value[wide$rows$row == 3 & wide$rows$column == 4], 4L)
  expect_identical(wide$rows$value[wide$rows$row == 3 & wide$rows$column == 3], 2L)
  expect_equal(c(wide$arrows$row, wide$arrows$column), c(1.5, 5))
})
