"""Groups: elements, subgroups, homogeneous spaces, representations, and samples of them."""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from . import costs, named_representations, subgroups
    from .costs import check_frequency, check_sum
    from .custom_representations import (
        own_irrep,
        own_representation,
        representation_from_matrices,
        standard_representation,
    )
    from .description import channels, describe_group, describe_representation, representation_label
    from .disentangling import disentangle
    from .elements import (
        change_param,
        converted_elements,
        element_factors,
        element_from_matrix,
        element_label,
        element_matrix,
        element_pair,
        group_generators,
        group_inversion,
        include_element,
        many_elements,
        split_element,
    )
    from .factories import group_of_frequency, group_of_order
    from .fourier_samples import grid
    from .homogeneous_spaces import (
        describe_homspace,
        homogeneous_space,
        homspace_basis,
        homspace_complete_basis,
        homspace_dimension_basis,
        homspace_scalar_basis,
        induced_representation,
        same_coset,
    )
    from .induction import (
        bl_induced,
        bl_irreps,
        bl_quotient,
        bl_regular,
        bl_sphere,
        induced_from_subgroup,
        quotient_representation,
        spectral_quotient,
        spectral_regular,
    )
    from .membership import check_of_group
    from .named_representations import (
        irrep_id,
        irrep_name,
        irrep_of,
        read_irrep,
        regular_representation,
    )
    from .plain_values import (
        element_power,
        group_element,
        group_elements,
        same_group,
        testing_elements,
    )
    from .protocols import (
        ElementLike,
        GivenIrrep,
        GivenSubgroup,
        GroupLike,
        HomSpaceLike,
        IrrepId,
        RepresentationLike,
        SubgroupId,
    )
    from .representations import (
        all_irreps,
        change_basis,
        change_of_basis,
        character,
        clebsch_gordan,
        decompose,
        direct_sum,
        endomorphism_basis,
        homomorphism_space,
        invertible,
        irrep_multiplicity,
        orthogonal,
        restrict_representation,
        special_representation,
        tensor_product,
    )
    from .sampling import element_grid, grid_of_rotations, sample_elements, sphere_grid
    from .subgroups import describe_subgroup, list_subgroups, map_elements, subgroup_of
    from .tables import multiplication_table
    from .vectors import vector_representation

__getattr__, __dir__, __all__ = face(__name__)
