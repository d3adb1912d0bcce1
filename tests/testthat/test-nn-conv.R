test_that("convolutions give the sizes that their arguments imply", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  size <- function(...) dim(nn_r2_conv(type, "regular", ...)(random_array(1, 1, 11, 11)))[3:4]
  expect_identical(size(kernel_size = 3), c(9L, 9L))
  expect_identical(size(kernel_size = 3, padding = 1), c(11L, 11L))
  expect_identical(size(kernel_size = 3, stride = 2), c(5L, 5L))
  expect_identical(size(kernel_size = 3, dilation = 2), c(7L, 7L))
  expect_identical(size(kernel_size = 3, padding = 1, padding_mode = "circular"), c(11L, 11L))
  advice <- advice_of({
    expect_identical(size(kernel_size = 3, padding = c(h = 1, w = 0)), c(11L, 9L))
    expect_identical(size(kernel_size = 3, stride = c(h = 1, w = 2)), c(9L, 5L))
  })
  expect_match(advice, "differs between directions that C4 turns into each other", all = FALSE)
  expect_identical(size(kernel_size = c(h = 3, w = 3)), c(9L, 9L))
})

test_that("sizes are foretold for strides and paddings by direction", {
  skip_without_escnn()
  type <- field_type(gspace_trivial_on_r2(), "trivial")
  layer <- nn_r2_conv(type, type, kernel_size = 3, stride = c(h = 2, w = 3), padding = c(1, 2))
  x <- random_array(1, 1, 10, 12)
  foretold <- layer$evaluate_output_shape(tuple(1L, 1L, 10L, 12L))
  expect_identical(unlist(foretold), dim(layer(x)))
  expect_error(escnn$nn$R2Conv(type, type, 3L, stride = tuple(2L, 3L))$evaluate_output_shape(
    tuple(1L, 1L, 10L, 12L)
  ))
})

test_that("convolutions are equivariant for every gspace, in both precisions", {
  skip_without_escnn()
  advice_of({
    for (g in planes()) {
      type <- irrep_fields(g)
      layer <- nn_r2_conv(type, type, kernel_size = 5)
      expect_lt(grid_error(layer, 7), 1e-5)
      layer$double()
      expect_lt(grid_error(layer, 7, "float64"), 1e-5)
    }
    for (g in spaces()) {
      type <- irrep_fields(g)
      layer <- nn_r3_conv(type, type, kernel_size = 3)
      expect_lt(grid_error(layer, 5), 1e-5)
      layer$double()
      expect_lt(grid_error(layer, 5, "float64"), 1e-5)
    }
  })
})

test_that("convolutions of regular fields are equivariant on the plane and in space", {
  skip_without_escnn()
  for (g in list(c4(), gspace_flip_rot2d_on_r2(n = 4), gspace_flip2d_on_r2())) {
    layer <- nn_r2_conv(field_type(g, "trivial"), c(regular = 2), kernel_size = 3)
    expect_equivariant(layer)
  }
  octa <- gspace_octa_on_r3()
  expect_equivariant(nn_r3_conv(field_type(octa, "trivial"), "regular", kernel_size = 3))
})

test_that("icosahedral convolutions are equivariant with all three sets of points", {
  skip_without_escnn()
  g <- gspace_ico_on_r3()
  advice_of(for (samples in c("ico", "dodeca", "icosidodeca")) {
    layer <- nn_r3_ico_conv(
      field_type(g, "trivial"), "irrep_1", kernel_size = 3, samples = samples
    )
    expect_lt(grid_error(layer, 5), 1e-5)
  })
  expect_snapshot(error = TRUE, {
    nn_r3_ico_conv(field_type(g, "trivial"), "irrep_1", kernel_size = 3, samples = "cube")
    nn_r3_ico_conv(field_type(gspace_octa_on_r3(), "trivial"), "irrep_1", kernel_size = 3)
  })
})

