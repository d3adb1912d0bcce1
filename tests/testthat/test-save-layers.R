# Every kind of layer goes into a file and comes back, with other options than
# the defaults, so that an option that is lost shows.

every_layer <- function() {
  plane <- field_type(c4(), trivial = 2, regular = 2)
  split <- field_type(c4(), "trivial", "regular", "trivial", "regular")
  vectors <- field_type(c4(), trivial = 1, irrep_1 = 3)
  same <- field_type(c4(), regular = 4)
  octa <- field_type(gspace_octa_on_r3(), trivial = 2)
  volume <- field_type(gspace_trivial_on_r3(), trivial = 2)
  one <- field_type(c4(), "trivial")
  point <- field_type(gspace_no_base_space(group_cyclic(4)), irrep_1 = 2)
  c8 <- gspace_rot2d_on_r2(n = 8)
  induced <- field_type(c8, induced_fields(c8, c(1, 2)))
  so2 <- gspace_rot2d_on_r2()
  ico <- field_type(gspace_ico_on_r3(), "trivial")
  labelled <- c("a", "b", "a", "b")
  act <- function(x) x |> nn_elu(alpha = 0.3)
  list(
    nn_branching = function() nn_branching(same, labelled) |> nn_merge(list(a = act, b = nn_relu)),
    nn_concatenated_non_linearity = function() nn_concatenated_non_linearity(one),
    nn_disentangle = function() nn_disentangle(nn_restriction(same, 2)),
    nn_down = function() nn_down(plane, 3),
    nn_elu = function() nn_elu(same, alpha = 0.3),
    nn_field_dropout = function() nn_field_dropout(plane, p = 0.2),
    nn_field_norm = function() nn_field_norm(plane, eps = 0.1),
    nn_fourier_elu = function() {
      nn_fourier_elu(so2, 2, 2, grid = list(n = 11), normalize = FALSE)
    },
    nn_fourier_pointwise = function() nn_fourier_pointwise(so2, 2, 2, fun = "p_sigmoid"),
    nn_g_norm_batch_norm = function() nn_g_norm_batch_norm(vectors, eps = 0.1),
    nn_gated_non_linearity1 = function() {
      nn_gated_non_linearity1(field_type_gated(vectors), drop_gates = FALSE)
    },
    nn_gated_non_linearity2 = function() {
      nn_gated_non_linearity2(vectors, field_type(c4(), trivial = 4))
    },
    nn_gated_non_linearity_uniform = function() {
      nn_gated_non_linearity_uniform(
        field_type_gated(field_type(c4(), irrep_1 = 3), uniform = TRUE), gate = "tanh"
      )
    },
    nn_group_pooling = function() nn_group_pooling(same),
    nn_identity = function() nn_identity(plane),
    nn_iid_batch_norm1d = function() nn_iid_batch_norm1d(point, eps = 0.1),
    nn_iid_batch_norm2d = function() nn_iid_batch_norm2d(vectors, eps = 0.1, affine = FALSE),
    nn_iid_batch_norm3d = function() nn_iid_batch_norm3d(octa, eps = 0.1),
    nn_induced_gated_non_linearity1 = function() {
      nn_induced_gated_non_linearity1(field_type_gated(
        field_type(c8, induced_fields(c8, c(1, 2))), gate = c8$quotient_repr(4L)
      ))
    },
    nn_induced_norm_batch_norm = function() nn_induced_norm_batch_norm(induced, eps = 0.1),
    nn_induced_norm_non_linearity = function() nn_induced_norm_non_linearity(induced),
    nn_induced_norm_pool = function() nn_induced_norm_pool(induced),
    nn_inner_batch_norm = function() nn_inner_batch_norm(plane, eps = 0.1, affine = FALSE),
    nn_leaky_relu = function() nn_leaky_relu(same, negative_slope = 0.3),
    nn_linear = function() nn_linear(point, c(irrep_1 = 3), bias = FALSE),
    nn_mask = function() nn_mask(plane, 9, margin = 1, sigma = 1),
    nn_mask_module = function() nn_mask_module(plane, 9, margin = 1),
    nn_max_pool_channels = function() nn_max_pool_channels(same, 8),
    nn_merge = function() nn_branching(same, labelled) |> nn_merge(list(a = act, b = act)),
    nn_multiple = function() nn_multiple(same, labelled, list(a = act, b = nn_identity), "label"),
    nn_norm_batch_norm = function() nn_norm_batch_norm(field_type(c4(), irrep_1 = 2), eps = 0.1),
    nn_norm_max_pool = function() nn_norm_max_pool(vectors, 3, 2),
    nn_norm_non_linearity = function() nn_norm_non_linearity(vectors, "n_sigmoid", bias = FALSE),
    nn_norm_pool = function() nn_norm_pool(vectors),
    nn_plain_conv = function() {
      nn_plain_conv(volume, c(trivial = 3), kernel_size = 3, stride = 2, padding = 1, bias = FALSE)
    },
    nn_point_pooling = function() nn_point_pooling(octa, pool = "sum"),
    nn_pointwise_adaptive_avg_pool = function() nn_pointwise_adaptive_avg_pool(plane, 3),
    nn_pointwise_adaptive_avg_pool_2d = function() nn_pointwise_adaptive_avg_pool_2d(plane, 3),
    nn_pointwise_adaptive_avg_pool_3d = function() nn_pointwise_adaptive_avg_pool_3d(octa, 3),
    nn_pointwise_adaptive_max_pool = function() nn_pointwise_adaptive_max_pool(plane, 3),
    nn_pointwise_adaptive_max_pool_2d = function() nn_pointwise_adaptive_max_pool_2d(plane, 3),
    nn_pointwise_adaptive_max_pool_3d = function() nn_pointwise_adaptive_max_pool_3d(octa, 3),
    nn_pointwise_avg_pool = function() nn_pointwise_avg_pool(plane, 2, centre = TRUE),
    nn_pointwise_avg_pool_2d = function() nn_pointwise_avg_pool_2d(plane, 3, 2, padding = 1),
    nn_pointwise_avg_pool_3d = function() nn_pointwise_avg_pool_3d(octa, 3, 2, ceil_mode = TRUE),
    nn_pointwise_avg_pool_antialiased = function() {
      nn_pointwise_avg_pool_antialiased(plane, sigma = 0.4, stride = 2)
    },
    nn_pointwise_avg_pool_antialiased_2d = function() {
      nn_pointwise_avg_pool_antialiased_2d(plane, sigma = 0.4, stride = 2, padding = 0)
    },
    nn_pointwise_avg_pool_antialiased_3d = function() {
      nn_pointwise_avg_pool_antialiased_3d(octa, sigma = 0.4, stride = 2)
    },
    nn_pointwise_dropout = function() nn_pointwise_dropout(plane, p = 0.2),
    nn_pointwise_max_pool = function() nn_pointwise_max_pool(same, 2, centre = TRUE),
    nn_pointwise_max_pool_2d = function() nn_pointwise_max_pool_2d(same, 3, 2, dilation = 2),
    nn_pointwise_max_pool_3d = function() nn_pointwise_max_pool_3d(octa, 3, 2, padding = 1),
    nn_pointwise_max_pool_antialiased = function() {
      nn_pointwise_max_pool_antialiased(same, 3, 2, sigma = 0.4)
    },
    nn_pointwise_max_pool_antialiased_2d = function() {
      nn_pointwise_max_pool_antialiased_2d(same, 3, 2, sigma = 0.4)
    },
    nn_pointwise_max_pool_antialiased_3d = function() {
      nn_pointwise_max_pool_antialiased_3d(octa, 3, 2, sigma = 0.4)
    },
    nn_pointwise_non_linearity = function() nn_pointwise_non_linearity(same, "p_tanh"),
    nn_quotient_fourier_elu = function() {
      nn_quotient_fourier_elu(gspace_no_base_space(group_cyclic(6)), subgroup = 2, channels = 2)
    },
    nn_quotient_fourier_pointwise = function() {
      nn_quotient_fourier_pointwise(
        gspace_no_base_space(group_cyclic(6)), subgroup = 2, channels = 2, fun = "p_sigmoid"
      )
    },
    nn_r2_conv = function() {
      nn_r2_conv(
        split, same, kernel_size = 5, padding = 2, stride = 2, padding_mode = "circular",
        groups = 2, bias = FALSE, sigma = c(0.4, 0.5, 0.6), frequencies_cutoff = 2,
        rings = c(0, 1, 2), basis_filter = 1.5
      )
    },
    nn_r2_conv_transposed = function() {
      nn_r2_conv_transposed(plane, "regular", kernel_size = 3, stride = 2, output_padding = 1)
    },
    nn_r2_point_conv = function() {
      nn_r2_point_conv(split, c(regular = 2), k = 3, width = 2, n_rings = 3, groups = 2)
    },
    nn_r2_upsampling = function() nn_r2_upsampling(plane, size = 7, mode = "nearest"),
    nn_r3_conv = function() nn_r3_conv(octa, "irrep_1", kernel_size = 3, dilation = 2),
    nn_r3_conv_transposed = function() {
      nn_r3_conv_transposed(octa, "trivial", kernel_size = 3, stride = 2, padding = 1)
    },
    nn_r3_ico_conv = function() {
      nn_r3_ico_conv(ico, "irrep_1", kernel_size = 3, samples = "dodeca")
    },
    nn_r3_ico_conv_transposed = function() {
      nn_r3_ico_conv_transposed(ico, "trivial", kernel_size = 3, samples = "ico")
    },
    nn_r3_point_conv = function() {
      nn_r3_point_conv(octa, c(trivial = 2), radius = 1.5, width = 2, n_rings = 2)
    },
    nn_r3_upsampling = function() nn_r3_upsampling(octa, 2, align_corners = TRUE),
    nn_relu = function() nn_relu(same, inplace = TRUE),
    nn_reshuffle = function() nn_reshuffle(plane, c(3, 1, 4, 2)),
    nn_residual = function() {
      nn_residual(same, function(x) {
        x |> nn_r2_conv(c(regular = 2), kernel_size = 3, stride = 2) |> nn_relu()
      })
    },
    nn_restriction = function() nn_restriction(same, 2),
    nn_sequential = function() nn_sequential(first = nn_relu(same), second = act(same)),
    nn_skip = function() {
      nn_skip(same, function(x) {
        x |> nn_down() |> nn_r2_conv("regular", kernel_size = 3, padding = 1) |> nn_up()
      })
    },
    nn_tensor_product_module = function() {
      nn_tensor_product_module(field_type(c4(), irrep_1 = 2), c(irrep_2 = 2))
    },
    nn_to_vector = function() {
      nn_to_vector(nn_group_pooling(same), 3, hidden = 5, pool = "max", dropout = 0.2)
    },
    nn_up = function() nn_up(plane, 3),
    nn_vector_field_non_linearity = function() nn_vector_field_non_linearity(same)
  )
}

