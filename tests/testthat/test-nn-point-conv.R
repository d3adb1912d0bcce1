test_that("networks of points are equivariant, and find their neighbours", {
  skip_without_points()
  plane <- field_type(gspace_rot2d_on_r2(n = 8), "trivial")
  space <- field_type(gspace_octa_on_r3(), "trivial")
  model <- plane |>
    nn_r2_point_conv(c(regular = 2), width = 2, n_rings = 3) |>
    nn_relu() |>
    nn_r2_point_conv(c(irrep_1 = 1, trivial = 1), width = 2, n_rings = 3)
  expect_equivariant(model)
  volume <- space |> nn_r3_point_conv(c(irrep_1 = 2), width = 2, n_rings = 2)
  expect_equivariant(volume)
  classify <- plane |>
    nn_r2_point_conv(c(regular = 2), radius = 1, width = 1, n_rings = 2) |>
    nn_group_pooling() |>
    nn_to_vector(classes = 3)
  expect_equivariant(classify)
  a <- cloud_of(9, plane)
  b <- cloud_of(4, plane, seed = 2)
  alone <- rbind(as.matrix(classify(a)), as.matrix(classify(b)))
  expect_equal(as.matrix(classify(point_batch(list(a, b)))), alone, tolerance = 1e-5)
})

test_that("edges may be given in the call", {
  skip_without_points()
  type <- field_type(c4(), "trivial")
  layer <- nn_r2_point_conv(type, "regular", width = 2, n_rings = 3)
  x <- cloud_of(6, type)
  edges <- point_neighbors(x, radius = 1.5)
  expect_equal(as.array(layer(x, edges)), as.array(layer(point_connect(x, radius = 1.5))))
  expect_snapshot(layer(x), error = TRUE)
  expect_snapshot(layer(array(0, c(1, 1, 3, 3))), error = TRUE)
})

test_that("groups keep to themselves", {
  skip_without_points()
  type <- field_type(c4(), regular = 2)
  layer <- nn_r2_point_conv(type, c(regular = 2), groups = 2, width = 2, n_rings = 3, radius = 2)
  expect_equivariant(layer)
  x <- cloud_of(8, type)
  values <- as.array(x)
  values[, 5:8] <- 0
  other <- geometric_tensor(values, type, coords = tensor_to_array(x$coords))
  expect_equal(as.array(layer(other))[, 1:4], as.array(layer(x))[, 1:4], tolerance = 1e-5)
  expect_gt(max(abs(as.array(layer(other))[, 5:8] - as.array(layer(x))[, 5:8])), 1e-3)
  whole <- nn_r2_point_conv(type, c(regular = 2), width = 2, n_rings = 3)
  expect_identical(sum(parameters(whole)$size), 2L * sum(parameters(layer)$size) -
    sum(parameters(layer)$size[parameters(layer)$name == "bias"]))
  expect_snapshot(
    nn_r2_point_conv(field_type(c4(), "regular", "trivial"), "regular", groups = 2),
    error = TRUE
  )
})

test_that("clouds are pooled", {
  skip_without_escnn()
  type <- field_type(c4(), "irrep_1")
  a <- cloud_of(3, type)
  b <- cloud_of(2, type, seed = 3)
  both <- point_batch(list(a, b))
  mean_of <- nn_point_pooling(type)
  expect_equal(
    as.matrix(mean_of(both)), rbind(colMeans(as.matrix(a)), colMeans(as.matrix(b))),
    tolerance = 1e-6
  )
  expect_equal(
    as.matrix(nn_point_pooling(type, pool = "sum")(both))[2, ], colSums(as.matrix(b)),
    tolerance = 1e-6
  )
  regular <- field_type(c4(), "regular")
  x <- cloud_of(4, regular)
  expect_equal(
    as.vector(as.matrix(nn_point_pooling(regular, pool = "max")(x))), apply(as.matrix(x), 2, max),
    tolerance = 1e-6
  )
  expect_equivariant(mean_of)
  expect_snapshot(nn_point_pooling(type, pool = "max"), error = TRUE)
})

test_that("without torch_geometric there are no point convolutions, and it is said", {
  skip_without_escnn()
  if (point_clouds_available()) {
    there <- reticulate::import("torch_geometric", convert = FALSE)
    modules <- reticulate::import("sys", convert = FALSE)$modules
    reticulate::py_set_item(modules, "torch_geometric", NULL)
    withr::defer(reticulate::py_set_item(modules, "torch_geometric", there))
  }
  expect_false(point_clouds_available())
  type <- field_type(c4(), "trivial")
  expect_snapshot(nn_r2_point_conv(type, "regular"), error = TRUE)
  expect_error(
    nn_r3_point_conv(field_type(gspace_octa_on_r3(), "trivial"), "trivial"),
    class = "escnn_error_missing_package"
  )
  expect_s3_class(nn_point_pooling(type), "escnn_module")
})

test_that("raw handles list and give escnn's own point convolutions", {
  skip_without_points()
  expect_true(all(c("R2PointConv", "R3PointConv") %in% names(escnn$nn)))
  type <- field_type(c4(), "trivial")
  layer <- escnn$nn$R2PointConv(type, type, width = 1, n_rings = 2L)
  expect_s3_class(layer, "escnn_module")
  expect_s3_class(layer, "escnn.nn.modules.pointconv.r2_point_convolution.R2PointConv")
  # torch_geometric may leave its source in the temporary folder; elsewhere it is its own
  left <- layer$`_jinja_propagate`$`__code__`$co_filename
  temporary <- reticulate::import("tempfile")$gettempdir()
  if (identical(normalizePath(dirname(left)), normalizePath(temporary))) unlink(left)
})
