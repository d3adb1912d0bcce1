# Each training in workers starts Python some times: few of them, and small ones.

# Its weights are drawn when it is made, which is once.
the_network <- function() {
  if (is.null(kept$network)) kept$network <- small_network()
  kept$network
}
kept <- new.env()

test_that("two workers give the losses of one process, and what callbacks do", {
  skip_without_escnn()
  skip_on_cran()
  d <- bright_and_dark(37)
  seen <- numeric()
  train <- function(...) {
    fit(
      the_network(), d$x, d$y, epochs = 3, batch_size = 8, metrics = "accuracy", augment = "exact",
      validation = list(d$x, d$y), optimizer = optim_sgd(lr = 0.01), precision = "float64",
      seed = 0, ...
    )
  }
  alone <- train()
  look <- callback_epoch(function(record, model) {
    seen <<- c(seen, sum(abs(unlist(escnn_weights(model)))))
    NULL
  })
  apart <- train(workers = 2, callbacks = list(look, callback_best()))
  expect_s3_class(apart, "escnn_fit")
  expect_identical(names(apart$history), names(alone$history))
  numbers <- setdiff(names(alone$history), "seconds")
  expect_equal(apart$history[numbers], alone$history[numbers], tolerance = 1e-9)
  expect_length(unique(seen), 3)
  expect_identical(apart$about$device, "cpu, 2 workers")
  expect_identical(predict(apart, d$x), predict(alone, d$x))
  expect_length(Sys.glob(file.path(tempdir(), "escnn-workers-*")), 0)
})

test_that("a gspace that turns the data goes along to workers", {
  skip_without_escnn()
  skip_on_cran()
  d <- bright_and_dark(17)
  maps <- array(rep(1:2, length.out = 17 * 81), c(17, 9, 9))
  plain <- net_conventional(2, plan = "unet", width = 1, depth = 1)
  # a finite group by its table of turns, and one whose turns are drawn
  for (space in list(gspace_flip_rot2d_on_r2(n = 8), gspace_rot2d_on_r2(n = Inf))) {
    train <- function(...) {
      fit(
        plain, d$x, maps, epochs = 1, batch_size = 8, augment = space, precision = "float64",
        optimizer = optim_sgd(lr = 0.01), seed = 0, ...
      )
    }
    alone <- train()
    apart <- train(workers = 2)
    expect_equal(apart$history$loss, alone$history$loss, tolerance = 1e-9)
    expect_equal(predict(apart, d$x, "prob"), predict(alone, d$x, "prob"), tolerance = 1e-7)
    expect_identical(apart$plan$augment, alone$plan$augment)
  }
})

test_that("a killed worker ends training, which goes on from the checkpoint", {
  skip_without_escnn()
  skip_on_cran()
  skip_on_os("windows")
  d <- bright_and_dark(37)
  path <- withr::local_tempfile(fileext = ".checkpoint")
  train <- function(...) fit(the_network(), d$x, d$y, epochs = 3, batch_size = 8, seed = 0, ...)
  kill <- function(record, model) {
    if (record$epoch < 2) {
      return(NULL)
    }
    file <- Sys.glob(file.path(tempdir(), "escnn-workers-*", "pid-1"))
    tools::pskill(as.integer(readLines(file, warn = FALSE)), 9L)
    NULL
  }
  error <- rlang::catch_cnd(
    train(workers = 2, callbacks = list(kill, callback_checkpoint(path))), "error"
  )
  expect_s3_class(error, "escnn_error_worker")
  expect_s3_class(error, "escnn_error")
  expect_identical(error$worker, 2L)
  expect_identical(error$checkpoint, path)
  expect_match(conditionMessage(error), "SIGKILL", fixed = TRUE)
  expect_equal(train(resume = path)$history$loss, train()$history$loss, tolerance = 1e-5)
})

test_that("what can't be done in workers is told before any starts", {
  skip_without_escnn()
  d <- bright_and_dark(8)
  model <- small_network()
  own <- escnn_module("Own", function(x) x)
  expect_snapshot(error = TRUE, {
    fit(model, d$x, d$y, workers = 1.5)
    fit(model, d$x, d$y, workers = 9, batch_size = 8)
    fit(model, d$x, d$y, workers = 2, loss = function(output, target) output$sum())
    fit(model, function(epoch, batch) if (batch == 1) d, workers = 2)
    fit(own(model), d$x, d$y, workers = 2)
    fit(model, d$x, d$y, workers = 2, device = "mps")
    fit(model, d$x, d$y, device = "cpu", precision = "fp16")
  })
  # which devices are there differs from machine to machine
  expect_error(
    fit(model, d$x, d$y, device = "tpu"), "one that is there", class = "escnn_error_argument"
  )
})

test_that("an ended worker is told with what to do", {
  failed <- list(worker = 2L, of = 4L, signal = "9 (SIGKILL)", epoch = 1L, said = "")
  other <- list(worker = 1L, of = 2L, signal = NULL, epoch = 0L, said = "ValueError: {no}")
  expect_snapshot(error = TRUE, {
    abort_worker(failed, NULL, NULL)
    abort_worker(other, NULL, NULL)
  })
})

test_that("half precision works on the CPU", {
  skip_without_escnn()
  d <- bright_and_dark(16)
  # most processors only emulate it, and say so
  suppressWarnings(
    fitted <- fit(the_network(), d$x, d$y, epochs = 1, device = "cpu", precision = "bf16"),
    classes = "escnn_warning_slow"
  )
  expect_true(is.finite(fitted$history$loss))
})

test_that("energies with forces are trained in two workers as in one", {
  skip_without_escnn()
  skip_on_cran()
  d <- springs(7)
  net <- withr::with_seed(1, spring_network())
  train <- function(...) {
    fit(
      net, springs_data(d), epochs = 2, batch_size = 4, metrics = "forces_mae", seed = 0,
      optimizer = optim_sgd(lr = 0.001), precision = "float64", validation = springs_data(d),
      loss = loss_energy_forces(), ...
    )
  }
  alone <- train()
  apart <- train(workers = 2)
  numbers <- setdiff(names(alone$history), "seconds")
  expect_equal(apart$history[numbers], alone$history[numbers], tolerance = 1e-9)
  expect_equal(predict(apart, springs_data(d)), predict(alone, springs_data(d)), tolerance = 1e-9)
})
