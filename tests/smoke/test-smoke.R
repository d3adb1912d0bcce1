# A little of each part, in half a minute: what must work with every version of Python,
# PyTorch, numpy and reticulate. tools/smoke.R runs it with the ones at hand.

test_that("the environment has all that is needed, and nothing is wrong with it", {
  sitrep <- collect_sitrep()
  expect_identical(sitrep$problems$problem, character())
  expect_true(escnn_available())
})

test_that("numbers go over and come back, of every type and size", {
  whole <- array(rep(c(0, 1, 1), length.out = 120), c(2, 3, 4, 5))
  for (dtype in c("float64", "float32", "float16", "int64", "int32", "uint8", "bool")) {
    tensor <- py_invoke("escnn_r.bridge.arrays.to_tensor", whole, dtype)
    back <- tensor_to_array(tensor)
    expect_identical(dim(back), dim(whole))
    expect_equal(as.numeric(back), as.numeric(whole), info = dtype)
  }
  type <- field_type(c4(), trivial = 3)
  # the small ones are copied, the large ones written where R's vectors lie
  for (n in c(1, 40)) {
    x <- random_array(n, 3, 50, 50)
    expect_identical(as.array(geometric_tensor(x, type, dtype = "float64")), x)
    whole <- array(as.integer(100 * x), dim(x))
    tensor <- py_invoke("escnn_r.bridge.arrays.to_tensor", whole, "int64")
    expect_identical(tensor_to_array(tensor), whole)
    x[[7]] <- NaN
    expect_error(geometric_tensor(x, type), class = "escnn_error_argument")
  }
})

test_that("numpy's own arrays and numbers become R's", {
  np <- reticulate::import("numpy")
  turned <- np$transpose(np$array(matrix(0:5 + 0, 2)))
  expect_identical(turned, t(matrix(0:5 + 0, 2)))
  expect_equal(as.vector(np$array(1:3)), 1:3)
  expect_identical(as.vector(np$array(c(TRUE, FALSE))), c(TRUE, FALSE))
  expect_identical(as.vector(np$array(c("a", "b"))), c("a", "b"))
  expect_equal(as.numeric(np$float32(0.5)), 0.5)
  expect_equal(as.numeric(np$int64(7)), 7)
})

test_that("groups multiply, and their representations with them", {
  groups <- list(
    group_cyclic(6), group_dihedral(3), group_o2(3), group_so3(2), group_ico(),
    group_direct_product(group_cyclic(2), group_cyclic(3))
  )
  for (group in groups) {
    a <- group_sample(group)
    b <- group_sample(group)
    expect_true(a * a^-1 == group_identity(group))
    for (representation in repr_irreps(group)[1:2]) {
      expect_equal(
        representation(a * b), representation(a) %*% representation(b), tolerance = 1e-5
      )
    }
  }
  # names hold what numpy prints of its numbers
  expect_named(repr_irreps(group_dihedral(3)), c("irrep_0,0", "irrep_1,0", "irrep_1,1"))
  cg <- repr_clebsch_gordan(group_so3(3), 1, 2, 3)
  expect_identical(dim(cg), c(3L, 5L, 1L, 7L))
  expect_equal(sum(cg^2), 7, tolerance = 1e-5)
})

test_that("bases of kernels are equivariant, and so are some of their elements", {
  d3 <- group_dihedral(3)
  basis <- kernels_dn_act_r2(repr_trivial(d3), repr_irrep(d3, 1, 1), 1, 0.6, max_offset = 0)
  expect_lt(max(kernels_check_equivariance(basis)$error), 1e-5)
})