# An input of random numbers, one for each part where there are several.
input_for <- function(layer) {
  one <- function(type) {
    d <- type$gspace$dimensionality
    geometric_tensor(array(stats::rnorm(4 * type$size * 9^d), c(4, type$size, rep(9, d))), type)
  }
  type <- layer$in_type
  if (inherits(type, "escnn_field_type")) {
    return(list(one(type)))
  }
  lapply(if (is.list(type)) type else reticulate::py_to_r(type), one)
}

points_for <- function(layer) {
  type <- layer$in_type
  list(geometric_tensor(
    matrix(stats::rnorm(12 * type$size), 12), type,
    coords = matrix(stats::rnorm(12 * type$gspace$dimensionality), 12)
  ))
}

test_that("every kind of layer comes back from a file, and trains on", {
  skip_without_escnn()
  layers <- every_layer()
  exported <- grep("^nn_", getNamespaceExports("escnn"), value = TRUE)
  expect_setequal(names(layers), setdiff(exported, "nn_harmonic_polynomial_r3"))
  path <- withr::local_tempfile(fileext = ".escnn")
  withr::local_seed(1)
  with_points <- reticulate::py_module_available("torch_geometric")
  for (name in names(layers)) {
    of_points <- grepl("_point_(conv|pooling)$", name)
    if (grepl("point_conv", name) && !with_points) next
    advice_of(layer <- layers[[name]]())
    # weights and statistics that no constructor gives
    escnn_load_weights(layer, lapply(escnn_weights(layer), function(w) {
      if (is.double(w)) w + array(stats::runif(length(w)), dim(w)) else w
    }))
    x <- if (of_points) points_for(layer) else input_for(layer)
    do.call(module_train(layer), x)
    module_train(layer, FALSE)
    expected <- as.array(do.call(layer, x))
    escnn_save(layer, path)
    advice_of(again <- escnn_load(path))
    expect_identical(as.array(do.call(again, x)), expected, label = name)
    expect_identical(format(again), format(layer), label = name)
    expect_identical(escnn_weights(again), escnn_weights(layer), label = name)
    # a second time, from what was loaded
    escnn_save(again, path)
    advice_of(third <- escnn_load(path))
    expect_identical(as.array(do.call(third, x)), expected, label = paste(name, "twice"))
    module_train(again)
    expect_no_error(do.call(again, x))
  }
})
