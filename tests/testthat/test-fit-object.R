test_that("a fit survives saveRDS()", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  again <- revive(fitted)
  expect_true(is_dead(again$pointer$module))
  expect_identical(predict(again, d$x, type = "prob"), predict(fitted, d$x, type = "prob"))
})

test_that("a fit works in another process", {
  skip_without_escnn()
  skip_unless_installed()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  file <- withr::local_tempfile(fileext = ".rds")
  out <- withr::local_tempfile(fileext = ".rds")
  saveRDS(list(fitted = fitted, x = d$x), file)
  ran <- in_new_r(c(
    "library(escnn)", paste0("it <- readRDS(\"", file, "\")"),
    paste0("saveRDS(predict(it$fitted, it$x, type = \"prob\"), \"", out, "\")")
  ))
  expect_identical(ran$status, 0L)
  expect_equal(readRDS(out), predict(fitted, d$x, type = "prob"), tolerance = 1e-6)
})

# What all ways of using a fit say of the same data.
all_answers <- function(fitted, x, y) {
  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(fitted, path)
  lapply(
    list(fitted, revive(fitted), escnn_load(path)),
    function(it) list(predict(it, x, type = "prob"), evaluate(it, x, y), coef(it))
  )
}

test_that("a module that is changed never changes a fit by halves", {
  skip_without_escnn()
  d <- bright_and_dark()
  kept <- NULL
  keep <- callback_epoch(function(record, model) {
    kept <<- model
    NULL
  })
  fitted <- fit(small_network(), d$x, d$y, epochs = 1, callbacks = list(keep))
  before <- all_answers(fitted, d$x, d$y)
  expect_identical(before[[2]], before[[1]])
  expect_identical(before[[3]], before[[1]])
  # the module that is handed out, that which a callback has seen, and that of a reloaded fit
  again <- revive(fitted)
  for (module in list(fitted_module(fitted), kept, fitted_module(again))) {
    weights <- lapply(coef(module), function(values) array(0.5, dim(values)))
    module_set_weights(module, weights)
    expect_identical(coef(module), weights)
  }
  expect_identical(all_answers(fitted, d$x, d$y), before)
  expect_identical(all_answers(again, d$x, d$y), before)
})

test_that("a changed module is put into a fit, and all see it", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  before <- all_answers(fitted, d$x, d$y)
  module <- fitted_module(fitted)
  expect_false(module$training)
  module_set_weights(module, lapply(coef(module), function(values) array(0.5, dim(values))))
  changed <- fitted
  fitted_module(changed) <- module
  answers <- all_answers(changed, d$x, d$y)
  expect_identical(answers[[2]], answers[[1]])
  expect_identical(answers[[3]], answers[[1]])
  expect_identical(answers[[1]][[3]], coef(module))
  expect_identical(all_answers(fitted, d$x, d$y), before)
  expect_output(print(changed), "changed since training")
  # the module stays the user's
  module_set_weights(module, lapply(coef(module), function(values) array(0, dim(values))))
  expect_identical(all_answers(changed, d$x, d$y), answers)
  # weights alone
  loaded <- escnn_load_weights(fitted, escnn_weights(changed))
  expect_identical(coef(loaded), coef(changed))
  expect_identical(all_answers(fitted, d$x, d$y), before)
  expect_snapshot(error = TRUE, {
    fitted_module(changed) <- nn_relu(field_type(c4(), "trivial"))
    fitted_module(changed) <- 3
  })
})

test_that("coef() gives a fit's weights by name", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  expect_identical(coef(fitted), coef(fitted_module(fitted)))
  expect_true("0.weights" %in% names(coef(fitted)))
})

test_that("a fit takes one index between brackets", {
  skip_without_escnn()
  d <- bright_and_dark()
  fitted <- fit(small_network(), d$x, d$y, epochs = 1)
  expect_named(fitted["history"], "history")
  expect_identical(fitted[["history"]], fitted$history)
  expect_error(fitted[1, ], "takes one index", class = "escnn_error_argument")
  expect_error(fitted[1, 2, drop = FALSE], class = "escnn_error_argument")
  expect_error(fitted[["history", "loss"]], class = "escnn_error_argument")
  expect_identical(fitted[-1][[1]], fitted[[2]])
  for (wrong in list(99, quote(run()), globalenv(), NA, list(1))) {
    expect_error(fitted[wrong], "`i` must be", class = "escnn_error_argument")
    expect_error(fitted[[wrong]], "`i` must be", class = "escnn_error_argument")
  }
  for (wrong in list(c(1, 2), 0, character())) {
    expect_error(fitted[[wrong]], "`i` must be", class = "escnn_error_argument")
  }
})
