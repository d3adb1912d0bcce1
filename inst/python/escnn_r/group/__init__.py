"""Groups: elements, subgroups, homogeneous spaces, representations, and samples of them."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "costs": "check_sum",
        "custom_representations": (
            "own_irrep own_representation representation_from_matrices standard_representation"
        ),
        "description": "describe_group describe_representation",
        "disentangling": "disentangle",
        "elements": (
            "change_param converted_elements element_factors element_from_matrix "
            "element_label element_matrix element_pair group_generators group_inversion "
            "include_element many_elements split_element"
        ),
        "factories": "group_of_frequency group_of_order",
        "homogeneous_spaces": (
            "describe_homspace homogeneous_space homspace_basis homspace_complete_basis "
            "homspace_dimension_basis homspace_scalar_basis induced_representation "
            "same_coset"
        ),
        "induction": (
            "bl_induced bl_irreps bl_quotient bl_regular bl_sphere induced_from_subgroup "
            "quotient_representation spectral_quotient spectral_regular"
        ),
        "plain_values": (
            "element_power group_element group_elements irrep_of regular_representation "
            "same_group testing_elements"
        ),
        "representations": (
            "change_basis change_of_basis character clebsch_gordan decompose direct_sum "
            "endomorphism_basis homomorphism_space irrep_id irrep_multiplicity all_irreps "
            "restrict_representation special_representation tensor_product"
        ),
        "sampling": "element_grid grid_of_rotations sample_elements sphere_grid",
        "subgroups": "describe_subgroup list_subgroups map_elements subgroup_of",
        "vectors": "vector_representation",
    },
)
