"""Groups by their number of rotations or the highest frequency of their irreps, within limits."""

from __future__ import annotations

from . import costs
from .protocols import GroupLike

_KINDS = {
    "cyclic_group": "C",
    "dihedral_group": "D",
    "cylinder_discrete_group": "cylinder",
    "full_cylinder_discrete_group": "full_cylinder",
    "so2_group": "SO2",
    "o2_group": "O2",
    "so3_group": "SO3",
    "o3_group": "O3",
    "cylinder_group": "cylinder",
    "full_cylinder_group": "full_cylinder",
}


def group_of_order(name: str, n: int) -> GroupLike:
    """A group of finitely many rotations about an axis."""
    from escnn import group

    costs.check_order(_KINDS[name], n)
    return getattr(group, name)(n)


def group_of_frequency(name: str, maximum_frequency: int) -> GroupLike:
    """A continuous group, with irreps up to a frequency made in advance."""
    from escnn import group

    costs.check_frequency(_KINDS[name], maximum_frequency)
    return getattr(group, name)(maximum_frequency)
