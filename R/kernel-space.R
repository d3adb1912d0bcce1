# The factories of kernels in space; those in the plane and how factories are
# made are in kernel-factories.R.

# A factory with what those of rotations about axes in space have.
space_factory <- function(python, ...) {
  kernels_factory(python, maximum_frequency = 5, ..., adjoint = NULL, filter = NULL)
}

#' @rdname kernels_act
#' @export
kernels_o3_act_r3 <- kernels_factory(
  "kernels_O3_act_R3",
  maximum_frequency = NULL, adjoint = NULL, filter = NULL
)

#' @rdname kernels_act
#' @export
kernels_so3_act_r3 <- kernels_factory(
  "kernels_SO3_act_R3",
  maximum_frequency = NULL, adjoint = NULL, filter = NULL
)

#' @rdname kernels_act
#' @export
kernels_so3_subgroup_act_r3 <- kernels_factory(
  "kernels_SO3_subgroup_act_R3",
  subgroup = , maximum_frequency = 5, adjoint = NULL, filter = NULL
)

#' @rdname kernels_act
#' @export
kernels_o3_subgroup_act_r3 <- kernels_factory(
  "kernels_O3_subgroup_act_R3",
  subgroup = , maximum_frequency = 5, adjoint = NULL, filter = NULL
)

#' @rdname kernels_act
#' @export
kernels_ico_act_r3 <- space_factory("kernels_Ico_act_R3")

#' @rdname kernels_act
#' @export
kernels_octa_act_r3 <- space_factory("kernels_Octa_act_R3")

#' @rdname kernels_act
#' @export
kernels_tetra_act_r3 <- space_factory("kernels_Tetra_act_R3")

#' @rdname kernels_act
#' @export
kernels_full_ico_act_r3 <- space_factory("kernels_FullIco_act_R3")

#' @rdname kernels_act
#' @export
kernels_full_octa_act_r3 <- space_factory("kernels_FullOcta_act_R3")

#' @rdname kernels_act
#' @export
kernels_full_tetra_act_r3 <- space_factory("kernels_FullTetra_act_R3")

#' @rdname kernels_act
#' @export
kernels_pyrito_act_r3 <- space_factory("kernels_Pyrito_act_R3")

#' @rdname kernels_act
#' @export
kernels_so2_act_r3 <- space_factory("kernels_SO2_act_R3")

#' @rdname kernels_act
#' @export
kernels_cn_act_r3 <- space_factory("kernels_CN_act_R3", max_offset = NULL)

#' @rdname kernels_act
#' @export
kernels_o2_conical_act_r3 <- space_factory("kernels_O2_conical_act_R3")

#' @rdname kernels_act
#' @export
kernels_dn_conical_act_r3 <- space_factory("kernels_DN_conical_act_R3", max_offset = NULL)

#' @rdname kernels_act
#' @export
kernels_o2_dihedral_act_r3 <- space_factory("kernels_O2_dihedral_act_R3")

#' @rdname kernels_act
#' @export
kernels_dn_dihedral_act_r3 <- space_factory("kernels_DN_dihedral_act_R3", max_offset = NULL)

#' @rdname kernels_act
#' @export
kernels_inv_act_r3 <- kernels_factory("kernels_Inv_act_R3", maximum_frequency = 5, filter = NULL)

#' @rdname kernels_act
#' @export
kernels_trivial_act_r3 <- kernels_factory(
  "kernels_Trivial_act_R3",
  maximum_frequency = 5, filter = NULL
)

#' @rdname kernels_act
#' @export
kernels_aliased_ico_act_r3_dodecahedron <- kernels_factory(
  "kernels_aliased_Ico_act_R3_dodecahedron",
  adjoint = NULL
)

#' @rdname kernels_act
#' @export
kernels_aliased_ico_act_r3_icosidodecahedron <- kernels_factory(
  "kernels_aliased_Ico_act_R3_icosidodecahedron",
  adjoint = NULL
)

#' @rdname kernels_act
#' @export
kernels_aliased_ico_act_r3_icosahedron <- kernels_factory(
  "kernels_aliased_Ico_act_R3_icosahedron",
  adjoint = NULL
)
