test_that("where checkpoints cannot be written is told before training", {
  skip_without_escnn()
  d <- bright_and_dark()
  folder <- withr::local_tempdir()
  path <- file.path(folder, "run.checkpoint")
  trained <- FALSE
  note <- function(record, model) trained <<- TRUE
  train <- function() {
    fit(small_network(), d$x, d$y, epochs = 1, callbacks = list(callback_checkpoint(path), note))
  }
  dir.create(path)
  expect_error(train(), "it is a folder", class = "escnn_error_not_written")
  expect_identical(list.files(folder, all.files = TRUE, no.. = TRUE), "run.checkpoint")
  unlink(path, recursive = TRUE)
  where <- callback_checkpoint(path)
  unlink(folder, recursive = TRUE)
  writeLines("a file", folder)
  expect_error(
    fit(small_network(), d$x, d$y, epochs = 1, callbacks = list(where, note)),
    class = "escnn_error_not_written"
  )
  expect_false(trained)
})

test_that("a small disk is told before training", {
  skip_without_escnn()
  skip_on_os(c("windows", "mac"))
  d <- bright_and_dark()
  disk <- withr::local_tempdir()
  mount <- function(...) {
    suppressWarnings(system2("mount", c(...), stdout = FALSE, stderr = FALSE)) == 0
  }
  skip_if_not(mount("-t", "tmpfs", "-o", "size=16k", "tmpfs", disk), "file systems can be mounted")
  withr::defer(system2("umount", disk))
  path <- callback_checkpoint(file.path(disk, "c"))
  expect_error(
    fit(small_network(), d$x, d$y, epochs = 1, callbacks = path),
    "No space left", class = "escnn_error_not_written"
  )
  expect_true(mount("-o", "remount,ro", disk))
  expect_error(
    fit(small_network(), d$x, d$y, epochs = 1, callbacks = path),
    "Read-only", class = "escnn_error_not_written"
  )
  expect_error(escnn_save(small_network(), file.path(disk, "m")), "Read-only")
  expect_length(list.files(disk, all.files = TRUE, no.. = TRUE), 0)
})

test_that("checkpoints that can no longer be written end no training", {
  skip_without_escnn()
  d <- bright_and_dark()
  folder <- withr::local_tempdir()
  path <- file.path(folder, "sub", "c")
  dir.create(dirname(path))
  model <- small_network()
  vanish <- function(record, model) {
    if (record$epoch == 2) file.rename(dirname(path), file.path(folder, "moved"))
    NULL
  }
  seen <- list()
  fitted <- withCallingHandlers(
    fit(
      model, d$x, d$y, epochs = 4, seed = 0, callbacks = list(callback_checkpoint(path), vanish)
    ),
    escnn_warning_checkpoint = function(w) {
      seen <<- c(seen, list(conditionMessage(w)))
      rlang::cnd_muffle(w)
    }
  )
  expect_length(seen, 1)
  expect_match(seen[[1]], "3 checkpoints")
  expect_match(seen[[1]], "epochs from 2 on")
  straight <- fit(model, d$x, d$y, epochs = 4, seed = 0)
  expect_identical(escnn_weights(fitted), escnn_weights(straight))
  resumed <- fit(model, d$x, d$y, epochs = 4, resume = file.path(folder, "moved", "c"))
  expect_identical(escnn_weights(resumed), escnn_weights(straight))
})

test_that("logs that cannot be written are told once and end no training", {
  skip_without_escnn()
  d <- bright_and_dark()
  folder <- withr::local_tempdir()
  csv <- callback_csv(file.path(folder, "sub.csv"))
  dir.create(file.path(folder, "sub.csv"))
  seen <- list()
  fitted <- withCallingHandlers(
    fit(small_network(), d$x, d$y, epochs = 3, callbacks = csv),
    escnn_warning_log = function(w) {
      seen <<- c(seen, list(conditionMessage(w)))
      rlang::cnd_muffle(w)
    }
  )
  expect_length(seen, 1)
  expect_identical(nrow(fitted$history), 3L)
  skip_if_not(has_tensorboard(), "needs install_escnn(extras = \"tensorboard\")")
  board <- callback_tensorboard(file.path(folder, "board"))
  writeLines("a file", file.path(folder, "board"))
  expect_warning(
    fit(small_network(), d$x, d$y, epochs = 1, callbacks = board), class = "escnn_warning_log"
  )
})