test_that("a network on SO(3) is equivariant", {
  skip_without_escnn()
  # how much interpolation loses depends on the weights
  withr::local_seed(1)
  start <- field_type(gspace_rot3d_on_r3(), "trivial")
  # hidden vectors are in the layers' own order
  expect_warning(
    model <- start |>
      nn_r3_conv(c(irrep_0 = 1, irrep_1 = 1), kernel_size = 5) |>
      nn_norm_non_linearity() |>
      nn_r3_conv("trivial", kernel_size = 5),
    NA
  )
  expect_equivariant(model)
})

test_that("a layer of 1 pixel maps a point's fibre on its own", {
  skip_without_escnn()
  type <- field_type(c4(), "regular")
  layer <- nn_r2_conv(type, type, kernel_size = 1, bias = FALSE)
  x <- random_array(1, 4, 3, 3)
  weight <- module_filter(layer)$filter[, , 1, 1]
  expect_equal(as.array(layer(x))[1, , 2, 3], as.vector(weight %*% x[1, , 2, 3]), tolerance = 1e-5)
})

test_that("all padding modes pad as PyTorch does", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  functional <- torch$nn$functional
  for (mode in c("reflect", "replicate", "circular")) {
    layer <- nn_r2_conv(type, "regular", kernel_size = 3, padding = 1, padding_mode = mode)
    x <- geometric_tensor(random_array(1, 1, 6, 6), type)
    padded <- functional$pad(x$tensor, tuple(1L, 1L, 1L, 1L), mode)
    filter <- layer$expand_parameters()
    by_hand <- functional$conv2d(padded, filter[[1]], filter[[2]])
    expect_equal(as.array(layer(x)), tensor_to_array(by_hand), tolerance = 1e-5)
    expect_lt(grid_error(layer, 6), 1e-5)
    plain <- module_export(layer)
    expect_equal(as.array(layer(x)), tensor_to_array(plain(x$tensor)), tolerance = 1e-5)
  }
})

test_that("groups are convolved on their own", {
  skip_without_escnn()
  type <- field_type(c4(), c(regular = 2))
  layer <- nn_r2_conv(type, type, kernel_size = 3, groups = 2, bias = FALSE)
  expect_identical(dim(module_filter(layer)$filter), c(8L, 4L, 3L, 3L))
  expect_lt(grid_error(layer, 5), 1e-5)
  x <- random_array(1, 8, 5, 5)
  x2 <- x
  x2[, 5:8, , ] <- 0
  expect_equal(as.array(layer(x))[, 1:4, , ], as.array(layer(x2))[, 1:4, , ], tolerance = 1e-5)
})

test_that("the basis is chosen by rings, cut-offs and filters", {
  skip_without_escnn()
  type <- field_type(gspace_rot2d_on_r2(), "trivial")
  out <- list("irrep_0", "irrep_1", "irrep_2")
  basis <- function(...) module_basis(nn_r2_conv(type, out, kernel_size = 5, ...))
  all <- basis()
  expect_setequal(all$radius, 0:2)
  expect_setequal(all$frequency, 0:2)
  expect_setequal(suppressWarnings(basis(basis_filter = 1))$frequency, 0:1)
  expect_setequal(basis(basis_filter = c(radius = 1))$radius, 0:1)
  both <- suppressWarnings(basis(basis_filter = c(radius = 1, frequency = 0)))
  expect_identical(nrow(both), 2L)
  own <- basis(basis_filter = function(a) a$frequency > 0 || a$radius > 1)
  expect_identical(nrow(own), sum(all$frequency > 0 | all$radius > 1))
  widths <- function(...) unique(round(basis(...)$sigma, 5))
  expect_setequal(widths(rings = c(1, 2), sigma = c(0.5, 0.6)), c(0.5, 0.6))
  expect_identical(widths(sigma = 0.7), 0.7)
  cut <- suppressWarnings(basis(frequencies_cutoff = function(radius) min(radius, 1)))
  expect_setequal(cut$frequency, 0:1)
  expect_identical(basis(frequencies_cutoff = "default1")$radius, all$radius)
  strict <- basis(frequencies_cutoff = "default3")
  expect_identical(max(strict$frequency[strict$radius == 2]), 1)
  volume <- field_type(gspace_rot3d_on_r3(), "trivial")
  layer <- function(...) nn_r3_conv(volume, "irrep_1", kernel_size = 5, ...)
  expect_identical(unique(module_basis(layer(basis_filter = c(radius = 1)))$radius), 1)
  expect_lt(nrow(module_basis(layer(frequencies_cutoff = 0.5))), nrow(module_basis(layer())))
})

