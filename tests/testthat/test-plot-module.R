test_that("layers are boxes with fields and sizes, and small layers join the box before", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  model <- field_type(gspace_rot2d_on_r2(n = 4), "trivial") |>
    nn_r2_conv(c(regular = 4), kernel_size = 5) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    nn_group_pooling()
  drawn <- expect_fits_pages(plot(model, input = c(1, 28, 28), title = long_title))
  boxes <- drawn$data
  expect_identical(nrow(boxes), 3L)
  expect_match(
    boxes$text[[2]], "R2Conv\nkernel 5\n[+] InnerBatchNorm\n[+] ReLU\n4 regular \\(16\\)"
  )
  expect_match(boxes$text[[2]], "16 x 24 x 24\n[0-9]+ parameters")
  expect_match(alt_text(plot(model)), paste0(
    "From 1 trivial \\(1\\): R2Conv \\(kernel 5\\), InnerBatchNorm, ReLU to 4 regular \\(16\\); ",
    "GroupPooling to 4 trivial \\(4\\)\\."
  ))
  expect_snapshot(plot(model, input = "large"), error = TRUE)
})

test_that("long networks go on in the next row, and text fits the boxes", {
  skip_without_escnn()
  skip_if_not_installed("ggplot2")
  drawn <- plot(net_gcnn(10, gspace_rot2d_on_r2(n = 4), width = 4))
  expect_gt(max(drawn$data$row), 0)
  table <- page_table(drawn)
  for (size in page_sizes) {
    grDevices::pdf(NULL, width = size[[1]], height = size[[2]])
    grid::grid.draw(table)
    grid::grid.force()
    text <- grid::grid.get("GRID.text", grep = TRUE, global = TRUE)
    fitted <- Filter(function(grob) inherits(grob, "escnn_boxed_text"), text)
    boxed <- fitted[[1]]
    gp <- boxed$gp
    gp$fontsize <- gp$fontsize[[1]]
    gp$lineheight <- gp$lineheight[[1]]
    gp$col <- gp$fontfamily <- gp$fontface <- gp$font <- NULL
    # five boxes and the gaps between them share the page
    expect_lt(max(text_widths(boxed$label, gp)), 72 * size[[1]] * 0.86 / 5)
    expect_gt(gp$fontsize, 4)
    grDevices::dev.off()
  }
  expect_fits_pages(drawn)
})

test_that("names of classes say what layers are", {
  expect_identical(layer_kind("R2Conv"), "convolution")
  expect_identical(layer_kind("InnerBatchNorm"), "norm")
  expect_identical(layer_kind("NormMaxPool"), "pool")
  expect_identical(layer_kind("GatedNonLinearity1"), "nonlinearity")
  expect_identical(layer_kind("ResidualModule"), "several")
  expect_identical(at_capitals("PointwiseAvgPool", 10), "Pointwise Avg Pool")
  expect_identical(at_capitals("R2Conv", 10), "R2Conv")
})
