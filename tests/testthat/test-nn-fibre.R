# Every layer that acts on fibres, on every family of gspaces that has fields for it.

layers_of_permuting_fields <- list(
  nn_relu = nn_relu,
  nn_elu = nn_elu,
  nn_leaky_relu = nn_leaky_relu,
  nn_pointwise_non_linearity = nn_pointwise_non_linearity,
  nn_norm_non_linearity = nn_norm_non_linearity,
  nn_inner_batch_norm = nn_inner_batch_norm,
  nn_g_norm_batch_norm = nn_g_norm_batch_norm,
  nn_field_norm = nn_field_norm,
  nn_group_pooling = nn_group_pooling,
  nn_norm_pool = nn_norm_pool,
  nn_gated_non_linearity1 = function(x) nn_gated_non_linearity1(field_type_gated(x)),
  # dropout is random in training mode, and does nothing in evaluation mode
  nn_pointwise_dropout = nn_pointwise_dropout
)

layers_of_vectors <- list(
  nn_norm_non_linearity = nn_norm_non_linearity,
  nn_norm_batch_norm = nn_norm_batch_norm,
  nn_g_norm_batch_norm = nn_g_norm_batch_norm,
  nn_field_norm = nn_field_norm,
  nn_norm_pool = nn_norm_pool,
  nn_field_dropout = nn_field_dropout,
  nn_gated_non_linearity1 = function(x) nn_gated_non_linearity1(field_type_gated(x)),
  nn_gated_non_linearity_uniform = function(x) {
    nn_gated_non_linearity_uniform(field_type_gated(x[1], uniform = TRUE))
  }
)

iid_batch_norm <- function(x) {
  d <- x$gspace$dimensionality
  if (d == 3) {
    nn_iid_batch_norm3d(x)
  } else if (d == 2) {
    nn_iid_batch_norm2d(x)
  } else {
    nn_iid_batch_norm1d(x)
  }
}

# what becomes of precision doesn't hang on the group
spaces_for_dtype <- c("octa_r0", "d4", "full_octa")

test_that("layers of fields that permute channels are equivariant on all gspaces", {
  skip_without_escnn()
  gspaces <- gspaces_of_all_families()
  layers <- c(layers_of_permuting_fields, iid_batch_norm = iid_batch_norm)
  for (space in names(gspaces)) {
    type <- permuting_fields(gspaces[[space]])
    elements <- a_few_elements(gspaces[[space]])
    for (name in names(layers)) {
      layer <- layers[[name]](type)
      expect_fibre_equivariant(layer, paste(name, "on", space), elements)
      if (space %in% spaces_for_dtype) expect_dtype_kept(layer)
    }
  }
})

test_that("layers of vectors are equivariant on all gspaces", {
  skip_without_escnn()
  gspaces <- gspaces_of_all_families()
  layers <- c(layers_of_vectors, iid_batch_norm = iid_batch_norm)
  for (space in names(gspaces)) {
    irreps <- vector_irreps(gspaces[[space]])
    if (length(irreps) == 0) next
    type <- field_type(gspaces[[space]], c(irreps, irreps[1]))
    elements <- a_few_elements(gspaces[[space]])
    for (name in names(layers)) {
      layer <- layers[[name]](type)
      expect_fibre_equivariant(layer, paste(name, "on", space), elements)
      if (space %in% spaces_for_dtype) expect_dtype_kept(layer)
    }
  }
})

test_that("layers that suit special fields are equivariant", {
  skip_without_escnn()
  for (n in c(2, 4, 5)) {
    type <- field_type(gspace_rot2d_on_r2(n = n), regular = 2)
    for (layer in list(nn_vector_field_non_linearity(type), nn_concatenated_non_linearity(type))) {
      expect_fibre_equivariant(layer, paste(format(layer), n))
      expect_dtype_kept(layer)
    }
  }
  g <- gspace_rot2d_on_r2(n = 8)
  type <- field_type(g, induced_fields(g, c(1, 2, 1)))
  gated <- field_type_gated(type, gate = g$quotient_repr(4L))
  layers <- list(
    nn_induced_norm_non_linearity(type), nn_induced_norm_batch_norm(type),
    nn_induced_norm_pool(type), nn_induced_gated_non_linearity1(gated),
    nn_induced_gated_non_linearity1(gated, drop_gates = FALSE),
    nn_max_pool_channels(field_type(g, regular = 4), 16)
  )
  for (layer in layers) {
    expect_fibre_equivariant(layer, format(layer))
    expect_dtype_kept(layer)
  }
})
