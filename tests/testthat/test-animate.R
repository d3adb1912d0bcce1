tensor_of <- function(n = 5) {
  x <- array(0, c(1, 2, n, n))
  x[1, 1, 1, ] <- 1
  geometric_tensor(x, field_type(c4(), "irrep_1"))
}

test_that("a tensor becomes a GIF with a frame for each element", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  skip_if_not_installed("magick")
  file <- withr::local_tempfile(fileext = ".gif")
  made <- animate(tensor_of(), file, width = 3, height = 2, res = 50)
  expect_s3_class(made, "escnn_animation")
  expect_identical(as.character(made), file)
  about <- magick::image_info(magick::image_read(file))
  expect_identical(nrow(about), 4L)
  expect_true(all(about$width == 150 & about$height == 100))
  expect_match(
    alt_text(made),
    "4 frames: 1 picture of a tensor .* leave all as it is; turn by 90 degrees; .* change"
  )
  expect_output(print(made), "<animation> .*gif")
  # nothing else stays
  expect_identical(list.files(dirname(file), "^animation-.*gif$"), character())
})

test_that("features turn along, and turned back they stand still", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  skip_if_not_installed("magick")
  image <- random_array(9, 9)
  model <- field_type(c4(), "trivial") |> nn_r2_conv("regular", kernel_size = 3)
  run <- function(...) {
    animate(image, module = model, width = 3, height = 2, res = 40, ...)
  }
  expect_match(alt_text(run()), "an image and 4 pictures of what R2Conv makes of it.*change from")
  expect_match(alt_text(run(turn_back = TRUE)), "turned back.*The pictures stay the same")
  expect_true(model$training)
  lost <- field_type(c4(), "trivial") |> nn_r2_conv("regular", kernel_size = 3, stride = 2)
  moving <- suppressWarnings(animate(
    random_array(10, 10), module = lost, turn_back = TRUE, width = 3, height = 2, res = 40
  ))
  expect_match(alt_text(moving), "turned-back pictures change by up to")
})

test_that("what can't be animated is refused, and what is there stays", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  withr::local_dir(withr::local_tempdir())
  expect_snapshot(animate(tensor_of(), "moving.webm"), error = TRUE)
  expect_snapshot(animate(tensor_of(), "moving"), error = TRUE)
  expect_snapshot(animate(matrix(0, 3, 3)), error = TRUE)
  expect_snapshot(animate("a.png"), error = TRUE)
  model <- net_gcnn(2, c4(), width = 1, depth = 1)
  expect_snapshot(animate(random_array(9, 9), "turn.gif", model), error = TRUE)
  expect_identical(list.files(), character())
  skip_if(rlang::is_installed("av"), "videos can be written here")
  expect_snapshot(animate(tensor_of(), "moving.mp4"), error = TRUE)
})

test_that("continuous groups turn by 24 angles, finite ones by all elements", {
  skip_without_escnn()
  expect_length(frame_elements(gspace_rot2d_on_r2(n = Inf), NULL), 24)
  expect_length(frame_elements(gspace_flip_rot2d_on_r2(n = 4), NULL), 8)
  expect_length(frame_elements(gspace_flip_rot2d_on_r2(n = Inf), NULL), 24)
  expect_length(frame_elements(gspace_octa_on_r3(), NULL), 24)
  one <- group_element(group_cyclic(4), 1)
  expect_length(frame_elements(c4(), list(one, one)), 2)
})

test_that("documents show animations, with their texts", {
  skip_if_not_installed("knitr")
  folder <- withr::local_tempdir()
  withr::local_dir(folder)
  writeLines("what moves", "turn.gif")
  moving <- function(path) {
    structure(path, class = c("escnn_animation", "character"), alt = "It \"turns\".", frames = 4L)
  }
  video <- knit_print.escnn_animation(moving("turn.mp4"))
  expect_match(video, "<video controls loop src=\"turn.mp4\" aria-label=\"It &quot;turns&quot;.\">")
  shown <- knit_print.escnn_animation(moving("turn.gif"))
  expect_identical(as.character(shown), "turn.gif")
  writeLines(c("```{r}", "moving('turn.gif')", "```"), "page.Rmd")
  knitr::knit("page.Rmd", quiet = TRUE, envir = list2env(list(moving = moving)))
  page <- paste(readLines("page.md"), collapse = "\n")
  expect_match(page, "It .*turns")
  # the picture moves with the document
  file.rename("turn.gif", "elsewhere")
  copy <- regmatches(page, regexpr("figure/[^\"') ]*gif", page))
  expect_identical(readLines(copy), "what moves")
  # figures whose folder has a whole path, as those of pkgdown
  file.rename("elsewhere", "turn.gif")
  figures <- file.path(normalizePath(folder, "/"), "site", "")
  knitr::knit(
    text = paste0("```{r, fig.path = '", figures, "'}\nmoving('turn.gif')\n```"), quiet = TRUE,
    envir = list2env(list(moving = moving))
  )
  expect_length(dir(figures, "[.]gif$"), 1)
})
