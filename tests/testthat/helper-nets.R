# What every ready network has to be: exactly equivariant, trainable, and the
# same after it was kept in a file.
expect_exact <- function(model, x) {
  found <- check_equivariance(model, x)
  exact <- found$relative_error[found$kind == "exact"]
  expect_gt(length(exact), 1)
  expect_lt(max(exact), 1e-5)
}

expect_learns <- function(model, x, y) {
  # against one step at a rate that changes nothing
  still <- fit(model, x, y, epochs = 1, batch_size = 4, optimizer = optim_sgd(lr = 0))
  fitted <- fit(model, x, y, epochs = 8, batch_size = 4, optimizer = optim_adam(lr = 0.01))
  expect_lt(min(fitted$history$loss), still$history$loss[[1]])
  fitted
}

expect_kept <- function(model, x) {
  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(model, path)
  expect_equal(predict(escnn_load(path), x), predict(model, x), tolerance = 1e-6)
}

# A U-Net of two channels and a fit of it, made once.
small_unet <- local({
  kept <- NULL
  function() {
    if (is.null(kept)) {
      unet <- withr::with_seed(1, net_unet(2, channels = 2, width = 2, depth = 2))
      x <- random_array(2, 2, 24, 20)
      y <- structure(factor(x[, 1, , ] > 0, labels = c("water", "land")), dim = c(2, 24, 20))
      kept <<- list(unet = unet, fit = fit(unet, x, y, epochs = 1, seed = 1))
    }
    kept
  }
})
