# One valid call of each exported function and of each method that a user calls,
# by its name. `fixtures.R` makes what they need.

group_calls <- expression(
  chi = chi(s = 1), psi = psi(theta = 1, k = 1, gamma = 0),
  psichi = psichi(theta = 1, s = 1, k = 1, gamma = 0),
  element_param = element_param(element = e),
  element_to = element_to(element = e, param = "radians"),
  element_value = element_value(element = e),
  group_change_param = group_change_param(g = c4g, value = 1, from = "int", to = "radians"),
  group_cyclic = group_cyclic(n = 4), group_cylinder = group_cylinder(maximum_frequency = 2),
  group_cylinder_discrete = group_cylinder_discrete(n = 2), group_dihedral = group_dihedral(n = 3),
  group_direct_product = group_direct_product(g1 = c4g, g2 = c2g),
  group_double = group_double(g = c4g), group_element = group_element(g = c4g, value = 1),
  group_element_from_matrix = group_element_from_matrix(g = so3, value = diag(3)),
  group_elements = group_elements(g = c4g), group_factors = group_factors(g = product),
  group_full_cylinder = group_full_cylinder(maximum_frequency = 2),
  group_full_cylinder_discrete = group_full_cylinder_discrete(n = 2),
  group_full_ico = group_full_ico(), group_full_octa = group_full_octa(),
  group_generators = group_generators(g = c4g), group_grid = group_grid(g = c4g, n = 4),
  group_grid_so2 = group_grid_so2(g = o2, n = 4),
  group_grid_so3 = group_grid_so3(g = o3, type = "cube"), group_ico = group_ico(),
  group_identity = group_identity(g = c4g),
  group_inclusion = group_inclusion(g = product, element = e, factor = 1),
  group_inversion = group_inversion(g = o3), group_is_abelian = group_is_abelian(g = c4g),
  group_is_continuous = group_is_continuous(g = c4g), group_klein4 = group_klein4(),
  group_o2 = group_o2(maximum_frequency = 2), group_o3 = group_o3(maximum_frequency = 1),
  group_octa = group_octa(), group_order = group_order(g = c4g),
  group_pair_elements = group_pair_elements(g = product, e1 = e, e2 = group_element(c2g, 1)),
  group_parametrizations = group_parametrizations(g = c4g),
  group_sample = group_sample(g = so2, n = 2, seed = 1),
  group_so2 = group_so2(maximum_frequency = 2), group_so3 = group_so3(maximum_frequency = 1),
  group_sphere_grid = group_sphere_grid(g = so3, type = "cube"),
  group_split_element = group_split_element(g = product, element = group_identity(product)),
  group_subgroup = group_subgroup(g = c4g, id = 2), group_subgroups = group_subgroups(g = c4g),
  group_trivial = group_trivial(), subgroup_contains = subgroup_contains(subgroup, element = e),
  subgroup_group = subgroup_group(subgroup), subgroup_id = subgroup_id(subgroup),
  subgroup_include = subgroup_include(subgroup, element = group_element(c2g, 1)),
  subgroup_restrict = subgroup_restrict(subgroup, element = group_identity(c4g)),
  testing_elements = testing_elements(g = c4g), homspace = homspace(g = c4g, subgroup = 2),
  homspace_basis = homspace_basis(space = sphere, element = group_identity(so3), rho = 1, psi = 0),
  homspace_complete_basis = homspace_complete_basis(
    space = sphere, element = group_identity(so3), psi = 0, irreps = list(0, 1)
  ),
  homspace_dimension_basis = homspace_dimension_basis(space = sphere, rho = 1, psi = 0),
  homspace_induced_representation = homspace_induced_representation(
    space = sphere, psi = 0, irreps = list(0, 1)
  ),
  homspace_same_coset = homspace_same_coset(space = coset, e1 = e, e2 = e),
  homspace_scalar_basis = homspace_scalar_basis(
    space = sphere, element = group_identity(so3), rho = 1
  )
)

