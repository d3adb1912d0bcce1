# Valid calls: groups and spaces.

group_calls <- expression(
  chi(s = 1), psi(theta = 1, k = 1, gamma = 0), psichi(theta = 1, s = 1, k = 1, gamma = 0),
  element_param(element = e), element_to(element = e, param = "radians"),
  element_value(element = e), group_change_param(g = c4g, value = 1, from = "int", to = "radians"),
  group_cyclic(n = 4), group_cylinder(maximum_frequency = 2), group_cylinder_discrete(n = 2),
  group_dihedral(n = 3), group_direct_product(g1 = c4g, g2 = c2g), group_double(g = c4g),
  group_element(g = c4g, value = 1), group_element_from_matrix(g = so3, value = diag(3)),
  group_elements(g = c4g), group_factors(g = product), group_full_cylinder(maximum_frequency = 2),
  group_full_cylinder_discrete(n = 2), group_full_ico(), group_full_octa(),
  group_generators(g = c4g), group_grid(g = c4g, n = 4), group_grid_so2(g = o2, n = 4),
  group_grid_so3(g = o3, type = "cube"), group_ico(), group_identity(g = c4g),
  group_inclusion(g = product, element = e, factor = 1), group_inversion(g = o3),
  group_is_abelian(g = c4g), group_is_continuous(g = c4g), group_klein4(),
  group_o2(maximum_frequency = 2), group_o3(maximum_frequency = 1), group_octa(),
  group_order(g = c4g), group_pair_elements(g = product, e1 = e, e2 = group_element(c2g, 1)),
  group_parametrizations(g = c4g), group_sample(g = so2, n = 2, seed = 1),
  group_so2(maximum_frequency = 2), group_so3(maximum_frequency = 1),
  group_sphere_grid(g = so3, type = "cube"),
  group_split_element(g = product, element = group_identity(product)),
  group_subgroup(g = c4g, id = 2), group_subgroups(g = c4g), group_trivial(),
  subgroup_contains(subgroup, element = e), subgroup_group(subgroup), subgroup_id(subgroup),
  subgroup_include(subgroup, element = group_element(c2g, 1)),
  subgroup_restrict(subgroup, element = group_identity(c4g)), testing_elements(g = c4g),
  homspace(g = c4g, subgroup = 2),
  homspace_basis(space = sphere, element = group_identity(so3), rho = 1, psi = 0),
  homspace_complete_basis(
    space = sphere, element = group_identity(so3), psi = 0, irreps = list(0, 1)
  ),
  homspace_dimension_basis(space = sphere, rho = 1, psi = 0),
  homspace_induced_representation(space = sphere, psi = 0, irreps = list(0, 1)),
  homspace_same_coset(space = coset, e1 = e, e2 = e),
  homspace_scalar_basis(space = sphere, element = group_identity(so3), rho = 1)
)

gspace_calls <- expression(
  gspace_basespace_action(gspace = gs),
  gspace_build_fiber_intertwiner_basis(
    gspace = gspace_no_base_space(c4g), in_repr = regular, out_repr = trivial
  ),
  gspace_build_kernel_basis(gspace = gs, in_repr = trivial, out_repr = regular, rings = 1),
  gspace_conical_on_r3(n = 2), gspace_cylindrical_on_r3(n = 2), gspace_dihedral_on_r3(n = 2),
  gspace_featurefield_action(
    gspace = gs, x = example(2, 4, 5, 5), repr = repr_regular(gs), element = element
  ),
  gspace_fibergroup(gspace = gs), gspace_flip2d_on_r2(axis = 0), gspace_flip_rot2d_on_r2(n = 4),
  gspace_flip_rot3d_on_r3(maximum_frequency = 1), gspace_flips_order(gspace = flips),
  gspace_full_cylindrical_on_r3(n = 2), gspace_full_ico_on_r3(), gspace_full_octa_on_r3(),
  gspace_ico_on_r3(), gspace_inv_on_r3(), gspace_mir_on_r3(axis = 0),
  gspace_no_base_space(group = c4g), gspace_octa_on_r3(), gspace_r2(subgroup = 4),
  gspace_r3(subgroup = "octa"), gspace_restrict(gspace = gs, subgroup = 2),
  gspace_rot2d_on_r2(n = 4), gspace_rot2d_on_r3(n = 4), gspace_rot3d_on_r3(maximum_frequency = 1),
  gspace_rotations_order(gspace = gs), gspace_trivial_on_r2(), gspace_trivial_on_r3()
)
