small_net <- function() {
  field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_relu() |>
    nn_group_pooling()
}

test_that("modules print as a table of layers, with sizes on request", {
  skip_without_escnn()
  expect_snapshot({
    small_net()
    print(small_net(), input = c(1, 28, 28))
    nn_relu(field_type(c4(), "regular"))
    nn_r2_conv(field_type(c4(), "trivial"), "regular", kernel_size = 5, stride = 2)
    summary(small_net())
    summary(small_net(), input = c(2, 1, 9, 9))
  })
})

test_that("modules that hold modules show where they are", {
  skip_without_escnn()
  type <- field_type(c4(), regular = 2)
  residual <- nn_residual(type, function(x) nn_relu(x) |> nn_elu())
  expect_snapshot({
    print(residual, input = c(8, 5, 5))
    nn_multiple(type, c("a", "b"), list(a = nn_relu, b = nn_elu))
  })
  expect_s3_class(residual$block[[2]], "escnn_module")
})

test_that("tables keep to 80 columns", {
  skip_without_escnn()
  wide <- field_type(gspace_flip_rot2d_on_r2(n = 4), "trivial") |>
    nn_r2_conv(list("regular", "irrep_0,0", "irrep_0,2", "irrep_1,1", "irrep_0,2"), kernel_size = 3)
  expect_true(all(nchar(capture.output(print(nn_sequential(wide)))) <= 80))
  shown <- capture.output(print(nn_sequential(wide), input = c(1, 100, 100)))
  expect_true(all(nchar(shown) <= 80))
})

test_that("summaries count what is trained and what isn't", {
  skip_without_escnn()
  model <- small_net()
  conv <- model[[1]]
  conv$weights$requires_grad_(FALSE)
  found <- summary(model, input = c(1, 7, 7))
  weights <- prod(dim(coef(conv)$weights))
  expect_identical(found$frozen, as.integer(weights))
  expect_identical(found$parameters, as.integer(prod(dim(coef(conv)$bias))))
  expect_identical(found$layers$channels, c(8L, 8L, 2L))
  expect_identical(found$layers$output, c("8 x 5 x 5", "8 x 5 x 5", "2 x 5 x 5"))
  expect_identical(found$bytes, as.integer(4 * (found$parameters + found$frozen)))
})

test_that("sizes that don't fit are refused by the layer they fail in", {
  skip_without_escnn()
  expect_snapshot(print(small_net(), input = c(1, 2, 2)), error = TRUE)
  expect_snapshot(print(small_net(), input = "28"), error = TRUE)
})

test_that("no line of a print is wider than 80 columns", {
  skip_without_escnn()
  long <- field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 7, stride = 2, padding = 3, groups = 1) |>
    nn_inner_batch_norm()
  layer <- long[[2]]
  named <- nn_sequential(
    "the_first_convolution_of_the_whole_network" = long[[1]],
    thenormalisationthathasaverylongnamewithoutanybreakinit = layer
  )
  expect_snapshot(print(named, input = c(1, 33, 33)))
  fit <- structure(list(
    in_type = paste(rep("C4: 1 trivial + 1 regular", 5), collapse = "; "),
    about = list(parameters = 62881, unlearnt = 1200, seconds = 3, device = "cpu"),
    plan = list(
      epochs = 1, targets = "classes", weights = as.list(stats::setNames(1:12 / 7, month.name))
    ),
    levels = month.name, history = data.frame(epoch = 1, loss = 0.5)
  ), class = "escnn_fit")
  printed <- utils::capture.output(print_fit(fit))
  expect_lte(max(nchar(printed)), 80)
  expect_snapshot(writeLines(printed))
})

test_that("a fit counts what was frozen", {
  skip_without_escnn()
  d <- bright_and_dark(8)
  model <- module_freeze(small_network(), 1)
  fitted <- fit(model, d$x, d$y, epochs = 1)
  count <- summary(model)[c("parameters", "frozen")]
  expect_gt(count$frozen, 0)
  line <- grep("weights:", utils::capture.output(print(fitted)), value = TRUE)
  expect_match(line, paste0(count$parameters, " trainable parameters, ", count$frozen, " frozen"))
  fitted_module(fitted) <- module_unfreeze(fitted_module(fitted))
  expect_no_match(utils::capture.output(print(fitted)), "frozen")
})