gspace_calls <- expression(
  gspace_basespace_action = gspace_basespace_action(gspace = gs),
  gspace_build_fiber_intertwiner_basis = gspace_build_fiber_intertwiner_basis(
    gspace = gspace_no_base_space(c4g), in_repr = regular, out_repr = trivial
  ),
  gspace_build_kernel_basis = gspace_build_kernel_basis(
    gspace = gs, in_repr = trivial, out_repr = regular, rings = 1
  ),
  gspace_conical_on_r3 = gspace_conical_on_r3(n = 2),
  gspace_cylindrical_on_r3 = gspace_cylindrical_on_r3(n = 2),
  gspace_dihedral_on_r3 = gspace_dihedral_on_r3(n = 2),
  gspace_featurefield_action = gspace_featurefield_action(
    gspace = gs, x = example(2, 4, 5, 5), repr = repr_regular(gs), element = element
  ),
  gspace_fibergroup = gspace_fibergroup(gspace = gs),
  gspace_flip2d_on_r2 = gspace_flip2d_on_r2(axis = 0),
  gspace_flip_rot2d_on_r2 = gspace_flip_rot2d_on_r2(n = 4),
  gspace_flip_rot3d_on_r3 = gspace_flip_rot3d_on_r3(maximum_frequency = 1),
  gspace_flips_order = gspace_flips_order(gspace = flips),
  gspace_full_cylindrical_on_r3 = gspace_full_cylindrical_on_r3(n = 2),
  gspace_full_ico_on_r3 = gspace_full_ico_on_r3(),
  gspace_full_octa_on_r3 = gspace_full_octa_on_r3(), gspace_ico_on_r3 = gspace_ico_on_r3(),
  gspace_inv_on_r3 = gspace_inv_on_r3(), gspace_mir_on_r3 = gspace_mir_on_r3(axis = 0),
  gspace_no_base_space = gspace_no_base_space(group = c4g), gspace_octa_on_r3 = gspace_octa_on_r3(),
  gspace_r2 = gspace_r2(subgroup = 4), gspace_r3 = gspace_r3(subgroup = "octa"),
  gspace_restrict = gspace_restrict(gspace = gs, subgroup = 2),
  gspace_rot2d_on_r2 = gspace_rot2d_on_r2(n = 4), gspace_rot2d_on_r3 = gspace_rot2d_on_r3(n = 4),
  gspace_rot3d_on_r3 = gspace_rot3d_on_r3(maximum_frequency = 1),
  gspace_rotations_order = gspace_rotations_order(gspace = gs),
  gspace_trivial_on_r2 = gspace_trivial_on_r2(), gspace_trivial_on_r3 = gspace_trivial_on_r3()
)

