"""Small bases of kernels, for the tests of what they tell and of their values."""

import escnn_r
from escnn_r.kernels import factories, parts

escnn_r.prepare()

from escnn import group  # noqa: E402

C4 = group.cyclic_group(4)


def c4_basis(**options):
    """Kernels from one number to a regular field of C4, on two rings."""
    given = {"radii": [0.0, 1.0], "sigma": 0.6, "maximum_frequency": 3, **options}
    return factories.build_basis(
        "kernels_CN_act_R2", C4.trivial_representation, C4.regular_representation, **given
    )


def circles(**options):
    """Circular harmonics up to frequency 2, on two rings."""
    profile = parts.gaussian_radial_profile([0, 1], 0.6)
    return parts.shells_basis("CircularShellsBasis", 2, profile, **options)
