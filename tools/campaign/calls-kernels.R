# Valid calls: bases of kernels.

kernel_calls <- c(expression(
  kernel_adjoint_basis(basis = kernels, adjoint = diag(2)),
  kernel_circular_shells_basis(l = 2, radial = rings),
  kernel_gaussian_radial_profile(radii = c(0, 1), sigma = 0.6),
  kernel_harmonic_polynomial_r3_generator(l = 2), kernel_point_basis(g = c4g),
  kernel_restricted_wigner_eckart_basis(
    basis = filters, subgroup = c(NA, 4), in_irrep = 1, out_irrep = 0
  ),
  kernel_sparse_orbit_basis(homspace(c4g, 1), action = vector, root = c(1, 0), sigma = 0.3),
  kernel_sparse_orbit_basis_with_icosahedral_symmetry(homspace(ico, 5), sigma = 0.3),
  kernel_spherical_shells_basis(l = 1, radial = rings),
  kernel_steerable_kernel_basis(
    basis = filters, in_repr = repr_irrep(o2, 1, 1), out_repr = repr_irrep(o2, 0, 0)
  ),
  kernel_union_basis(bases_list = list(kernels, kernels)),
  kernel_wigner_eckart_basis(
    basis = filters, in_irrep = repr_irrep(o2, 1, 1), out_irrep = repr_irrep(o2, 0, 0)
  ),
  kernels_attributes(basis = kernels), kernels_check_equivariance(basis = kernels),
  kernels_coeff(basis = kernel_restricted_wigner_eckart_basis(filters, c(NA, 4), 1, 0), idx = 1),
  kernels_compute_harmonics(basis = kernels, points = example(3, 2)),
  kernels_dim_harmonic(basis = filters, j = repr_irrep(o2, 1, 1)),
  kernels_dimensionality(basis = kernels),
  kernels_multiplicity(basis = filters, j = repr_irrep(o2, 1, 1)),
  kernels_on_point(in_repr = trivial, out_repr = regular),
  kernels_sample(basis = kernels, points = example(3, 2)),
  kernels_sample_as_dict(basis = kernels, points = example(3, 2)),
  kernels_sample_harmonics(basis = kernels, points = example(3, 2)),
  kernels_steerable_attributes(basis = kernels)
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