repr_calls <- expression(
  repr_bl_induced = repr_bl_induced(
    g = so3, l = 2, repr = repr_irrep(so2, 1), subgroup = c(NA, Inf)
  ),
  repr_bl_irreps = repr_bl_irreps(g = so2, l = 2),
  repr_bl_quotient = repr_bl_quotient(g = o2, l = 2, subgroup = c(0, 1)),
  repr_bl_regular = repr_bl_regular(g = so2, l = 2),
  repr_bl_sphere = repr_bl_sphere(g = so3, l = 2),
  repr_change_basis = repr_change_basis(rho = regular, change_of_basis = diag(4)),
  repr_change_of_basis = repr_change_of_basis(rho = regular),
  repr_character = repr_character(rho = regular),
  repr_clebsch_gordan = repr_clebsch_gordan(g = so3, m = 1, n = 1, j = 1),
  repr_contains_trivial = repr_contains_trivial(rho = regular),
  repr_cube_edges = repr_cube_edges(g = octa), repr_cube_faces = repr_cube_faces(g = octa),
  repr_cube_vertices = repr_cube_vertices(g = octa), repr_decompose = repr_decompose(rho = regular),
  repr_direct_sum = repr_direct_sum(regular, trivial), repr_disentangle = repr_disentangle(regular),
  repr_endomorphism_basis = repr_endomorphism_basis(rho = vector),
  repr_from_irreps = repr_from_irreps(g = c4g, name = "pair", irreps = list(0, 1)),
  repr_from_matrices = repr_from_matrices(
    g = c2g, name = "flip",
    representation = function(e) diag(if (e$value == 1) c(1, -1) else c(1, 1))
  ),
  repr_homomorphism_space = repr_homomorphism_space(rho1 = regular, rho2 = trivial),
  repr_ico_edges = repr_ico_edges(g = ico), repr_ico_faces = repr_ico_faces(g = ico),
  repr_ico_vertices = repr_ico_vertices(g = ico),
  repr_induced = repr_induced(g = d4g, subgroup = c(NA, 4), repr = vector),
  repr_irreducible = repr_irreducible(
    g = c2g, id = 1, name = "sign", representation = function(e) matrix(1 - 2 * e$value), size = 1
  ),
  repr_irrep = repr_irrep(g = c4g, 1), repr_irrep_id = repr_irrep_id(g = c4g, psi = 1),
  repr_irreps = repr_irreps(regular), repr_is_trivial = repr_is_trivial(rho = regular),
  repr_list = repr_list(g = c4g), repr_multiplicity = repr_multiplicity(rho = regular, irrep = 1),
  repr_quotient = repr_quotient(g = c4g, subgroup = 2), repr_regular = repr_regular(g = c4g),
  repr_restrict = repr_restrict(rho = regular, subgroup = 2),
  repr_spectral_quotient = repr_spectral_quotient(g = c4g, subgroup = 2, irreps = list(0, 2)),
  repr_spectral_regular = repr_spectral_regular(g = c4g, irreps = list(0, 1)),
  repr_standard = repr_standard(g = so2), repr_tensor = repr_tensor(r1 = regular, r2 = vector),
  repr_trivial = repr_trivial(g = c4g)
)

tensor_calls <- expression(
  field_type = field_type(gspace = gs, "regular", regular = 2),
  field_type_change_of_basis = field_type_change_of_basis(type),
  field_type_channels = field_type_channels(type),
  field_type_fourier = field_type_fourier(gspace = gs, channels = 2),
  field_type_gated = field_type_gated(vectors), field_type_irreps = field_type_irreps(type),
  field_type_is_uniform = field_type_is_uniform(type),
  field_type_matrix = field_type_matrix(type, element = element),
  field_type_representation = field_type_representation(type),
  field_type_restrict = field_type_restrict(type, subgroup = 2),
  geometric_tensor = geometric_tensor(example(2, 4, 5, 5), type = type),
  tensor_has_same_coords = tensor_has_same_coords(tensor, other = tensor),
  tensor_is_compatible = tensor_is_compatible(tensor, other = tensor),
  tensor_restrict = tensor_restrict(tensor, subgroup = 2),
  tensor_to = tensor_to(tensor, dtype = "float64"),
  transform_fibers = transform_fibers(tensor, element = element),
  point_batch = point_batch(list(cloud, cloud)), point_clouds_available = point_clouds_available(),
  point_connect = point_connect(cloud, k = 2), point_edges = point_edges(connected),
  point_index = point_index(cloud),
  point_neighbors = point_neighbors(coords = example(6, 2), k = 2),
  point_unbatch = point_unbatch(point_batch(list(cloud, cloud))),
  embed_images = embed_images(images, size = 7), rotate_images = rotate_images(images, angle = 30),
  rotate_volumes = rotate_volumes(stack, angle = 30),
  output_size = output_size(conv, size = c(5, 5)),
  iterate = iterate(it = torch$ones(2L, 2L)),
  tuple = tuple(1, 2)
)

