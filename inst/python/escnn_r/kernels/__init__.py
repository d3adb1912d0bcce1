"""Bases of steerable kernels: made, evaluated, chosen from and inspected."""

from ..bridge.faces import face

__getattr__, __dir__, __all__ = face(
    __name__,
    {
        "bases_of_gspaces": "fiber_intertwiner_basis kernel_basis",
        "elements": "basis_table",
        "factories": "build_basis",
        "inspection": (
            "basis_name describe_basis dim_harmonic dimensionality harmonic_multiplicity "
            "list_elements ring_coeff steerable_attributes"
        ),
        "parts": (
            "adjoint_basis gaussian_radial_profile harmonic_polynomials irrep_basis "
            "orbit_basis shells_basis steerable_kernel_basis union_basis"
        ),
        "values": (
            "check_basis_equivariance evaluate_harmonics same_basis sample_basis sample_harmonics"
        ),
    },
)
