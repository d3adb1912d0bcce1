explanation <- function(method = "occlusion") {
  maps <- array(0, c(2, 3, 4))
  maps[1, 1, 4] <- 2
  maps[2, 3, 1] <- -1
  structure(
    list(
      maps = maps, inputs = array(0.5, c(2, 1, 3, 4)), method = method,
      output = factor(c("a", "b")), score = c(1, 2)
    ),
    class = "escnn_explanation"
  )
}

test_that("each pixel of a map is where it is, on one scale or on each picture's own", {
  rows <- explanation_rows(explanation(), common = FALSE)
  expect_identical(nrow(rows), 24L)
  one <- rows[rows$value == 1, ]
  expect_identical(c(one$row, one$column, as.integer(one$example)), c(1L, 4L, 1L))
  other <- rows[rows$value == -1, ]
  expect_identical(c(other$row, other$column, as.integer(other$example)), c(3L, 1L, 2L))
  expect_true(all(rows$opacity[rows$value == 0] == 0))
  expect_identical(range(explanation_rows(explanation(), common = TRUE)$value), c(-1, 2))
})

test_that("plots say what they show", {
  skip_if_not_installed("ggplot2")
  plot <- plot(explanation())
  expect_s3_class(plot, "ggplot")
  expect_match(plot$labels$alt, paste0(
    "2 images .* by occlusion.* a: 2 at the top right, for the class; ",
    "b: -1 at the bottom left, against the class"
  ))
  expect_identical(plot$labels$title, "By occlusion")
  expect_identical(plot(explanation(), title = "Mine")$labels$title, "Mine")
  expect_no_error(ggplot2::ggplot_build(plot(explanation("gradient"), common = TRUE)))
  expect_identical(nrow(plot(explanation(), n = 1)$data), 12L)
  expect_fits_pages(plot(explanation(), title = long_title))
  # signs without colours: dashed lines go round what is below zero
  lines <- unlist(lapply(plot$layers, function(l) l$aes_params$linetype))
  expect_true(all(c("solid", "22") %in% lines))
  expect_identical(plot(explanation(), limits = 8)$scales$get_scales("fill")$limits, c(-8, 8))
  expect_snapshot(plot(explanation(), n = 0), error = TRUE)
})

test_that("of a volume the strongest slice is shown", {
  solid <- explanation()
  solid$maps <- array(0, c(2, 3, 2, 2))
  solid$maps[1, 3, 1, 1] <- 5
  solid$maps[2, 1, 2, 2] <- -5
  solid$inputs <- array(seq_len(24), c(2, 1, 3, 2, 2))
  flat <- strongest_slices(solid)
  expect_identical(dim(flat$maps), c(2L, 2L, 2L))
  expect_identical(flat$maps[1, 1, 1], 5)
  expect_equal(flat$inputs[1, 1, , ], solid$inputs[1, 1, 3, , ])
  expect_equal(flat$inputs[2, 1, , ], solid$inputs[2, 1, 1, , ])
  skip_if_not_installed("ggplot2")
  shown <- plot(solid)
  expect_match(alt_text(shown), "^2 volumes, of each the slice where its map is largest, in grey, ")
  expect_match(shown$labels$caption, "Of each volume the slice where its map is largest")
  expect_match(alt_text(plot(solid, n = 1)), "^1 volume, ")
  expect_false(grepl("slice", alt_text(plot(explanation()))))
})
