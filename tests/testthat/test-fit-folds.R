folds_of <- function(n = 18, v = 3) {
  d <- bright_and_dark(n)
  dataset_folds(dataset_arrays(d$x, d$y), v = v, seed = 1)
}

test_that("each setting is trained and measured on each fold", {
  skip_without_escnn()
  folds <- folds_of()
  seen <- list()
  net <- small_network()
  train <- function(data, lr, epochs) {
    seen[[length(seen) + 1L]] <<- list(n = length(data), lr = lr, epochs = epochs)
    fit(net, data, epochs = epochs, optimizer = optim_adam(lr = lr))
  }
  grid <- expand.grid(lr = c(0.001, 0.01), epochs = 1:2)
  scores <- withr::with_seed(1, fit_folds(train, folds, grid, metrics = c("loss", "accuracy")))
  expect_s3_class(scores, "data.frame")
  expect_named(scores, c("lr", "epochs", "id", "loss", "accuracy"))
  expect_identical(scores$id, rep(folds$id, 4))
  expect_identical(vapply(seen, `[[`, 1, "lr"), scores$lr)
  expect_identical(vapply(seen, `[[`, 1L, "n"), rep(12L, 12))
  # as by hand
  seeds <- withr::with_seed(1, sample.int(.Machine$integer.max, 12))
  second <- withr::with_seed(seeds[[2]], train(folds$analysis[[2]], 0.001, 1))
  expect_equal(evaluate(second, folds$assessment[[2]])$loss, scores$loss[[2]])
  again <- withr::with_seed(1, fit_folds(train, folds, grid, metrics = c("loss", "accuracy")))
  expect_identical(again, scores)
  means <- summary(scores)
  expect_named(means, c("lr", "epochs", "loss", "loss_sd", "accuracy", "accuracy_sd"))
  expect_identical(means[1:2], grid, ignore_attr = TRUE)
  expect_equal(means$loss[[1]], mean(scores$loss[1:3]))
  expect_equal(means$loss_sd[[4]], sd(scores$loss[10:12]))
  alone <- fit_folds(function(data) fit(net, data, epochs = 1), folds[1:2, ])
  expect_identical(names(alone)[[1]], "id")
  expect_identical(nrow(summary(alone)), 1L)
})

test_that("settings may be texts and lists, and have names of their own", {
  skip_without_escnn()
  folds <- folds_of(8, 2)
  net <- small_network()
  seen <- list()
  train <- function(data, rate, turns) {
    seen[[length(seen) + 1L]] <<- list(rate, turns)
    fit(net, data, epochs = 1, optimizer = optim_adam(lr = switch(rate, low = 0.001, high = 0.01)))
  }
  grid <- expand.grid(rate = c("low", "high"))
  grid$turns <- list(1:2, 3)
  scores <- fit_folds(train, folds, grid)
  expect_identical(seen[c(1, 3)], list(list("low", 1:2), list("high", 3)))
  expect_identical(summary(scores)[1:2], grid, ignore_attr = TRUE)
  expect_snapshot(error = TRUE, {
    fit_folds(function(data, turns) stop("no"), folds, grid["turns"])
    fit_folds(function(data, loss) 1, folds, data.frame(loss = "focal"))
    fit_folds(function(data, auc) 1, folds, data.frame(auc = 1), metrics = "auc")
  })
})

test_that("a cluster gives what this session gives", {
  skip_without_escnn()
  skip_on_cran()
  skip_if_not_installed("parallel")
  folds <- folds_of(12, 2)
  net <- escnn_pack(small_network())
  train <- function(data, lr) {
    net <- escnn::escnn_unpack(net)
    escnn::fit(net, data, epochs = 1, optimizer = escnn::optim_sgd(lr = lr))
  }
  grid <- data.frame(lr = c(0.01, 0.1))
  here <- withr::with_seed(1, fit_folds(train, folds, grid))
  cluster <- parallel::makePSOCKcluster(2)
  on.exit(parallel::stopCluster(cluster))
  there <- withr::with_seed(1, fit_folds(train, folds, grid, cluster = cluster))
  expect_equal(there, here, tolerance = 1e-5)
  # one fold alone is that part of the same data
  some <- withr::with_seed(1, fit_folds(train, folds[2, ], grid, cluster = cluster))
  expect_identical(some$id, rep("Fold2", 2))
  failing <- function(data, lr) stop("no")
  expect_error(fit_folds(failing, folds, grid, cluster = cluster), class = "escnn_error_callback")
  # what this session has attached is found there, too; what only it has is not
  plain <- function(data, lr) {
    fit(escnn_unpack(net), data, epochs = 1, optimizer = optim_sgd(lr = lr))
  }
  environment(plain) <- list2env(list(net = net), parent = globalenv())
  found <- withr::with_seed(1, fit_folds(plain, folds, grid, cluster = cluster))
  expect_equal(found, here, tolerance = 1e-5)
  absent <- function(data, lr) fit(only_here, data)
  environment(absent) <- globalenv()
  expect_error(
    fit_folds(absent, folds, grid, cluster = cluster), "clusterExport",
    class = "escnn_error_callback"
  )
  gone <- parallel::makePSOCKcluster(1)
  parallel::stopCluster(gone)
  expect_error(
    fit_folds(train, folds, grid, cluster = gone), "was stopped", class = "escnn_error_argument"
  )
})

test_that("what can't be trained on folds is told", {
  skip_without_escnn()
  folds <- folds_of(8, 2)
  train <- function(data, lr) if (lr > 1) stop("too large") else 1
  expect_snapshot(error = TRUE, {
    fit_folds(folds, train)
    fit_folds(train, list())
    fit_folds(train, folds, list(lr = 1))
    fit_folds(train, folds, data.frame(rate = 1))
    fit_folds(train, folds, data.frame(lr = 0.1))
    fit_folds(train, folds, data.frame(lr = 2))
    fit_folds(train, folds, cluster = 2)
    fit_folds(function() 1, folds)
    fit_folds(function(data) fit(small_network(), data, epochs = 1), folds, metrics = "rmse")
  })
})