test_that("an error in a callback has the model so far", {
  skip_without_escnn()
  d <- bright_and_dark()
  fail <- function(record, model) if (record$epoch == 2) stop("my own error")
  model <- small_network()
  found <- tryCatch(fit(model, d$x, d$y, epochs = 5, seed = 0, callbacks = fail), error = identity)
  expect_s3_class(found$fitted, "escnn_fit")
  expect_identical(
    escnn_weights(found$fitted), escnn_weights(fit(model, d$x, d$y, epochs = 2, seed = 0))
  )
})

test_that("callbacks start anew in each training, and go on where one is resumed", {
  skip_without_escnn()
  d <- bright_and_dark()
  folder <- withr::local_tempdir()
  model <- small_network()
  path <- file.path(folder, "c")
  callbacks <- function(log) {
    list(
      callback_best("valid_loss"), callback_plateau("valid_loss", patience = 1, factor = 0.5),
      callback_early_stopping("valid_loss", patience = 5), callback_csv(file.path(folder, log)),
      callback_checkpoint(path, every = 1)
    )
  }
  train <- function(callbacks, ...) {
    fit(model, d$x, d$y, epochs = 12, batch_size = 8, validation = 0.3, callbacks = callbacks,
        optimizer = optim_sgd(lr = 0.6), seed = 0, ...)
  }
  both <- callbacks("straight.csv")
  straight <- train(both)
  again <- train(both)
  expect_identical(escnn_weights(again), escnn_weights(straight))
  expect_identical(again$history$lr, straight$history$lr)
  unlink(path)
  stop_at_5 <- function(record, model) if (record$epoch == 5) FALSE
  broken <- callbacks("resumed.csv")
  train(c(broken, stop_at_5))
  resumed <- train(callbacks("resumed.csv"), resume = TRUE)
  expect_identical(escnn_weights(resumed), escnn_weights(straight))
  kept <- setdiff(names(straight$history), "seconds")
  expect_identical(resumed$history[kept], straight$history[kept])
  logs <- lapply(c("straight.csv", "resumed.csv"), function(log) {
    utils::read.csv(file.path(folder, log))[kept]
  })
  expect_identical(logs[[2]], logs[[1]])
  expect_identical(nrow(logs[[1]]), nrow(straight$history))
})

test_that("a training that had ended early stays ended", {
  skip_without_escnn()
  d <- bright_and_dark()
  path <- withr::local_tempfile()
  flat <- function(output, target) torch$mul(output, 0)$sum()
  train <- function() {
    fit(
      small_network(), d$x, d$y, epochs = 9, loss = flat, resume = TRUE,
      callbacks = list(callback_early_stopping("loss", patience = 2), callback_checkpoint(path))
    )
  }
  expect_identical(nrow(train()$history), 3L)
  again <- train()
  expect_identical(nrow(again$history), 3L)
  expect_match(again$about$stopped, "stopped early")
})

test_that("damaged checkpoints are refused by a message", {
  skip_without_escnn()
  d <- bright_and_dark()
  folder <- withr::local_tempdir()
  withr::local_dir(folder)
  fit(small_network(), d$x, d$y, epochs = 1, callbacks = callback_checkpoint("whole"))
  raw <- readBin("whole", "raw", 1e7)
  writeBin(raw[seq_len(length(raw) - 100)], "cut")
  escnn_save(small_network(), "model")
  expect_snapshot(error = TRUE, {
    fit(small_network(), d$x, d$y, epochs = 2, resume = "cut")
    fit(small_network(), d$x, d$y, epochs = 2, resume = "model")
    escnn_load("whole")
  })
})

test_that("what all callbacks say of the last epoch counts", {
  skip_without_escnn()
  d <- bright_and_dark()
  folder <- withr::local_tempdir()
  path <- file.path(folder, "c")
  log <- file.path(folder, "log.csv")
  flat <- function(output, target) torch$mul(output, 0)$sum()
  model <- small_network()
  train <- function(...) {
    watch <- list(callback_plateau("loss", factor = 0.5, patience = 1), callback_checkpoint(path))
    fit(model, d$x, d$y, epochs = 4, loss = flat, callbacks = c(watch, list(...)), resume = TRUE)
  }
  stop_at_2 <- function(record, model) record$epoch < 2
  ended <- train(stop_at_2, callback_csv(log))
  expect_identical(ended$about$stopped, "stopped by a callback")
  expect_identical(nrow(utils::read.csv(log)), 2L)
  expect_equal(train()$history$lr, 1e-3 * c(1, 1, 0.5, 0.25))
})
