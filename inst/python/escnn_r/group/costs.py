"""What groups and their representations cost, in bytes and seconds.

Measured with escnn 1.0.11: tables grow with the square of the order of a group in the plane,
irreps of rotations in space with the cube of their frequency.
"""

from __future__ import annotations

from ..bridge import check_cost
from .protocols import GroupLike

# per squared order: bytes, seconds
_BY_ORDER = {
    "C": (12.0, 2.5e-6),
    "D": (43.0, 6.2e-6),
    "cylinder": (60.0, 5e-6),
    "full_cylinder": (200.0, 1.2e-5),
}
# per frequency to a power: bytes, their power, seconds, their power
_BY_FREQUENCY = {
    "SO2": (1.8e3, 1, 9e-5, 1),
    "O2": (1.8e3, 1, 9e-5, 1),
    "SO3": (22.0, 3, 7.7e-10, 4),
    "O3": (44.0, 3, 2.2e-9, 4),
    "cylinder": (7e3, 1, 4e-4, 1),
    "full_cylinder": (7e3, 1, 4e-4, 1),
}
_WORDS = {
    "C": "The cyclic group",
    "D": "The dihedral group",
    "cylinder": "The group of the cylinder",
    "full_cylinder": "The group of the full cylinder",
}


def of_order(kind: str, n: int) -> tuple[float, float]:
    """Bytes and seconds for a group of so many rotations."""
    memory, seconds = _BY_ORDER[kind]
    return memory * n**2, seconds * n**2


def of_frequency(kind: str, highest: int) -> tuple[float, float]:
    """Bytes and seconds for the irreps of a continuous group up to a frequency."""
    memory, power, seconds, other = _BY_FREQUENCY.get(kind, _BY_FREQUENCY["full_cylinder"])
    return memory * float(highest) ** power, seconds * float(highest) ** other


def check_order(kind: str, n: int, argument: str = "n") -> None:
    """Refuse groups with too many rotations; numbers below 1 stand for all of them."""
    if n > 1:
        check_cost(
            f"{_WORDS[kind]} with {n:,} rotations",
            *of_order(kind, n),
            argument,
            f"Take a smaller `{argument}`, or the group of all rotations.",
        )


def check_frequency(kind: str, highest: int, argument: str = "maximum_frequency") -> None:
    """Refuse irreps up to too high a frequency."""
    check_cost(f"The irreps up to frequency {highest:,}", *of_frequency(kind, highest), argument)


def representation(size: float) -> tuple[float, float]:
    """Bytes and seconds for a representation that is decomposed into its irreps."""
    return 24.0 * size**2, 3e-10 * size**3


def check_representation(
    size: float, argument: str, what: str = "A representation", hint: str | None = None
) -> None:
    """Refuse representations of too many dimensions."""
    check_cost(f"{what} of size {size:,.0f}", *representation(size), argument, hint)


def check_sum(size: float) -> None:
    """Refuse direct sums of too many dimensions, of which each part has one at least."""
    hint = "Add up fewer or smaller representations, or make a field of each: `field_type()`."
    check_representation(size, "...", "A direct sum", hint)


def band_limited_size(group: GroupLike, limit: int, subgroup: GroupLike | None = None) -> float:
    """How large functions up to a frequency are, on a continuous group or a quotient of it."""
    kind, level = type(group).__name__, float(limit)
    if kind in ("SO3", "O3"):
        sizes = (level + 1) * (2 * level + 1) * (2 * level + 3) / 3
        sizes, smallest = sizes * (1 if kind == "SO3" else 2), (level + 1) ** 2
    else:
        sizes, smallest = (2 * level + 1) * (1 if kind == "SO2" else 2), level + 1
    if subgroup is None:
        return sizes
    return smallest if subgroup.continuous else max(smallest, sizes / subgroup.order())


def check_irreps(group: GroupLike, limit: int, argument: str) -> None:
    """Refuse to list the irreps of a continuous group up to too high a frequency."""
    if group.continuous:
        check_frequency(type(group).__name__, limit, argument)


def check_irrep(group: GroupLike, ids: tuple[int, ...]) -> None:
    """Refuse irreps of rotations in space that are too large."""
    from escnn.group import O3, SO3

    if isinstance(group, (SO3, O3)) and ids:
        size = 2.0 * abs(ids[-1]) + 1
        check_cost(
            f"An irrep of size {size:,.0f}",
            40.0 * size**2,
            argument="id",
            hint="Take an irrep of lower frequency.",
        )