test_that("a basis can be built anew, and weights left at zero", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  anew <- nn_r2_conv(type, "regular", kernel_size = 3, recompute = TRUE, initialize = FALSE)
  expect_identical(unique(module_basis(anew)$weight), 0)
  expect_false(any(module_filter(anew)$filter != 0))
  from_cache <- nn_r2_conv(type, "regular", kernel_size = 3)
  anew$load_state_dict(from_cache$state_dict())
  expect_equal(module_filter(anew), module_filter(from_cache), tolerance = 1e-6)
})

test_that("bases are private, where escnn's own layers share theirs", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  x <- geometric_tensor(random_array(1, 1, 7, 7), type)
  raw <- function() escnn$nn$R2Conv(type, field_type(c4(), "regular"), 5L)
  ours <- function() nn_r2_conv(type, "regular", kernel_size = 5)
  first <- ours()
  second <- ours()
  first$double()
  expect_identical(dim(second(x)), c(1L, 4L, 3L, 3L))
  trapped <- raw()
  raw()$double()
  expect_error(trapped(x))
  # and what is done to the cache doesn't reach ours, old or new
  expect_identical(as.character(second(x)$tensor$dtype), "torch.float32")
  expect_identical(as.character(ours()(x)$tensor$dtype), "torch.float32")
  raw()$float()
  expect_match(class(trapped), "escnn.nn.modules.conv.r2convolution.R2Conv", all = FALSE)
})

test_that("evaluation mode keeps no graph, where escnn's own layers do", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  out <- field_type(c4(), "regular")
  copy <- reticulate::import("copy")
  twice <- function(layer) {
    values <- torch$ones(1L, 1L, 7L, 7L, requires_grad = TRUE)
    x <- geometric_tensor(values, type)
    for (i in 1:2) layer(x)$tensor$sum()$backward()
    copy$deepcopy(layer)
  }
  raw <- escnn$nn$R2Conv(type, out, 5L)
  raw$eval()
  expect_error(twice(raw))
  ours <- nn_r2_conv(type, out, kernel_size = 5)
  ours$eval()
  expect_false(ours$filter$requires_grad)
  twin <- twice(ours)
  x <- random_array(1, 1, 7, 7)
  expect_equal(as.array(twin(x)), as.array(ours(x)))
})

test_that("loaded and written weights are used at once, where escnn keeps the old filter", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  out <- field_type(c4(), "regular")
  x <- geometric_tensor(random_array(1, 1, 7, 7), type)
  raw <- function() escnn$nn$R2Conv(type, out, 5L)
  ours <- function() nn_r2_conv(type, out, kernel_size = 5)
  values <- function(layer) as.array(layer(x))
  source <- ours()
  trapped <- raw()
  trapped$eval()
  # without the filter among the weights the old one stays
  weights <- source$state_dict()
  weights[c("filter", "expanded_bias")] <- NULL
  old <- values(trapped)
  trapped$load_state_dict(weights, strict = FALSE)
  expect_equal(values(trapped), old)
  for (training in c(TRUE, FALSE)) {
    fresh <- ours()
    module_train(fresh, training)
    fresh$load_state_dict(weights)
    expect_equal(values(fresh), values(source), tolerance = 1e-5)
    module_train(source, training)
    another <- ours()
    module_train(another, FALSE)
    another$load_state_dict(source$state_dict())
    expect_equal(values(another), values(source), tolerance = 1e-5)
  }
  module_train(fresh, FALSE)
  torch$nn$init$zeros_(fresh$weights)
  expect_true(all(values(fresh) == 0))
  expect_error(fresh$load_state_dict(reticulate::dict()))
})

