# Valid calls: representations, field types, tensors and images.

repr_calls <- expression(
  repr_bl_induced(g = so3, l = 2, repr = repr_irrep(so2, 1), subgroup = c(NA, Inf)),
  repr_bl_irreps(g = so2, l = 2), repr_bl_quotient(g = o2, l = 2, subgroup = c(0, 1)),
  repr_bl_regular(g = so2, l = 2), repr_bl_sphere(g = so3, l = 2),
  repr_change_basis(rho = regular, change_of_basis = diag(4)), repr_change_of_basis(rho = regular),
  repr_character(rho = regular), repr_clebsch_gordan(g = so3, m = 1, n = 1, j = 1),
  repr_contains_trivial(rho = regular), repr_cube_edges(g = octa), repr_cube_faces(g = octa),
  repr_cube_vertices(g = octa), repr_decompose(rho = regular), repr_direct_sum(regular, trivial),
  repr_disentangle(regular), repr_endomorphism_basis(rho = vector),
  repr_from_irreps(g = c4g, name = "pair", irreps = list(0, 1)),
  repr_from_matrices(
    g = c2g, name = "flip",
    representation = function(e) diag(if (e$value == 1) c(1, -1) else c(1, 1))
  ),
  repr_homomorphism_space(rho1 = regular, rho2 = trivial), repr_ico_edges(g = ico),
  repr_ico_faces(g = ico), repr_ico_vertices(g = ico),
  repr_induced(g = d4g, subgroup = c(NA, 4), repr = vector),
  repr_irreducible(
    g = c2g, id = 1, name = "sign", representation = function(e) matrix(1 - 2 * e$value), size = 1
  ),
  repr_irrep(g = c4g, 1), repr_irrep_id(g = c4g, psi = 1), repr_irreps(regular),
  repr_is_trivial(rho = regular), repr_list(g = c4g), repr_multiplicity(rho = regular, irrep = 1),
  repr_quotient(g = c4g, subgroup = 2), repr_regular(g = c4g),
  repr_restrict(rho = regular, subgroup = 2),
  repr_spectral_quotient(g = c4g, subgroup = 2, irreps = list(0, 2)),
  repr_spectral_regular(g = c4g, irreps = list(0, 1)), repr_standard(g = so2),
  repr_tensor(r1 = regular, r2 = vector), repr_trivial(g = c4g)
)

tensor_calls <- expression(
  field_type(gspace = gs, "regular", regular = 2), field_type_change_of_basis(type),
  field_type_channels(type), field_type_fourier(gspace = gs, channels = 2),
  field_type_gated(vectors), field_type_irreps(type), field_type_is_uniform(type),
  field_type_matrix(type, element = element), field_type_representation(type),
  field_type_restrict(type, subgroup = 2), geometric_tensor(example(2, 4, 5, 5), type = type),
  tensor_has_same_coords(tensor, other = tensor), tensor_is_compatible(tensor, other = tensor),
  tensor_restrict(tensor, subgroup = 2), tensor_to(tensor, dtype = "float64"),
  transform_fibers(tensor, element = element), point_batch(list(cloud, cloud)),
  point_clouds_available(), point_connect(cloud, k = 2), point_edges(connected), point_index(cloud),
  point_neighbors(coords = example(6, 2), k = 2), point_unbatch(point_batch(list(cloud, cloud))),
  embed_images(images, size = 7), rotate_images(images, angle = 30),
  rotate_volumes(stack, angle = 30), output_size(conv, size = c(5, 5)),
  iterate(it = torch$ones(2L, 2L)), tuple(1, 2)
)