kernel_calls <- c(expression(
  kernel_adjoint_basis = kernel_adjoint_basis(basis = kernels, adjoint = diag(2)),
  kernel_circular_shells_basis = kernel_circular_shells_basis(l = 2, radial = rings),
  kernel_gaussian_radial_profile = kernel_gaussian_radial_profile(radii = c(0, 1), sigma = 0.6),
  kernel_harmonic_polynomial_r3_generator = kernel_harmonic_polynomial_r3_generator(l = 2),
  kernel_point_basis = kernel_point_basis(g = c4g),
  kernel_restricted_wigner_eckart_basis = kernel_restricted_wigner_eckart_basis(
    basis = filters, subgroup = c(NA, 4), in_irrep = 1, out_irrep = 0
  ),
  kernel_sparse_orbit_basis = kernel_sparse_orbit_basis(
    homspace(c4g, 1), action = vector, root = c(1, 0), sigma = 0.3
  ),
  kernel_sparse_orbit_basis_with_icosahedral_symmetry =
    kernel_sparse_orbit_basis_with_icosahedral_symmetry(homspace(ico, 5), sigma = 0.3),
  kernel_spherical_shells_basis = kernel_spherical_shells_basis(l = 1, radial = rings),
  kernel_steerable_kernel_basis = kernel_steerable_kernel_basis(
    basis = filters, in_repr = repr_irrep(o2, 1, 1), out_repr = repr_irrep(o2, 0, 0)
  ),
  kernel_union_basis = kernel_union_basis(bases_list = list(kernels, kernels)),
  kernel_wigner_eckart_basis = kernel_wigner_eckart_basis(
    basis = filters, in_irrep = repr_irrep(o2, 1, 1), out_irrep = repr_irrep(o2, 0, 0)
  ),
  kernels_attributes = kernels_attributes(basis = kernels),
  kernels_check_equivariance = kernels_check_equivariance(basis = kernels),
  kernels_coeff = kernels_coeff(
    basis = kernel_restricted_wigner_eckart_basis(filters, c(NA, 4), 1, 0), idx = 1
  ),
  kernels_compute_harmonics = kernels_compute_harmonics(basis = kernels, points = example(3, 2)),
  kernels_dim_harmonic = kernels_dim_harmonic(basis = filters, j = repr_irrep(o2, 1, 1)),
  kernels_dimensionality = kernels_dimensionality(basis = kernels),
  kernels_multiplicity = kernels_multiplicity(basis = filters, j = repr_irrep(o2, 1, 1)),
  kernels_on_point = kernels_on_point(in_repr = trivial, out_repr = regular),
  kernels_sample = kernels_sample(basis = kernels, points = example(3, 2)),
  kernels_sample_as_dict = kernels_sample_as_dict(basis = kernels, points = example(3, 2)),
  kernels_sample_harmonics = kernels_sample_harmonics(basis = kernels, points = example(3, 2)),
  kernels_steerable_attributes = kernels_steerable_attributes(basis = kernels)
), local({
  # the factories have one call, each with a group of its own
  groups <- c(
    kernels_aliased_ico_act_r3_dodecahedron = "ico", kernels_aliased_ico_act_r3_icosahedron = "ico",
    kernels_aliased_ico_act_r3_icosidodecahedron = "ico", kernels_cn_act_r2 = "c4g",
    kernels_cn_act_r3 = "c4g", kernels_dn_act_r2 = "d4g", kernels_dn_conical_act_r3 = "d4g",
    kernels_dn_dihedral_act_r3 = "d4g", kernels_flip_act_r2 = "c2g",
    kernels_full_ico_act_r3 = "full_ico", kernels_full_octa_act_r3 = "full_octa",
    kernels_full_tetra_act_r3 = "o3", kernels_ico_act_r3 = "ico",
    kernels_inv_act_r3 = "c2g", kernels_o2_act_r2 = "o2", kernels_o2_conical_act_r3 = "o2",
    kernels_o2_dihedral_act_r3 = "o2", kernels_o2_subgroup_act_r2 = "d4g",
    kernels_o3_act_r3 = "o3", kernels_o3_subgroup_act_r3 = "so3", kernels_octa_act_r3 = "octa",
    kernels_pyrito_act_r3 = "o3", kernels_so2_act_r2 = "so2", kernels_so2_act_r3 = "so2",
    kernels_so2_subgroup_act_r2 = "c4g", kernels_so3_act_r3 = "so3",
    kernels_so3_subgroup_act_r3 = "octa", kernels_tetra_act_r3 = "so3",
    kernels_trivial_act_r2 = "c1g", kernels_trivial_act_r3 = "c1g"
  )
  subgroups <- list(
    kernels_o2_subgroup_act_r2 = c(0, 4), kernels_o3_subgroup_act_r3 = "so3",
    kernels_so2_subgroup_act_r2 = 4, kernels_so3_subgroup_act_r3 = "octa"
  )
  calls <- lapply(names(groups), function(name) {
    g <- as.name(groups[[name]])
    call <- bquote(.(as.name(name))(
      in_repr = repr_trivial(.(g)), out_repr = repr_trivial(.(g)), radii = c(0, 1), sigma = 0.6
    ))
    if (!is.null(subgroups[[name]])) call$subgroup <- subgroups[[name]]
    if (!grepl("aliased", name)) call$maximum_frequency <- 2
    call
  })
  names(calls) <- names(groups)
  as.expression(calls)
}))

