"""Bases of steerable kernels: made, evaluated, chosen from and inspected."""

from typing import TYPE_CHECKING

from ..bridge.faces import face

if TYPE_CHECKING:
    from . import costs, elements
    from .bases_of_gspaces import fiber_intertwiner_basis, kernel_basis
    from .ends import kernel_ends, point_matrix
    from .factories import build_basis
    from .inspection import (
        basis_name,
        describe_basis,
        dim_harmonic,
        dimensionality,
        harmonic_multiplicity,
        list_elements,
        ring_coeff,
        steerable_attributes,
    )
    from .parts import (
        adjoint_basis,
        gaussian_radial_profile,
        harmonic_polynomials,
        irrep_basis,
        orbit_basis,
        shells_basis,
        steerable_kernel_basis,
        union_basis,
    )
    from .protocols import (
        KernelBasisLike,
        SteerableBasisLike,
        SteerableFiltersLike,
        SteerableKernelsLike,
    )
    from .values import (
        check_basis_equivariance,
        evaluate_harmonics,
        same_basis,
        sample_basis,
        sample_harmonics,
    )

__getattr__, __dir__, __all__ = face(__name__)
