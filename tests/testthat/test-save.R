test_that("modules and fitted models come back from one file", {
  skip_without_escnn()
  d <- bright_and_dark()
  path <- withr::local_tempfile(fileext = ".escnn")
  model <- small_network()
  module_train(model, FALSE)
  expect_identical(escnn_save(model, path), path)
  again <- escnn_load(path)
  expect_identical(as.array(again(d$x)), as.array(model(d$x)))
  fitted <- fit(model, d$x, d$y, epochs = 2, metrics = "accuracy", validation = 0.2)
  escnn_save(fitted, path)
  loaded <- escnn_load(path)
  expect_identical(predict(loaded, d$x, type = "prob"), predict(fitted, d$x, type = "prob"))
  expect_equal(loaded$history, fitted$history)
  expect_identical(loaded$levels, fitted$levels)
  expect_identical(evaluate(loaded, d$x, d$y), evaluate(fitted, d$x, d$y))
})

test_that("bad files and places are refused, and what was there stays", {
  skip_without_escnn()
  folder <- withr::local_tempdir()
  path <- file.path(folder, "model.escnn")
  model <- small_network()
  escnn_save(model, path)
  raw <- readBin(path, "raw", 1e7)
  writeBin(raw[1:1000], file.path(folder, "cut.escnn"))
  writeLines("hello", file.path(folder, "text.escnn"))
  withr::local_dir(folder)
  expect_snapshot(error = TRUE, {
    escnn_load("none.escnn")
    escnn_load("text.escnn")
    escnn_save(model, "no/folder/model.escnn")
    escnn_save(3, "model.escnn")
    escnn_save(model)
  })
  expect_error(escnn_load("cut.escnn"), class = "escnn_error_argument")
  expect_identical(readBin(path, "raw", 1e7), raw)
})

test_that("weights are exchanged by name, with plain state dicts too", {
  skip_without_escnn()
  d <- bright_and_dark()
  a <- small_network()
  b <- small_network()
  escnn_load_weights(b, escnn_weights(a))
  expect_identical(escnn_weights(b), escnn_weights(a))
  c <- small_network()
  module_train(c, FALSE)
  escnn_load_weights(c, a$state_dict())
  module_train(a, FALSE)
  expect_identical(as.array(c(d$x)), as.array(a(d$x)))
  file <- withr::local_tempfile(fileext = ".pt")
  torch$save(a$state_dict(), file)
  e <- small_network()
  escnn_load_weights(e, file)
  expect_identical(escnn_weights(e), escnn_weights(a))
  expect_snapshot(escnn_load_weights(a, escnn_weights(a)[-1]), error = TRUE)
})

test_that("what a file says about a training is read, and never followed", {
  skip_without_escnn()
  d <- bright_and_dark()
  folder <- withr::local_tempdir()
  withr::local_dir(folder)
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  good <- fit_to_json(fitted)
  other <- file.path(folder, "other.json")
  writeLines(good, other)
  save_with <- function(fit) {
    py_invoke(
      "escnn_r.saving.save_model", fitted_module(fitted), "model.escnn", list(fit = fit)
    )
  }
  save_with(good)
  expect_equal(escnn_load("model.escnn")$history, fitted$history)
  bad <- list(
    other, paste0("file://", other), "http://127.0.0.1:1/x", "text", "[]", "3", 3, list(1, 2),
    "{\"history\": {\"loss\": [1, [2, 3]]}, \"plan\": {}, \"about\": {}}",
    "{\"history\": {\"loss\": [1], \"lr\": []}, \"plan\": {\"epochs\": 1}, \"about\": {}}"
  )
  for (fit in bad) {
    save_with(fit)
    expect_error(escnn_load("model.escnn"), class = "escnn_error_argument")
  }
  expect_snapshot(escnn_load("model.escnn"), error = TRUE)
})

test_that("weights of files that could run something are refused", {
  skip_without_escnn()
  folder <- withr::local_tempdir()
  withr::local_dir(folder)
  model <- small_network()
  before <- escnn_weights(model)
  reticulate::py_run_string("
import os, pickle
class Evil:
    def __reduce__(self):
        return (os.mkdir, ('owned',))
with open('evil.pt', 'wb') as stream:
    pickle.dump({'a': Evil()}, stream, protocol=2)
", convert = FALSE)
  file.copy("evil.pt", "evil.safetensors")
  file.copy("evil.pt", "evil.escnn")
  for (path in c("evil.pt", "evil.safetensors")) {
    expect_error(escnn_load_weights(model, path), class = "escnn_error_argument")
  }
  expect_error(escnn_load("evil.escnn"), class = "escnn_error_argument")
  expect_false(dir.exists("owned"))
  expect_identical(escnn_weights(model), before)
})