layer_calls <- c(expression(
  nn_branching = nn_branching(both, labels = c("a", "b")),
  nn_concatenated_non_linearity = nn_concatenated_non_linearity(plain),
  nn_down = nn_down(type, factor = 2), nn_fourier_elu = nn_fourier_elu(gs, channels = 2),
  nn_fourier_pointwise = nn_fourier_pointwise(gs, channels = 2),
  nn_g_norm_batch_norm = nn_g_norm_batch_norm(vectors),
  nn_gated_non_linearity1 = nn_gated_non_linearity1(field_type_gated(vectors)),
  nn_gated_non_linearity2 = nn_gated_non_linearity2(field_type_gated(vectors)),
  nn_gated_non_linearity_uniform = nn_gated_non_linearity_uniform(
    field_type_gated(vectors, uniform = TRUE)
  ),
  nn_harmonic_polynomial_r3 = nn_harmonic_polynomial_r3(l = 1),
  nn_iid_batch_norm1d = nn_iid_batch_norm1d(field_type(gspace_no_base_space(c4g), "irrep_1")),
  nn_iid_batch_norm3d = nn_iid_batch_norm3d(fields),
  nn_induced_gated_non_linearity1 = nn_induced_gated_non_linearity1(field_type_gated(
    induced, gate = repr_quotient(gspace_rot2d_on_r2(n = 8), 4)
  )),
  nn_induced_norm_batch_norm = nn_induced_norm_batch_norm(induced),
  nn_induced_norm_non_linearity = nn_induced_norm_non_linearity(induced),
  nn_induced_norm_pool = nn_induced_norm_pool(induced),
  nn_linear = nn_linear(field_type(gspace_no_base_space(c4g), "regular"), out_type = "regular"),
  nn_mask = nn_mask(type, size = 5), nn_mask_module = nn_mask_module(type, size = 5),
  nn_max_pool_channels = nn_max_pool_channels(field_type(gs, regular = 4), kernel_size = 4),
  nn_merge = nn_merge(nn_branching(both, c("a", "b")), modules = list(a = nn_relu, b = nn_identity)),
  nn_multiple = nn_multiple(both, labels = c("a", "b"), modules = list(a = nn_relu, b = nn_identity)),
  nn_norm_max_pool = nn_norm_max_pool(type, kernel_size = 2), nn_norm_pool = nn_norm_pool(vectors),
  nn_norm_batch_norm = nn_norm_batch_norm(vectors),
  nn_norm_non_linearity = nn_norm_non_linearity(vectors),
  nn_plain_conv = nn_plain_conv(
    field_type(gspace_trivial_on_r2(), trivial = 2), out_type = c(trivial = 2), kernel_size = 3
  ),
  nn_point_pooling = nn_point_pooling(type),
  nn_quotient_fourier_elu = nn_quotient_fourier_elu(gs, subgroup = 2, channels = 2),
  nn_quotient_fourier_pointwise = nn_quotient_fourier_pointwise(gs, subgroup = 2, channels = 2),
  nn_r2_conv = nn_r2_conv(plain, out_type = c(regular = 1), kernel_size = 3),
  nn_r2_conv_transposed = nn_r2_conv_transposed(plain, out_type = "regular", kernel_size = 3),
  nn_r2_point_conv = nn_r2_point_conv(plain, out_type = "regular", radius = 1, width = 1, n_rings = 2),
  nn_r3_conv = nn_r3_conv(voxels, out_type = "trivial", kernel_size = 3),
  nn_r3_conv_transposed = nn_r3_conv_transposed(voxels, out_type = "trivial", kernel_size = 3),
  nn_r3_ico_conv = nn_r3_ico_conv(
    field_type(gspace_ico_on_r3(), "trivial"), out_type = "trivial", kernel_size = 3
  ),
  nn_r3_ico_conv_transposed = nn_r3_ico_conv_transposed(
    field_type(gspace_ico_on_r3(), "trivial"), out_type = "trivial", kernel_size = 3
  ),
  nn_r3_point_conv = nn_r3_point_conv(
    voxels, out_type = "trivial", radius = 1, width = 1, n_rings = 2
  ),
  nn_r3_upsampling = nn_r3_upsampling(fields, scale_factor = 2),
  nn_r2_upsampling = nn_r2_upsampling(type, scale_factor = 2),
  nn_reshuffle = nn_reshuffle(both, permutation = c(2, 1)),
  nn_residual = nn_residual(type, block = nn_relu), nn_skip = nn_skip(type, block = nn_relu),
  nn_restriction = nn_restriction(type, subgroup = 2), nn_sequential = nn_sequential(conv, relu),
  nn_tensor_product_module = nn_tensor_product_module(
    field_type(gspace_no_base_space(c4g), "regular"), out_type = "regular"
  ),
  nn_to_vector = nn_to_vector(field_type(gs, trivial = 4), classes = 2),
  nn_up = nn_up(type, factor = 2),
  nn_vector_field_non_linearity = nn_vector_field_non_linearity(type)
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

module_calls <- expression(
  check_equivariance = check_equivariance(relu), expect_equivariant = expect_equivariant(relu),
  escnn_export = escnn_export(fresh_model(), path = new_file(".pt"), input = c(5, 5)),
  escnn_load = escnn_load(path = saved),
  escnn_load_weights = escnn_load_weights(fresh_conv(), weights),
  escnn_module = escnn_module(name = "Own", forward = function(x) x),
  escnn_save = escnn_save(conv, path = new_file()), escnn_weights = escnn_weights(conv),
  export_info = export_info(path = exported),
  init_deltaorthonormal = init_deltaorthonormal(fresh_conv()),
  init_generalized_he = init_generalized_he(fresh_conv()), module_basis = module_basis(conv),
  module_export = module_export(fresh_model(), input = c(5, 5)),
  module_filter = module_filter(conv),
  module_parameter = module_parameter(c(1, 2)),
  module_reset = module_reset(nn_inner_batch_norm(type)),
  module_set_weights = module_set_weights(fresh_conv(), weights[1]),
  module_train = module_train(fresh_conv(), mode = FALSE), parameters = parameters(conv),
  net_c8_steerable = net_c8_steerable(classes = 2, width = 2),
  net_conventional = net_conventional(classes = 2, width = 2),
  net_e2_wrn = net_e2_wrn(classes = 2, width = 1), net_gcnn = net_gcnn(classes = 2, width = 1),
  net_octahedral = net_octahedral(classes = 2, width = 1, depth = 2),
  net_se3_cnn = net_se3_cnn(classes = 2, width = 1, depth = 2),
  net_unet = net_unet(classes = 2, width = 1, depth = 1)
)

training_calls <- expression(
  callback_best = callback_best(monitor = "loss"),
  callback_checkpoint = callback_checkpoint(path = new_file()),
  callback_csv = callback_csv(path = new_file()),
  callback_early_stopping = callback_early_stopping(patience = 2),
  callback_epoch = callback_epoch(fun = function(...) NULL),
  callback_plateau = callback_plateau(factor = 0.5),
  callback_tensorboard = callback_tensorboard(path = new_file()),
  dataset_arrays = dataset_arrays(images, y = factor(c("a", "b", "a", "b"))),
  dataset_clouds = dataset_clouds(list(example(4, 2), example(5, 2)), y = factor(c("a", "b")), k = 2),
  dataset_fashion_mnist = dataset_fashion_mnist(split = "test"),
  dataset_images = dataset_images(folder = pictures), dataset_labels = dataset_labels(dataset),
  dataset_medmnist = dataset_medmnist(name = "AdrenalMNIST3D", split = "test"),
  dataset_mnist = dataset_mnist(split = "test"),
  dataset_mnist_rot = dataset_mnist_rot(split = "test"),
  dataset_read = dataset_read(path = written),
  dataset_split = dataset_split(dataset, validation = 0.4, seed = 1),
  dataset_write = dataset_write(images, path = new_file()),
  escnn_available = escnn_available(), escnn_cache = escnn_cache(clear = FALSE),
  escnn_conditions = escnn_conditions(), escnn_help = escnn_help("R2Conv"),
  escnn_is_main = escnn_is_main(), escnn_launch = escnn_launch(script = script, workers = 1),
  escnn_names = escnn_names(pattern = "R2Conv"), escnn_sitrep = escnn_sitrep(),
  fitted_module = fitted_module(fitted),
  install_escnn = install_escnn(envname = "r-none", wheels = pictures, ask = FALSE, quiet = TRUE),
  medmnist_names = medmnist_names(), optim_adam = optim_adam(lr = 0.01),
  optim_adamw = optim_adamw(lr = 0.01), optim_rmsprop = optim_rmsprop(lr = 0.01),
  optim_sgd = optim_sgd(lr = 0.01), schedule_cosine = schedule_cosine(final = 0.1),
  schedule_exponential = schedule_exponential(factor = 0.9),
  schedule_one_cycle = schedule_one_cycle(warm_up = 0.3),
  schedule_step = schedule_step(every = 2), augment = augment(fitted, newdata = images),
  evaluate = evaluate(fitted, newdata = images, y = factor(c("a", "b", "a", "b"))),
  fit = fit(fresh_model(), x = images, y = factor(c("a", "b", "a", "b")), epochs = 1, verbose = FALSE),
  glance = glance(fitted), tidy = tidy(fitted)
)

method_calls <- expression(
  "$.escnn_field_type" = type$gspace, "[.escnn_dataset" = dataset[1:2],
  "[.escnn_field_type" = type[1],
  "[.escnn_kernel_basis" = kernels[1], "[.escnn_module" = chain[1:2],
  "[.escnn_subgroup_list" = group_subgroups(c4g)[1], "[.escnn_tensor" = tensor[1, ],
  "[[.escnn_kernel_basis" = kernels[[1]], "[[.escnn_module" = chain[[1]],
  "[[<-.escnn_module" = `[[<-`(chain, 2, value = nn_elu(conv$out_type)),
  "names<-.escnn_module" = `names<-`(chain, value = c("a", "b", "c")),
  "Ops.escnn_dataset" = dataset == dataset, "Ops.escnn_field_type" = type + plain,
  "Ops.escnn_group" = c4g == c2g,
  "Ops.escnn_group_element" = e * e, "Ops.escnn_gspace" = gs == flips,
  "Ops.escnn_homspace" = coset == sphere, "Ops.escnn_kernel_basis" = kernels == filters,
  "Ops.escnn_module" = relu == conv, "Ops.escnn_representation" = regular + trivial,
  "Ops.escnn_subgroup" = subgroup == subgroup, "Ops.escnn_tensor" = tensor + tensor,
  "as.array.escnn_dataset" = as.array(dataset), "as.array.escnn_tensor" = as.array(tensor),
  "as.array.torch.Tensor" = as.array(tensor$tensor),
  "as.data.frame.escnn_kernel_basis" = as.data.frame(kernels),
  "as.data.frame.escnn_tensor" = as.data.frame(tensor), "as.list.escnn_module" = as.list(chain),
  "as.list.escnn_tensor" = as.list(tensor), "as.matrix.escnn_group_element" = as.matrix(e),
  "as.matrix.escnn_tensor" = as.matrix(cloud), "as.vector.escnn_tensor" = as.vector(tensor),
  "augment.escnn_fit" = augment(fitted, newdata = images), "c.escnn_field_type" = c(type, plain),
  "c.escnn_module" = c(conv, relu), "c.escnn_representation" = c(regular, trivial),
  "c.escnn_tensor" = c(tensor, tensor), "coef.escnn_module" = coef(conv),
  "dim.escnn_dataset" = dim(dataset),
  "dim.escnn_field_type" = dim(type), "dim.escnn_gspace" = dim(gs),
  "dim.escnn_kernel_basis" = dim(kernels), "dim.escnn_representation" = dim(regular),
  "dim.escnn_tensor" = dim(tensor),
  "evaluate.escnn_fit" = evaluate(fitted, newdata = images, y = factor(c("a", "b", "a", "b"))),
  "fit.escnn_fit" = fit(fitted, x = images, y = factor(c("a", "b", "a", "b")), epochs = 1),
  "fit.escnn_module" = fit(
    fresh_model(), x = images, y = factor(c("a", "b", "a", "b")), epochs = 1, verbose = FALSE
  ),
  "glance.escnn_fit" = glance(fitted), "head.escnn_dataset" = head(dataset, n = 2),
  "length.escnn_dataset" = length(dataset), "length.escnn_field_type" = length(type),
  "length.escnn_group" = length(c4g), "length.escnn_homspace" = length(coset),
  "length.escnn_kernel_basis" = length(kernels), "length.escnn_module" = length(chain),
  "length.escnn_subgroup" = length(subgroup), "length.escnn_tensor" = length(tensor),
  "levels.escnn_dataset" = levels(dataset), "names.escnn_dataset" = names(dataset),
  "names.escnn_field_type" = names(type), "names.escnn_module" = names(chain),
  "names.escnn_tensor" = names(tensor), "plot.escnn_dataset" = plot(dataset, n = 2),
  "plot.escnn_equivariance" = plot(checked), "plot.escnn_fit" = plot(fitted),
  "plot.escnn_kernel_basis" = plot(kernels, elements = 1),
  "plot.escnn_representation" = plot(regular), "plot.escnn_tensor" = plot(tensor, item = 1),
  "predict.escnn_fit" = predict(fitted, newdata = images),
  "predict.escnn_module" = predict(conv, newdata = images), "solve.escnn_group_element" = solve(e),
  "sort.escnn_field_type" = sort(both), "split.escnn_field_type" = split(both, f = c("a", "b")),
  "split.escnn_tensor" = split(tensor, f = "a"), "tidy.escnn_fit" = tidy(fitted),
  "transform.escnn_tensor" = transform(tensor, element = element),
  "summary.escnn_module" = summary(conv), "summary.escnn_dataset" = summary(dataset),
  "summary.escnn_fit" = summary(fitted), "print.escnn_module" = print(conv),
  "format.escnn_tensor" = format(tensor), "str.escnn_tensor" = str(tensor),
  "a representation" = regular(e), "a module" = conv(images),
  "a field type" = type(example(2, 4, 5, 5)),
  "a basis" = kernels(example(3, 2))
)

valid_calls <- local({
  all <- c(
    group_calls, gspace_calls, repr_calls, tensor_calls, kernel_calls, layer_calls, module_calls,
    training_calls, method_calls
  )
  all[!duplicated(names(all))]
})

# Calls that can only be refused: groups that Python doesn't have, data that
# aren't here, an installation while Python runs.
always_refused <- c(
  "kernels_full_tetra_act_r3", "kernels_pyrito_act_r3", "kernels_tetra_act_r3",
  "dataset_fashion_mnist", "dataset_medmnist", "install_escnn"
)
