test_that("modes are set and given back invisibly", {
  skip_without_escnn()
  conv <- nn_r2_conv(field_type(c4(), "trivial"), "regular", kernel_size = 3)
  expect_invisible(module_train(conv, FALSE))
  expect_false(conv$training)
  expect_false(conv$filter$requires_grad)
  module_train(conv)
  expect_true(conv$training)
})

test_that("batch norms forget", {
  skip_without_escnn()
  norm <- nn_inner_batch_norm(field_type(c4(), "trivial"))
  module_train(norm)
  norm(5 + random_array(4, 1, 3, 3))
  mean_of <- function() tensor_to_array(norm$state_dict()[["batch_norm_[1].running_mean"]])
  expect_gt(abs(mean_of()), 0.1)
  module_reset(norm)
  expect_equal(as.vector(mean_of()), 0)
})

test_that("looking at what a new module gives changes nothing, and says so", {
  skip_without_escnn()
  x <- 5 + random_array(4, 1, 9, 9)
  # of random filters some give nothing but zeros
  net <- withr::with_seed(1, field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 5)) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    nn_group_pooling()
  wrapped <- escnn_module(
    "Wrapped",
    initialize = function(type) self$inner <- net, # nolint: object_usage_linter.
    forward = function(x) self$inner(x), out_type = net$out_type # nolint: object_usage_linter.
  )(net$in_type)
  before <- predict(net, x)
  expect_gt(max(before), 0.1)
  the$warned <- NULL
  expect_warning(net[1:3](geometric_tensor(x, net$in_type)), class = "escnn_warning_training_mode")
  # once a session is enough
  expect_no_warning(net(x))
  wrapped(x)
  expect_equal(predict(net, x), before)
  module_train(net, FALSE)
  expect_equal(as.array(net(x)), before, tolerance = 1e-5)

  # who asks for training gets it, in modules of one's own, too
  the$warned <- NULL
  net$train()
  expect_no_warning(net(x))
  expect_gt(max(abs(predict(net, x) - before)), 1e-3)
  module_reset(net)
  expect_equal(predict(net, x), before)
  module_train(wrapped)
  wrapped(x)
  expect_gt(max(abs(predict(net, x) - before)), 1e-3)
  module_reset(net)
  # fit() trains a copy, whose forward may be written in R
  fitted <- fit(wrapped, x, before * 0, epochs = 1, seed = 1)
  expect_gt(max(abs(unlist(coef(fitted)) - unlist(coef(wrapped)))), 0)
  expect_equal(predict(net, x), before)
})

test_that("filters are arrays that turn with the group", {
  skip_without_escnn()
  conv <- nn_r2_conv(field_type(c4(), "trivial"), "regular", kernel_size = 3, bias = FALSE)
  found <- module_filter(conv)
  expect_identical(dim(found$filter), c(4L, 1L, 3L, 3L))
  expect_null(found$bias)
  turned <- function(m) t(m)[rev(seq_len(ncol(m))), ]
  expect_equal(turned(found$filter[1, 1, , ]), found$filter[2, 1, , ], tolerance = 1e-5)
})

test_that("plain copies take torch tensors, of layers that upstream can't export too", {
  skip_without_escnn()
  model <- nn_r2_conv(field_type(c4(), "trivial"), "regular", kernel_size = 3) |> nn_relu()
  plain <- module_export(model)
  x <- random_array(1, 1, 7, 7)
  module_train(model, FALSE)
  given <- geometric_tensor(x, model$in_type)
  expect_equal(tensor_to_array(plain(given$tensor)), as.array(model(x)), tolerance = 1e-5)
  irreps <- field_type(c4(), "irrep_1")
  norm <- nn_norm_non_linearity(irreps)
  x <- random_array(1, 2, 7, 7)
  expect_equal(
    tensor_to_array(module_export(norm, c(7, 7))(geometric_tensor(x, irreps)$tensor)),
    as.array(norm(x)), tolerance = 1e-5
  )
  expect_snapshot(module_filter(nn_norm_non_linearity(irreps)), error = TRUE)
  expect_snapshot(module_reset(nn_norm_non_linearity(irreps)), error = TRUE)
})