test_that("input of another precision is refused with the remedy", {
  skip_without_escnn()
  layer <- nn_r2_conv(field_type(c4(), "trivial"), "regular", kernel_size = 3)
  x <- geometric_tensor(random_array(1, 1, 5, 5), layer$in_type, dtype = "float64")
  expect_snapshot(layer(x), error = TRUE)
  layer$double()
  expect_identical(as.character(layer(x)$tensor$dtype), "torch.float64")
})

test_that("what makes kernels poor is advised against, once", {
  skip_without_escnn()
  conv <- function(g, ...) nn_r2_conv(field_type(g, "trivial"), "trivial", ...)
  expect_snapshot({
    writeLines(advice_of(conv(gspace_rot2d_on_r2(n = 8), kernel_size = 3)))
    writeLines(advice_of(conv(c4(), kernel_size = 4)))
    writeLines(advice_of(conv(c4(), kernel_size = 3, stride = 2)(random_array(1, 1, 8, 8))))
    writeLines(advice_of(conv(c4(), kernel_size = 3, maximum_offset = 1)))
    writeLines(advice_of(nn_r2_conv(
      field_type(c4(), "trivial"), list("trivial", "irrep_1"), kernel_size = 1
    )))
  })
  expect_identical(advice_of(conv(c4(), kernel_size = 3)), character())
  expect_identical(advice_of(conv(gspace_rot2d_on_r2(n = 8), kernel_size = 5)), character())
  odd <- conv(c4(), kernel_size = 3, stride = 2)
  expect_identical(advice_of(odd(random_array(1, 1, 9, 9))), character())
  the$warned <- NULL
  expect_warning(conv(c4(), kernel_size = 4), class = "escnn_warning_kernel")
  expect_no_warning <- function(code) expect_warning(code, NA)
  expect_no_warning(conv(c4(), kernel_size = 4))
})

test_that("advice on sizes is given where equivariance is lost, and nowhere else", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  for (kernel in 3:5) {
    for (size in 8:9) {
      layer <- nn_r2_conv(type, "regular", kernel_size = kernel, stride = 2, padding = 1) |>
        suppressWarnings()
      advice <- advice_of(error <- grid_error(layer, size))
      expect_identical(length(advice) > 0, error > 1e-5)
    }
  }
  # an axis that nothing turns may lose pixels
  axial <- gspace_rot2d_on_r3(n = 4)
  layer <- nn_r3_conv(field_type(axial, "trivial"), "trivial", kernel_size = 3, stride = 2)
  expect_identical(advice_of(layer(random_array(1, 1, 6, 7, 7))), character())
  expect_length(advice_of(layer(random_array(1, 1, 7, 6, 7))), 1)
})

test_that("what cannot be built says why, and what can", {
  skip_without_escnn()
  type <- field_type(c4(), "trivial")
  expect_snapshot(error = TRUE, {
    nn_r2_conv(type, "irrep_1", kernel_size = 1)
    nn_r3_conv(type, "regular", kernel_size = 3)
    nn_r2_conv(field_type(gspace_octa_on_r3(), "trivial"), "regular", kernel_size = 3)
    nn_r2_conv(type, "regular", kernel_size = c(3, 5))
    nn_r2_conv(type, "regular", kernel_size = 3, stride = c(1, 2, 3))
    nn_r2_conv(type, c(regular = 2), kernel_size = 3, groups = 2)
    nn_r2_conv(field_type(c4(), "trivial", "regular"), "regular", kernel_size = 3, groups = 2)
    nn_r2_conv(
      field_type(c4(), "trivial", "regular"), c(regular = 2), kernel_size = 3, groups = 2
    )
    nn_r2_conv(type, "regular", kernel_size = 3, rings = c(0, 4))
    nn_r2_conv(type, "regular", kernel_size = 3, sigma = c(0.5, 0.5, 0.5))
    nn_r2_conv(type, "regular", kernel_size = 3, sigma = 0)
    nn_r2_conv(type, "regular", kernel_size = 3, basis_filter = c(colour = 2))
    nn_r2_conv(type, "regular", kernel_size = 3, basis_filter = function(a) NULL)
    nn_r2_conv(type, "regular", kernel_size = 5, basis_filter = function(a) FALSE)
  })
})