test_that("layers in the plane and in space are equivariant", {
  plane <- field_type(gspace_flip_rot2d_on_r2(n = 4), "trivial") |>
    nn_r2_conv(c(regular = 2), kernel_size = 3) |>
    nn_inner_batch_norm() |>
    nn_relu() |>
    nn_pointwise_max_pool(kernel_size = 2) |>
    nn_group_pooling()
  expect_equivariant(plane, random_array(2, 1, 10, 10))
  harmonic <- field_type(gspace_rot2d_on_r2(), "trivial") |>
    nn_r2_conv(c(irrep_0 = 1, irrep_1 = 2), kernel_size = 5) |>
    nn_norm_non_linearity()
  expect_equivariant(harmonic)
  volume <- field_type(gspace_octa_on_r3(), "trivial") |> nn_r3_conv("regular", kernel_size = 3)
  expect_equivariant(volume)
  volume <- field_type(gspace_rot3d_on_r3(), "trivial") |>
    nn_r3_conv(c(irrep_0 = 1, irrep_1 = 1), kernel_size = 5)
  expect_equivariant(volume)
})

test_that("point clouds are, too, where torch_geometric is", {
  skip_if_not(point_clouds_available(), "torch_geometric is not installed")
  type <- field_type(gspace_rot3d_on_r3(), "trivial")
  expect_equivariant(nn_r3_point_conv(type, c(irrep_0 = 1, irrep_1 = 1), width = 2, n_rings = 2))
})

test_that("gradients are those of the numbers", {
  type <- field_type(c4(), "trivial")
  conv <- nn_r2_conv(type, c(regular = 2), kernel_size = 3)$double()
  x <- geometric_tensor(random_array(2, 1, 5, 5), type, dtype = "float64")
  loss <- function() conv(x)$tensor$square()$sum()
  loss()$backward()
  slope <- tensor_to_array(conv$weights$grad)[[1]]
  moved <- function(by) {
    weights <- escnn_weights(conv)
    weights$weights[[1]] <- weights$weights[[1]] + by
    escnn_load_weights(conv, weights)
    loss()$item()
  }
  step <- 1e-5
  expect_equal((moved(step) - moved(-2 * step)) / (2 * step), slope, tolerance = 1e-4)
})

test_that("a network is fitted, predicts, is saved, exported and shown", {
  d <- bright_and_dark()
  fitted <- fit(
    small_network(), d$x, d$y, epochs = 1, batch_size = 8, metrics = "accuracy",
    validation = 0.2, augment = "exact", optimizer = optim_adam(lr = 0.01)
  )
  expect_true(all(is.finite(fitted$history$loss)))
  probabilities <- predict(fitted, d$x, type = "prob")
  expect_equal(rowSums(probabilities), rep(1, 40), tolerance = 1e-5, ignore_attr = TRUE)
  scores <- evaluate(fitted, d$x, d$y, "accuracy", angles = c(0, 90))
  expect_identical(scores$accuracy[[1]], scores$accuracy[[2]])
  path <- withr::local_tempfile(fileext = ".escnn")
  escnn_save(fitted, path)
  expect_identical(predict(escnn_load(path), d$x, type = "prob"), probabilities)
  endings <- c(torchscript = ".pt", weights = ".safetensors")
  if (reticulate::py_module_available("onnxruntime")) endings[["onnx"]] <- ".onnx"
  for (format in names(endings)) {
    file <- withr::local_tempfile(fileext = endings[[format]])
    # compares what the file gives with the model
    escnn_export(fitted, file, format)
    expect_gt(file.size(file), 1000)
  }
  page <- explore(fitted, d$x[1:2, , , , drop = FALSE], file = withr::local_tempfile())
  expect_gt(file.size(page), 10000)
})

test_that("several processes train as one does", {
  d <- bright_and_dark(16)
  model <- small_network()
  train <- function(...) {
    fit(model, d$x, d$y, epochs = 1, batch_size = 8, seed = 1, precision = "float64", ...)
  }
  expect_equal(train(workers = 2)$history$loss, train()$history$loss, tolerance = 1e-9)
})

test_that("a network that was saved with other versions is read, and says the same", {
  digits <- escnn_example()
  expect_gte(mean(predict(digits, digits$images) == digits$labels), 0.9)
})
