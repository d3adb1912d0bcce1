test_that("on a module, a layer gives a new sequence and leaves the module as it was", {
  skip_without_escnn()
  start <- nn_r2_conv(field_type(c4(), "trivial"), c(regular = 1), kernel_size = 3)
  two <- nn_relu(start)
  three <- nn_relu(two)
  expect_identical(c(length(start), length(two), length(three)), 1:3)
  expect_true(two$in_type == start$in_type)
  # the layers themselves are shared, so that training one trains the other
  torch$nn$init$constant_(start$weights, 2)
  expect_true(all(tensor_to_array(three[[1]]$weights) == 2))
})

test_that("out types are given as types, names, counts or lists", {
  skip_without_escnn()
  g <- c4()
  type <- field_type(g, "trivial")
  expected <- field_type(g, regular = 2)
  for (out in list(expected, c(regular = 2), list("regular", "regular"), c("regular", "regular"))) {
    expect_true(nn_r2_conv(type, out, kernel_size = 3)$out_type == expected)
  }
})

test_that("sizes for each direction become tuples", {
  skip_without_escnn()
  type <- field_type(gspace_trivial_on_r2(), "trivial")
  pool <- nn_pointwise_max_pool(type, kernel_size = c(h = 2, w = 3))
  expect_identical(dim(pool(random_array(1, 1, 6, 6))), c(1L, 1L, 3L, 2L))
})

test_that("bad arguments of layers name the layer's function", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  expect_snapshot(nn_r2_conv(type, "regular"), error = TRUE)
  expect_snapshot(nn_r2_conv(type, "regular", kernel_size = 2.5), error = TRUE)
  expect_snapshot(nn_r2_conv(type, "regular", kernel_size = 3, padding_mode = "nix"), error = TRUE)
  expect_snapshot(nn_r2_conv(type, "regular", kernel_size = 3, bias = NA), error = TRUE)
  expect_snapshot(nn_r2_conv(type, "nix", kernel_size = 3), error = TRUE)
  expect_snapshot(nn_r2_conv(type, 5, kernel_size = 3), error = TRUE)
  other <- field_type(gspace_rot2d_on_r2(n = 8), "regular")
  expect_snapshot(nn_r2_conv(type, other, kernel_size = 3), error = TRUE)
  expect_snapshot(nn_r2_conv("trivial", other, kernel_size = 3), error = TRUE)
  expect_snapshot(nn_relu(c4()), error = TRUE)
})

# The rules that a layer's function gives to `new_layer()`.
own_rules <- function(name) {
  calls <- as.list(body(getExportedValue("escnn", name)))
  call <- Filter(function(each) is.call(each) && identical(each[[1]], quote(new_layer)), calls)[[1]]
  if (length(call) > 2) eval(call[[3]], asNamespace("escnn"))
}

test_that("every rule belongs to an argument of some layer, and every argument has one", {
  layers <- grep("^nn_", getNamespaceExports("escnn"), value = TRUE)
  layers <- layers[!is.na(vapply(layers, layer_class, ""))]
  arguments <- lapply(layers, function(f) {
    setdiff(names(formals(getExportedValue("escnn", f))), c("x", "out_type", "..."))
  })
  own <- lapply(layers, function(f) names(own_rules(f)))
  expect_length(unlist(Map(setdiff, own, arguments)), 0)
  expect_setequal(unlist(Map(setdiff, arguments, own)), names(layer_rules))
  # one of a single file's belongs there
  expect_length(intersect(unlist(own), names(layer_rules)), 0)
})
