test_that("a module is trained, and stays as it was itself", {
  skip_without_escnn()
  d <- bright_and_dark()
  model <- small_network()
  before <- escnn_weights(model)
  fitted <- fit(model, d$x, d$y, epochs = 8, optimizer = optim_adam(lr = 0.05))
  expect_s3_class(fitted, "escnn_fit")
  expect_identical(escnn_weights(model), before)
  expect_lt(fitted$history$loss[[8]], 0.5 * fitted$history$loss[[1]])
  expect_gt(mean(predict(fitted, d$x) == d$y), 0.85)
})

test_that("the seed decides, and R's own generator is left alone", {
  skip_without_escnn()
  d <- bright_and_dark()
  model <- small_network()
  set.seed(1)
  expected <- runif(1)
  set.seed(1)
  first <- fit(model, d$x, d$y, epochs = 1, seed = 2)
  expect_identical(runif(1), expected)
  again <- fit(model, d$x, d$y, epochs = 1, seed = 2)
  other <- fit(model, d$x, d$y, epochs = 1, seed = 3, batch_size = 16)
  expect_identical(escnn_weights(again), escnn_weights(first))
  expect_false(identical(escnn_weights(other), escnn_weights(first)))
})

test_that("training goes on from a fitted model", {
  skip_without_escnn()
  d <- bright_and_dark()
  first <- fit(small_network(), d$x, d$y, epochs = 3, optimizer = optim_adam(lr = 0.02))
  more <- fit(first, d$x, d$y, epochs = 3, optimizer = optim_adam(lr = 0.02))
  expect_lt(more$history$loss[[1]], first$history$loss[[1]])
})

test_that("numbers, vector fields and segmentations are learnt too", {
  skip_without_escnn()
  d <- bright_and_dark()
  brightness <- as.numeric(d$y == "light")
  one <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 9)
  fitted <- fit(one, d$x, brightness, epochs = 5, metrics = c("rmse", "mae"), validation = 0.2)
  expect_named(
    fitted$history,
    c("epoch", "loss", "lr", "valid_loss", "valid_rmse", "valid_mae", "seconds")
  )
  expect_equal(fitted$history$valid_loss, fitted$history$valid_rmse^2, tolerance = 1e-5)
  expect_length(predict(fitted, d$x), 40)

  same <- field_type(c4(), "trivial") |> nn_r2_conv(c(irrep_1 = 1), kernel_size = 3, padding = 1)
  target <- geometric_tensor(array(0, c(40, 2, 9, 9)), same$out_type)
  fitted <- fit(same, d$x, target, epochs = 1)
  expect_identical(dim(predict(fitted, d$x)), c(40L, 2L, 9L, 9L))

  masks <- array(as.integer(d$x[, 1, , ] > 0.5) + 1L, c(40, 9, 9))
  net <- field_type(c4(), "trivial") |> nn_r2_conv(c(trivial = 2), kernel_size = 3, padding = 1)
  fitted <- fit(net, d$x, masks, epochs = 60, metrics = "iou", validation = list(d$x, masks),
                optimizer = optim_adam(lr = 0.1))
  found <- predict(fitted, d$x)
  expect_identical(dim(found), c(40L, 9L, 9L))
  expect_gt(mean(found == masks), 0.8)
})

test_that("losses may be functions", {
  skip_without_escnn()
  d <- bright_and_dark()
  smooth <- function(output, target) {
    torch$nn$functional$cross_entropy(output, target, label_smoothing = 0.2)
  }
  fitted <- fit(small_network(), d$x, d$y, epochs = 1, loss = smooth)
  plain <- fit(small_network(), d$x, d$y, epochs = 1)
  expect_false(isTRUE(all.equal(fitted$history$loss, plain$history$loss)))
})

