# Valid calls: layers.

layer_calls <- c(expression(
  nn_branching(both, labels = c("a", "b")), nn_concatenated_non_linearity(plain),
  nn_down(type, factor = 2), nn_fourier_elu(gs, channels = 2),
  nn_fourier_pointwise(gs, channels = 2), nn_g_norm_batch_norm(vectors),
  nn_gated_non_linearity1(field_type_gated(vectors)),
  nn_gated_non_linearity2(field_type_gated(vectors)),
  nn_gated_non_linearity_uniform(field_type_gated(vectors, uniform = TRUE)),
  nn_harmonic_polynomial_r3(l = 1),
  nn_iid_batch_norm1d(field_type(gspace_no_base_space(c4g), "irrep_1")),
  nn_iid_batch_norm3d(fields),
  nn_induced_gated_non_linearity1(field_type_gated(
    induced, gate = repr_quotient(gspace_rot2d_on_r2(n = 8), 4)
  )),
  nn_induced_norm_batch_norm(induced), nn_induced_norm_non_linearity(induced),
  nn_induced_norm_pool(induced),
  nn_linear(field_type(gspace_no_base_space(c4g), "regular"), out_type = "regular"),
  nn_mask(type, size = 5), nn_mask_module(type, size = 5),
  nn_max_pool_channels(field_type(gs, regular = 4), kernel_size = 4),
  nn_merge(nn_branching(both, c("a", "b")), modules = list(a = nn_relu, b = nn_identity)),
  nn_multiple(both, labels = c("a", "b"), modules = list(a = nn_relu, b = nn_identity)),
  nn_norm_max_pool(type, kernel_size = 2), nn_norm_pool(vectors), nn_norm_batch_norm(vectors),
  nn_norm_non_linearity(vectors),
  nn_plain_conv(
    field_type(gspace_trivial_on_r2(), trivial = 2), out_type = c(trivial = 2), kernel_size = 3
  ),
  nn_point_pooling(type), nn_quotient_fourier_elu(gs, subgroup = 2, channels = 2),
  nn_quotient_fourier_pointwise(gs, subgroup = 2, channels = 2),
  nn_r2_conv(plain, out_type = c(regular = 1), kernel_size = 3),
  nn_r2_conv_transposed(plain, out_type = "regular", kernel_size = 3),
  nn_r2_point_conv(plain, out_type = "regular", radius = 1, width = 1, n_rings = 2),
  nn_r3_conv(voxels, out_type = "trivial", kernel_size = 3),
  nn_r3_conv_transposed(voxels, out_type = "trivial", kernel_size = 3),
  nn_r3_ico_conv(field_type(gspace_ico_on_r3(), "trivial"), out_type = "trivial", kernel_size = 3),
  nn_r3_ico_conv_transposed(
    field_type(gspace_ico_on_r3(), "trivial"), out_type = "trivial", kernel_size = 3
  ),
  nn_r3_point_conv(voxels, out_type = "trivial", radius = 1, width = 1, n_rings = 2),
  nn_r3_upsampling(fields, scale_factor = 2), nn_r2_upsampling(type, scale_factor = 2),
  nn_reshuffle(both, permutation = c(2, 1)), nn_residual(type, block = nn_relu),
  nn_skip(type, block = nn_relu), nn_restriction(type, subgroup = 2), nn_sequential(conv, relu),
  nn_tensor_product_module(field_type(gspace_no_base_space(c4g), "regular"), out_type = "regular"),
  nn_to_vector(field_type(gs, trivial = 4), classes = 2), nn_up(type, factor = 2),
  nn_vector_field_non_linearity(type)
), local({
  # layers that need no more than a field type, or the size of a window
  simple <- c(
    "nn_disentangle", "nn_elu", "nn_field_dropout", "nn_field_norm", "nn_group_pooling",
    "nn_identity", "nn_iid_batch_norm2d", "nn_inner_batch_norm", "nn_leaky_relu",
    "nn_pointwise_dropout", "nn_pointwise_non_linearity", "nn_relu"
  )
  adaptive <- c("nn_pointwise_adaptive_avg_pool", "nn_pointwise_adaptive_max_pool")
  windows <- c("nn_pointwise_avg_pool", "nn_pointwise_max_pool")
  call <- function(name, type, ...) as.call(c(as.name(name), as.name(type), list(...)))
  each <- function(names, ...) {
    out <- c(
      lapply(names, call, "type", ...), lapply(paste0(names, "_2d"), call, "type", ...),
      lapply(paste0(names, "_3d"), call, "fields", ...)
    )
    stats::setNames(out, c(names, paste0(names, "_2d"), paste0(names, "_3d")))
  }
  as.expression(c(
    stats::setNames(lapply(simple, call, "type"), simple), each(adaptive, output_size = 2),
    each(windows, kernel_size = 2),
    each("nn_pointwise_max_pool_antialiased", kernel_size = 3, stride = 2),
    each("nn_pointwise_avg_pool_antialiased", sigma = 0.6, stride = 2)
  ))
}))
