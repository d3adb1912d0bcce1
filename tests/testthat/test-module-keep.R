# A block that takes fields, numbers and a type.
nn_own <- function() {
  escnn_module("OwnBlock",
    initialize = function(out, start = 1, other = NULL) {
      self$conv <- nn_r2_conv(self$in_type, out, kernel_size = 3, padding = 1)
      self$scale <- module_parameter(rep(start, length.out = 2))
      self$out_type <- self$conv$out_type
    },
    forward = function(x) {
      geometric_tensor(torch$mul(self$conv(x)$tensor, self$scale$sum()), self$out_type)
    }
  )
}

own_network <- function(make = nn_own(), ...) {
  field_type(c4(), "trivial") |>
    make(c(regular = 2), start = c(0.1, 1 / 3), ...) |>
    nn_relu() |>
    nn_r2_conv(c(regular = 2), kernel_size = 9) |>
    nn_group_pooling()
}

test_that("arguments that are damaged are refused", {
  good <- keepable(c(a = 1, b = NaN, c = NA))
  expect_identical(kept(good), c(a = 1, b = NaN, c = NA))
  bad <- list(
    values = list("1", "x", "2"), values = list(1, 2, 3), values = list("1", list("2", "3"), "4"),
    missing = list(1e9), missing = list("a"), missing = list(-1), missing = list(0),
    names = list("a"), names = list(1, 2, 3),
    dim = list(2, 2), dim = list("a"), dim = list(-1, -3), kind = "integer", kind = "logical"
  )
  for (i in seq_along(bad)) {
    data <- good
    data[[names(bad)[[i]]]] <- bad[[i]]
    expect_error(kept(data), "plain arguments", class = "escnn_error_argument", info = i)
  }
  expect_error(kept(list(kind = "list", values = list("a"))), class = "escnn_error_argument")
})

test_that("arguments are kept as they are", {
  given <- list(
    1.5, 2L, "a", NULL, c(a = TRUE, b = NA), c(NA_real_, Inf, 1 / 3), list(x = 1, list("b")),
    matrix(1:4, 2), character(), c("NA", NA)
  )
  expect_identical(kept(keepable(given)), given)
  expect_identical(keepable(mean)$kind, "other")
  expect_identical(keepable(Sys.Date())$kind, "other")
})

test_that("models with modules written in R are saved, and loaded by their constructors", {
  skip_without_escnn()
  d <- bright_and_dark()
  type <- field_type(c4(), "irrep_1")
  model <- own_network(other = list(type, "text", 3L))
  module_train(model, FALSE)
  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(model, path)
  seen <- NULL
  nn_seen <- escnn_module("OwnBlock",
    initialize = function(out, start = 1, other = NULL) {
      seen <<- list(out, start, other)
      self$conv <- nn_r2_conv(self$in_type, out, kernel_size = 3, padding = 1)
      self$scale <- module_parameter(c(0, 0))
      self$out_type <- self$conv$out_type
    },
    forward = function(x) {
      geometric_tensor(torch$mul(self$conv(x)$tensor, self$scale$sum()), self$out_type)
    }
  )
  again <- escnn_load(path, modules = list(OwnBlock = nn_seen))
  expect_identical(as.array(again(d$x)), as.array(model(d$x)))
  expect_identical(seen[1:2], list(c(regular = 2), c(0.1, 1 / 3)))
  expect_true(seen[[3]][[1]] == type)
  expect_identical(seen[[3]][2:3], list("text", 3L))
  expect_snapshot(error = TRUE, {
    escnn_load(path)
    escnn_load(path, modules = list(Other = nn_seen))
    escnn_load(path, modules = list(nn_seen))
    escnn_load(path, modules = list(OwnBlock = nn_relu))
    escnn_load(path, modules = list(OwnBlock = function(...) stop("my own error")))
  })
})

test_that("fitted models take the constructors along", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(own_network(), d$x, d$y, epochs = 2)
  expected <- predict(fitted, d$x, type = "prob")
  rds <- withr::local_tempfile(fileext = ".rds")
  saveRDS(fitted, rds)
  the$constructors <- NULL
  again <- readRDS(rds)
  expect_identical(predict(again, d$x, type = "prob"), expected)
  more <- fit(again, d$x, d$y, epochs = 1)
  expect_s3_class(more, "escnn_fit")
  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(again, path)
  loaded <- escnn_load(path, modules = list(OwnBlock = nn_own()))
  expect_identical(predict(loaded, d$x, type = "prob"), expected)
})

test_that("functions among the arguments are refused, and such a fit still works", {
  skip_without_escnn()
  d <- bright_and_dark()
  model <- own_network(other = mean)
  path <- withr::local_tempfile(fileext = ".escnn")
  expect_snapshot(escnn_save(model, "model.escnn"), error = TRUE)
  fitted <- fit(model, d$x, d$y, epochs = 1)
  expect_s3_class(predict(fitted, d$x), "factor")
  expect_false(file.exists(path))
})

test_that("a fitted model takes its own constructor, not another of that name", {
  skip_without_escnn()
  d <- bright_and_dark()
  make <- function(factor) {
    escnn_module("Times", function(x) geometric_tensor(torch$mul(x$tensor, factor), x$type))
  }
  network <- function(...) {
    type <- field_type(c4(), "trivial")
    for (each in list(...)) type <- each(type)
    type |> nn_r2_conv(c(regular = 2), kernel_size = 9) |> nn_group_pooling()
  }
  one <- network(make(2))
  other <- network(make(-3))
  fitted <- fit(one, d$x, d$y, epochs = 1)
  expected <- predict(fitted, d$x, type = "prob")
  rds <- withr::local_tempfile(fileext = ".rds")
  saveRDS(fitted, rds)
  again <- readRDS(rds)
  expect_identical(predict(again, d$x, type = "prob"), expected)
  # those that were read and those of this session are told apart, too
  more <- fit(other, d$x, d$y, epochs = 1)
  expected <- predict(more, d$x, type = "prob")
  saveRDS(more, rds)
  expect_identical(predict(readRDS(rds), d$x, type = "prob"), expected)
  both <- fit(network(make(2), make(3)), d$x, d$y, epochs = 1)
  expect_match(both$problem, "one constructor")
})

test_that("constructors are let go with their modules", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  # collecting takes half a second late in a session
  for (i in 1:10) {
    escnn_module("Passing", function(x) x)(type)
    gc(full = TRUE)
    reticulate::import("gc")$collect()
  }
  expect_lte(sum(startsWith(names(the$constructors), "Passing")), 5)
})
