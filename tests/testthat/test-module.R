small_net <- function() {
  field_type(c4(), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_relu() |>
    nn_group_pooling()
}

test_that("modules are called with arrays and tensors", {
  skip_without_escnn()
  model <- small_net()
  model$eval()
  x <- random_array(2, 1, 7, 7)
  expect_equal(as.array(model(x)), as.array(model(geometric_tensor(x, model$in_type))))
  expect_identical(dim(model(x)), c(2L, 2L, 5L, 5L))
  expect_identical(dim(model(torch$zeros(1L, 1L, 7L, 7L))), c(1L, 2L, 5L, 5L))
  expect_identical(length(model), 3L)
  expect_identical(length(nn_relu(model$in_type)), 1L)
})

test_that("format and str are one short line", {
  skip_without_escnn()
  expect_snapshot({
    format(nn_relu(field_type(c4(), "regular")))
    str(small_net())
  })
})

test_that("calls with the wrong thing are R errors", {
  skip_without_escnn()
  model <- small_net()
  expect_snapshot(model(random_array(2, 3, 7, 7)), error = TRUE)
  expect_snapshot(model(matrix(0, 7, 7)), error = TRUE)
  x <- random_array(1, 1, 7, 7)
  x[1] <- NA
  expect_error(model(x), class = "escnn_error_argument")
  c8 <- field_type(gspace_rot2d_on_r2(n = 8), "trivial")
  other <- geometric_tensor(random_array(1, 1, 7, 7), c8)
  expect_snapshot(model(other), error = TRUE)
  expect_snapshot(model(torch$zeros(1L, 3L, 7L, 7L)), error = TRUE)
})

test_that("modules of several inputs take them by label, arrays too", {
  skip_without_escnn()
  g <- c4()
  merge <- nn_merge(modules = list(
    a = nn_identity(field_type(g, "regular")), b = nn_identity(field_type(g, "trivial"))
  ))
  x <- list(a = random_array(1, 4, 3, 3), b = random_array(1, 1, 3, 3))
  # variables of the labels' names must not come in their way
  a <- b <- 7
  out <- as.array(merge(rev(x)))
  expect_equal(out[, 1:4, , ], x$a[, , , ], tolerance = 1e-6)
  expect_equal(out[, 5, , ], x$b[, , , ], tolerance = 1e-6)
  expect_snapshot(merge(x["a"]), error = TRUE)
})

test_that("arrays come in the module's own precision", {
  skip_without_escnn()
  model <- field_type(c4(), "trivial") |>
    nn_r2_conv("regular", kernel_size = 3) |>
    nn_relu()
  model$double()
  x <- random_array(1, 1, 7, 7)
  expect_identical(summary(model(x))$dtype, "float64")
  found <- check_equivariance(model, x)
  expect_lt(max(found$relative_error), 1e-6)
})

# How often `code` goes over to Python: through the door, and for attributes.
crossings <- function(code) {
  count <- 0L
  counted <- function(f) {
    force(f)
    function(...) {
      count <<- count + 1L
      f(...)
    }
  }
  space <- asNamespace("escnn")
  put <- function(value) {
    get("unlockBinding", baseenv())("attribute_or_abort", space)
    assign("attribute_or_abort", value, space)
    lockBinding("attribute_or_abort", space)
  }
  door <- the$bridge
  attribute <- attribute_or_abort
  on.exit({
    the$bridge <- door
    put(attribute)
  })
  the$bridge <- list(invoke = counted(door$invoke), draw = counted(door$draw))
  put(counted(attribute))
  force(code)
  count
}

test_that("a forward goes over to Python once", {
  skip_without_escnn()
  model <- small_net()
  x <- random_array(2, 1, 7, 7)
  tensor <- geometric_tensor(x, model$in_type)
  plain <- torch$zeros(1L, 1L, 7L, 7L)
  expect_identical(crossings(model(x)), 1L)
  expect_identical(crossings(model(tensor)), 1L)
  expect_identical(crossings(model(plain)), 1L)
  merge <- nn_merge(modules = list(a = nn_identity(model$in_type), b = nn_identity(model$in_type)))
  expect_identical(crossings(merge(list(a = x, b = tensor))), 1L)
  # what is counted is counted
  expect_identical(crossings(model$in_type), 1L)
})

test_that("inputs and arguments go by their names", {
  skip_without_escnn()
  model <- small_net()
  model$eval()
  x <- random_array(1, 1, 7, 7)
  expect_identical(as.array(model(x = x)), as.array(model(x)))
  expect_identical(as.array(model(input = x)), as.array(model(x)))
  expect_snapshot(model(..1x = x), error = TRUE)
  expect_snapshot(model(x, inputs = x), error = TRUE)
  expect_snapshot(model(x, 3), error = TRUE)
  expect_snapshot(model(), error = TRUE)
  # names of our own arguments, and beginnings of them
  for (name in c("target", "t", ".call", ".seed", ".doing", "names", "module", "self")) {
    call <- as.call(c(quote(model), stats::setNames(list(quote(x)), name)))
    expect_error(eval(call), class = "escnn_error_argument", info = name)
  }
})

test_that("inputs that are none are told as such", {
  skip_without_escnn()
  model <- small_net()
  expect_snapshot(model("a"), error = TRUE)
  expect_snapshot(model(data.frame(a = 1)), error = TRUE)
  expect_snapshot(model(list(1, 2)), error = TRUE)
  expect_snapshot(model(NULL), error = TRUE)
  expect_snapshot(model(model$in_type), error = TRUE)
  expect_snapshot(model(c(1, 2)), error = TRUE)
  large <- array(0, c(4, 1, 200, 200))
  large[2, 1, 3, 4] <- NA
  expect_snapshot(model(large), error = TRUE)
})
