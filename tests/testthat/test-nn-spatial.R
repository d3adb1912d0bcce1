test_that("arguments that aren't one number are checked", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  conv <- function(...) nn_r2_conv(type, "regular", kernel_size = 5, ...)
  expect_snapshot(error = TRUE, {
    conv(sigma = "a")
    conv(sigma = c(0.5, -1))
    conv(rings = "a")
    conv(rings = list(1))
    conv(rings = c(1, -1))
    conv(frequencies_cutoff = -1)
    conv(frequencies_cutoff = "default4")
    conv(basis_filter = "a")
    conv(basis_filter = -1)
    conv(basis_filter = c(1, 2))
    conv(recompute = 1)
  })
})

test_that("functions for Python get R values and give theirs as they are", {
  skip_without_escnn()
  seen <- list()
  type <- field_type(c4(), "trivial")
  layer <- nn_r2_conv(type, "trivial", kernel_size = 3, basis_filter = function(a) {
    seen[[length(seen) + 1]] <<- a
    a$radius > 0
  })
  expect_true(all(vapply(seen, function(a) is.numeric(a$radius), NA)))
  expect_setequal(module_basis(layer)$radius, 1)
  broken <- function(radius) stop("no cut-off here")
  expect_error(
    nn_r2_conv(type, "trivial", kernel_size = 3, frequencies_cutoff = broken),
    "no cut-off here", class = "escnn_error"
  )
})
