nn_scaled <- function() {
  escnn_module("Scaled",
    initialize = function(start = 1) {
      self$scale <- module_parameter(start)
      self$note <- "kept"
    },
    forward = function(x) geometric_tensor(torch$mul(x$tensor, self$scale), x$type)
  )
}

test_that("a module written in R is a layer like others", {
  skip_without_escnn()
  scaled <- nn_scaled()
  type <- field_type(c4(), regular = 2)
  layer <- scaled(type, start = 3)
  x <- random_array(1, 8, 5, 5)
  expect_equal(as.array(layer(x)), 3 * x, tolerance = 1e-6)
  expect_identical(layer$note, "kept")
  expect_identical(parameters(layer)$name, "scale")
  expect_equivariant(layer)
  model <- nn_relu(type) |> scaled(start = 2) |> nn_group_pooling()
  expect_identical(length(model), 3L)
  expect_identical(parameters(model)$name, "1.scale")
  expect_identical(output_size(model, c(8, 5, 5)), c(2L, 5L, 5L))
  expect_equivariant(model)
  expect_snapshot(model)
})

test_that("gradients flow through it and its parameters are trained", {
  skip_without_escnn()
  layer <- nn_scaled()(field_type(c4(), "trivial"))
  optimizer <- torch$optim$SGD(layer$parameters(), lr = 0.5)
  torch$mean(layer(array(1, c(1, 1, 2, 2)))$tensor)$backward()
  optimizer$step()
  expect_equal(as.vector(coef(layer)$scale), 0.5)
})

test_that("it holds modules, and may take its type from them", {
  skip_without_escnn()
  nn_block <- escnn_module("Block",
    initialize = function(out, ...) {
      self$body <- self$in_type |> nn_r2_conv(out, kernel_size = 3, ...) |> nn_relu()
      self$out_type <- self$body$out_type
    },
    forward = function(self, x) self$body(x)
  )
  layer <- field_type(c4(), "trivial") |> nn_block(c(regular = 2), padding = 1)
  expect_identical(dim(layer(random_array(1, 1, 5, 5))), c(1L, 8L, 5L, 5L))
  expect_setequal(parameters(layer)$name, c("body.0.weights", "body.0.bias"))
  expect_equivariant(layer)
  layer$double()
  expect_identical(format(layer$body[[1]]$weights$dtype), "torch.float64")
  module_train(layer, FALSE)
  expect_false(layer$body[[2]]$training)
})

test_that("out types are types, fields, or functions of the input's", {
  skip_without_escnn()
  twice <- function(out_type) {
    escnn_module("Twice", forward = function(x) c(x, x), out_type = out_type)
  }
  type <- field_type(c4(), "regular")
  for (out in list(c(regular = 2), function(type) type + type, type + type)) {
    layer <- twice(out)(type)
    expect_identical(dim(layer$out_type), c(2L, 8L))
    expect_equivariant(layer)
  }
  repeated <- escnn_module("Repeated",
    forward = function(x) Reduce(c, rep(list(x), self$n)),
    initialize = function(n) self$n <- n,
    out_type = function(type, n) Reduce(c, rep(list(type), n))
  )
  expect_identical(length(repeated(type, n = 3)$out_type), 3L)
  expect_equivariant(repeated(type, n = 3))
})

test_that("what isn't equivariant is found out", {
  skip_without_escnn()
  broken <- escnn_module("Broken", forward = function(x) {
    geometric_tensor(torch$cumsum(x$tensor, 3L), x$type)
  })
  expect_false(all(check_equivariance(broken(field_type(c4(), "trivial")))$ok))
})

test_that("errors in R come through with their message", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  x <- random_array(1, 4, 3, 3)
  failing <- escnn_module("Failing", forward = function(x) stop("out of ideas"))
  expect_snapshot(failing(type)(x), error = TRUE)
  found <- tryCatch(failing(type)(x), error = identity)
  expect_s3_class(found, "escnn_error_callback")
  expect_identical(conditionMessage(found$parent), "out of ideas")
  unset <- escnn_module("Unset", forward = identity, initialize = function() stop("not today"))
  expect_error(unset(type), class = "escnn_error_callback")
  # an error of this package's within says what it is about
  inner <- escnn_module("Inner", forward = function(x) nn_relu(field_type(c4(), "irrep_1")))
  expect_error(inner(type)(x), class = "escnn_error_callback")
  # and the next error is not taken for it
  expect_error(nn_relu(field_type(c4(), "irrep_1")), class = "escnn_error_argument")
  wrong <- escnn_module("Wrong", forward = function(x) c(x, x))
  expect_snapshot(wrong(type)(x), error = TRUE)
  nothing <- escnn_module("Nothing", forward = function(x) as.array(x))
  expect_snapshot(nothing(type)(x), error = TRUE)
})

test_that("arguments are checked", {
  skip_without_escnn()
  expect_snapshot(escnn_module("my module", forward = identity), error = TRUE)
  expect_snapshot(escnn_module("Mine", forward = 3), error = TRUE)
  expect_snapshot(escnn_module("Mine", forward = identity, out_type = quote(a)), error = TRUE)
  expect_snapshot(nn_scaled()(3), error = TRUE)
  expect_error(module_parameter("a"), class = "escnn_error_argument")
  expect_false(module_parameter(1, trained = FALSE)$requires_grad)
})