test_that("frozen layers stay frozen in training, in workers and when it goes on", {
  skip_without_escnn()
  d <- bright_and_dark()
  model <- small_network()
  model[[1]]$eval()
  model[[2]]$eval()
  before <- escnn_weights(model)
  held <- grep("^0[.]|^1[.].*running", names(before), value = TRUE)
  check <- function(fitted) {
    after <- escnn_weights(fitted)
    expect_identical(after[held], before[held])
    expect_false(identical(after, before))
  }
  fitted <- fit(model, d$x, d$y, epochs = 2, validation = 0.2)
  check(fitted)
  check(fit(fitted, d$x, d$y, epochs = 1))
  check(fit(revive(fitted), d$x, d$y, epochs = 1))
  # a module in evaluation mode as a whole was only used
  module_train(model, FALSE)
  expect_false(identical(escnn_weights(fit(model, d$x, d$y, epochs = 1))[held], before[held]))
})

test_that("a model with nothing to train is refused", {
  skip_without_escnn()
  d <- bright_and_dark()
  model <- field_type(c4(), "trivial") |>
    nn_r2_conv(c(trivial = 2), kernel_size = 9) |>
    nn_group_pooling()
  model[[1]]$eval()
  expect_snapshot(fit(model, d$x, d$y, epochs = 1), error = TRUE)
})

test_that("a fitted model goes on with its loss, metrics, classes and precision", {
  skip_without_escnn()
  d <- bright_and_dark()
  one <- field_type(c4(), "trivial") |> nn_r2_conv("trivial", kernel_size = 9)
  first <- fit(one, d$x, as.numeric(d$y), loss = "mae", metrics = "rmse", precision = "float64",
               epochs = 1)
  more <- fit(first, d$x, as.numeric(d$y), epochs = 1)
  expect_identical(more$plan[c("loss", "precision")], list(loss = "mae", precision = "float64"))
  expect_identical(unlist(more$plan$metrics), "rmse")
  expect_identical(fit(first, d$x, as.numeric(d$y), epochs = 1, loss = "mse")$plan$loss, "mse")
  own <- function(output, target) torch$mul(torch$nn$functional$mse_loss(output, target), 7)
  first <- fit(one, d$x, as.numeric(d$y), loss = own, epochs = 1)
  same <- fit(first, d$x, as.numeric(d$y), epochs = 1, optimizer = optim_sgd(lr = 0))
  expect_equal(same$history$loss, evaluate(first, d$x, as.numeric(d$y), metrics = NULL)$loss,
               tolerance = 1e-4)
  # fewer of the classes, in another order
  three <- factor(rep(c("a", "b", "c"), length.out = 40))
  fitted <- fit(small_network(3), d$x, three, epochs = 1)
  some <- three != "b"
  fewer <- factor(three[some], c("c", "a"))
  more <- fit(fitted, d$x[some, , , , drop = FALSE], fewer, epochs = 1, validation = list(
    d$x[some, , , , drop = FALSE], fewer
  ))
  expect_identical(more$levels, levels(three))
  expect_identical(fit(fitted, d$x, rep(1:2, 20), epochs = 1)$levels, levels(three))
  expect_snapshot(error = TRUE, {
    fit(fitted, d$x, factor(rep(c("a", "z"), 20)))
    fit(fitted, d$x, rep(3:4, 20))
    fit(fitted, d$x, rnorm(40))
  })
})

test_that("as many classes as outputs are wanted, before training", {
  skip_without_escnn()
  d <- bright_and_dark()
  seen <- 0
  count <- function(record, model) seen <<- seen + 1
  expect_snapshot(error = TRUE, {
    fit(small_network(3), d$x, d$y, callbacks = count)
    fit(small_network(3), dataset_arrays(d$x, d$y), callbacks = count)
    fit(small_network(3), d$x, rep(1:2, 20), callbacks = count)
  })
  expect_identical(seen, 0)
  # a class without examples has a level
  fitted <- fit(small_network(3), d$x, factor(d$y, c("dark", "light", "grey")), epochs = 1)
  expect_equal(rowSums(predict(fitted, d$x, type = "prob")), rep(1, 40), tolerance = 1e-6)
})
