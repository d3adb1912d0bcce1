drawn_net <- function() {
  field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_relu() |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_pointwise_dropout(p = 0.5)
}

# Whether code leaves R's generator as it is.
draws_nothing <- function(code) {
  before <- random_state()
  force(code)
  identical(random_state(), before)
}

test_that("R's seed decides about initial weights, layer by layer", {
  skip_without_escnn()
  first <- withr::with_seed(1, coef(drawn_net()))
  expect_identical(withr::with_seed(1, coef(drawn_net())), first)
  expect_false(identical(withr::with_seed(2, coef(drawn_net())), first))
  # layers of one kind differ, in a pipe and in a row
  twins <- withr::with_seed(1, lapply(1:2, function(i) {
    coef(nn_r2_conv(field_type(c4(), "trivial"), "regular", kernel_size = 3))$weights
  }))
  expect_false(identical(twins[[1]], twins[[2]]))
  # weights that other layers draw, and drawing anew
  others <- list(
    function() coef(net_gcnn(3, width = 2)),
    function() {
      points <- field_type(gspace_no_base_space(group_cyclic(4)), "regular")
      coef(nn_linear(points, "regular"))
    },
    function() coef(nn_to_vector(field_type(c4(), "trivial"), classes = 3, hidden = 4)),
    function() {
      conv <- nn_r2_conv(field_type(c4(), "trivial"), "regular", 3, initialize = FALSE)
      coef(init_generalized_he(conv))
    },
    function() {
      conv <- nn_r2_conv(field_type(c4(), "regular"), "regular", 3, initialize = FALSE)
      coef(init_deltaorthonormal(conv))
    }
  )
  for (draw in others) {
    first <- withr::with_seed(1, draw())
    expect_identical(withr::with_seed(1, draw()), first)
    expect_false(identical(withr::with_seed(2, draw()), first))
  }
})

test_that("a width that is looked for gives the weights of that width", {
  skip_without_escnn()
  looked_for <- withr::with_seed(1, net_gcnn(3, parameters = 2000, depth = 2))
  width <- length(looked_for[[1]]$out_type)
  set <- withr::with_seed(1, net_gcnn(3, width = width, depth = 2))
  expect_identical(coef(looked_for), coef(set))
})

test_that("with_seed() leaves R's generator, and nobody touches Python's", {
  skip_without_escnn()
  torch$manual_seed(3L)
  expected <- torch$rand(1L)$item()
  torch$manual_seed(3L)
  expect_true(draws_nothing(withr::with_seed(1, model <- drawn_net())))
  model(random_array(2, 1, 7, 7))
  escnn_save(model, path <- withr::local_tempfile(fileext = ".escnn"))
  escnn_load(path)
  expect_identical(torch$rand(1L)$item(), expected)
})

test_that("what draws nothing leaves R's generator as it is", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  model <- drawn_net()
  x <- random_array(2, 1, 7, 7)
  expect_true(draws_nothing(nn_relu(type)))
  expect_true(draws_nothing(nn_inner_batch_norm(type)))
  expect_true(draws_nothing(nn_r2_conv(type, "regular", kernel_size = 3, initialize = FALSE)))
  expect_true(draws_nothing(try(nn_r2_conv(type, "regular", kernel_size = 0), silent = TRUE)))
  expect_true(draws_nothing(predict(model, x)))
  expect_true(draws_nothing(utils::capture.output(print(model))))
  expect_true(draws_nothing(nn_relu(type)(random_array(1, 4, 3, 3))))
  expect_true(draws_nothing(init_generalized_he(model, seed = 1)))
  expect_true(draws_nothing(check_equivariance(model, x)))
  expect_true(draws_nothing(check_equivariance(model, seed = 1)))
  expect_true(draws_nothing(group_grid(group_cyclic(4))))
  expect_true(draws_nothing(rotate_images(x, angle = 90)))
  expect_true(draws_nothing(embed_images(x, size = 9)))
  # and what draws doesn't
  expect_false(draws_nothing(nn_r2_conv(type, "regular", kernel_size = 3)))
  expect_false(draws_nothing(model(x)))
  expect_false(draws_nothing(check_equivariance(model)))
  expect_false(draws_nothing(group_sample(group_so2())))
  expect_false(draws_nothing(rotate_images(x)))
})

test_that("dropout, elements and inputs follow R's seed", {
  skip_without_escnn()
  model <- drawn_net()
  x <- random_array(2, 1, 7, 7)
  label <- function(elements) vapply(elements, format, "")
  for (draw in list(
    function() as.array(model(x)),
    function() label(group_sample(group_so2(), n = 3)),
    function() label(group_grid(group_so3(), "rand", n = 3)),
    function() check_equivariance(model)$max_error
  )) {
    first <- withr::with_seed(1, draw())
    expect_identical(withr::with_seed(1, draw()), first)
    expect_false(identical(withr::with_seed(2, draw()), first))
  }
})

test_that("functions that Python calls leave R's generator just so", {
  skip_without_escnn()
  drawn <- NULL
  nn_own <- escnn_module("Own", function(x) x, function(self) {
    drawn <<- draws_nothing(self$inner <- nn_relu(self$in_type))
    NULL
  })
  type <- field_type(c4(), "regular")
  expect_true(draws_nothing(nn_own(type)))
  expect_true(drawn)
})

test_that("other sessions draw the same", {
  skip_without_escnn()
  skip_unless_installed()
  code <- c(
    "library(escnn)", "set.seed(1)",
    "x <- array(rnorm(12 * 49), c(12, 1, 7, 7))",
    "model <- field_type(gspace_rot2d_on_r2(n = 4), \"trivial\") |>",
    "  nn_r2_conv(c(regular = 2), kernel_size = 3) |>",
    "  nn_group_pooling() |> nn_to_vector(classes = 2)",
    "fitted <- fit(model, x, factor(rep(1:2, 6)), epochs = 1, batch_size = 4)",
    "cat(format(unlist(c(coef(model), coef(fitted))), digits = 17))"
  )
  other <- in_new_r(code)
  expect_identical(other$status, 0L)
  expect_gt(nchar(other$stdout), 100)
  here <- withr::with_preserve_seed(utils::capture.output(
    eval(parse(text = code), new.env(parent = globalenv()))
  ))
  expect_identical(strsplit(other$stdout, "\n")[[1]], here)
})

test_that("training follows R's seed: shuffling, dropout, augmentation, the share held out", {
  skip_without_escnn()
  d <- bright_and_dark()
  model <- small_network()
  model <- nn_pointwise_dropout(model, p = 0.2)
  train <- function(...) {
    fit(model, d$x, d$y, epochs = 2, batch_size = 8, validation = 0.2, augment = "all", ...)
  }
  told <- function(fitted) fitted$history[setdiff(names(fitted$history), "seconds")]
  first <- withr::with_seed(1, train())
  again <- withr::with_seed(1, train())
  expect_identical(told(again), told(first))
  expect_identical(coef(again), coef(first))
  expect_false(identical(coef(withr::with_seed(2, train())), coef(first)))
  # the seed that was drawn is kept, and given it draws nothing
  expect_true(draws_nothing(given <- train(seed = first$plan$seed)))
  expect_identical(coef(given), coef(first))
})

test_that("a training that goes on keeps its seed", {
  skip_without_escnn()
  d <- bright_and_dark()
  path <- withr::local_tempfile(fileext = ".checkpoint")
  model <- small_network()
  whole <- withr::with_seed(1, fit(model, d$x, d$y, epochs = 3, validation = 0.2))
  stop_at_2 <- callback_epoch(function(record, model) record$epoch < 2)
  withr::with_seed(1, fit(
    model, d$x, d$y, epochs = 3, validation = 0.2,
    callbacks = list(callback_checkpoint(path), stop_at_2)
  ))
  expect_true(draws_nothing(
    resumed <- fit(model, d$x, d$y, epochs = 3, validation = 0.2, resume = path)
  ))
  expect_identical(resumed$plan$seed, whole$plan$seed)
  expect_identical(coef(resumed), coef(whole))
})
