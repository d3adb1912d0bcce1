"""Collections of group elements and of points on the sphere: regular, random, near-uniform."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt

from ..bridge import BadArgument, check_elements, choose, seeded
from .membership import check_of_group
from .plain_values import group_of
from .protocols import ElementLike, OrthogonalLike, Space

# types for SO(3) and O(3), and what they need: a number of points, or nothing
_SOLIDS = ("ico", "cube", "tetra")
_COUNTED = ("rand", "thomson", "thomson_cube", "hopf", "fibonacci")
_ON_SPHERE = ("rand", "thomson", "thomson_cube", "healpix", "fibonacci", "longlat")

# below this escnn's grid over the sphere has no points at all
_LEAST_HOPF = 20


def sample_elements(
    space: Space, n: int | None = None, seed: int | None = None
) -> ElementLike | list[ElementLike]:
    """One element drawn evenly from the whole group, or a list of ``n``."""
    group = group_of(space)
    check_elements(n)
    with seeded(seed):
        if n is None:
            return _draw(group)
        return [_draw(group) for _ in range(n)]


def _draw(group: Any) -> Any:
    return group.sample()


def element_grid(
    space: Space,
    type: str | list[str] = "regular",
    n: int | list[int] | None = None,
    adjoint: ElementLike | None = None,
    seed: int | None = None,
) -> list[Any]:
    """A collection of elements; direct products take one type and number for each factor."""
    from escnn.group import O3, SO3

    group = group_of(space)
    with seeded(seed):
        if type == "rand":
            return [_draw(group) for _ in range(_needed(n, type))]
        if hasattr(group, "G1"):
            return _product_grid(group, type, n)
        if isinstance(group, (SO3, O3)):
            return _spatial(group, group.grid, type, n, adjoint)
        _known(type, ("regular", "rand"), group)
        if _is_polyhedral(group):
            return list(group.elements)
        return _planar(group, group.grid, n)


def grid_of_rotations(
    space: Space,
    type: str,
    n: int | None = None,
    adjoint: ElementLike | None = None,
    seed: int | None = None,
) -> list[Any]:
    """A collection of rotations as elements of O(2) or O(3)."""
    from escnn.group import O2, O3

    group = group_of(space)
    with seeded(seed):
        if isinstance(group, O3):
            return _spatial(group, cast(OrthogonalLike, group).grid_so3, type, n, adjoint)
        if isinstance(group, O2):
            _known(type, ("regular", "rand"), group)
            return list(cast(OrthogonalLike, group).grid_so2(_needed(n, type), type))
    raise BadArgument("g", "O(2) or O(3)", group.name, "Other groups have `group_grid()`.")


def _known(type: Any, allowed: tuple[str, ...], group: Any) -> None:
    if type not in allowed:
        names = ", ".join(f'"{each}"' for each in allowed)
        raise BadArgument("type", f"one of {names} for {group.name}", f'"{type}"')


def _needed(n: Any, type: Any, least: int = 1) -> int:
    if not isinstance(n, int) or n < least:
        shown = "NULL" if n is None else str(n)
        raise BadArgument("n", f"a whole number of at least {least} for type {type!r}", shown)
    check_elements(n, kind=type)
    return n


def _planar(group: Any, make: Any, n: Any) -> list[Any]:
    if group.continuous:
        return list(make(N=_needed(n, "regular"), type="regular"))
    whole = getattr(group, "rotation_order", None) or group.order()
    count = whole if n is None else _needed(n, "regular")
    if whole % count:
        raise BadArgument("n", f"a divisor of {whole} for {group.name}", str(count))
    return list(make(type="regular", N=count))


def _spatial(group: Any, make: Any, type: Any, n: Any, adjoint: Any) -> list[Any]:
    _known(type, (*_SOLIDS, *_COUNTED), group)
    args = []
    if type in _COUNTED:
        args.append(_needed(n, type, _LEAST_HOPF if type == "hopf" else 1))
    options = {} if adjoint is None else {"adj": _adjoint(group, adjoint)}
    return list(make(type, *args, **options))


def _is_polyhedral(group: Any) -> bool:
    from escnn.group import Icosahedral, Octahedral

    return isinstance(group, (Icosahedral, Octahedral))


def _adjoint(group: Any, adjoint: Any) -> Any:
    from escnn.group import O3

    check_of_group(group, adjoint, "adjoint", "`NULL` or an element")
    # SO(3) takes an element, O(3) a quaternion; inversions change nothing
    return adjoint.to("Q")[1] if isinstance(group, O3) else adjoint


def _product_grid(group: Any, type: Any, n: Any) -> list[Any]:
    types = type if isinstance(type, (list, tuple)) else [type, type]
    counts = n if isinstance(n, (list, tuple)) else [n, n]
    if len(types) != 2 or len(counts) != 2:
        raise BadArgument("type", "one type, or one for each factor", f"{len(types)} of them")
    one, two = (
        element_grid(factor, each, None if _is_polyhedral(factor) else count)
        for factor, each, count in zip((group.G1, group.G2), types, counts, strict=True)
    )
    return [group.pair_elements(a, b) for a in one for b in two]


def sphere_points(
    type: str, n: int | None = None, m: int | None = None, seed: int | None = None
) -> npt.NDArray[Any]:
    """Points on the unit sphere, one a row."""
    from escnn.group.groups import so3_utils

    choose("type", type, dict.fromkeys((*_SOLIDS, "cube_vertices", *_ON_SPHERE)))
    args: list[int] = []
    if type in _ON_SPHERE:
        args.append(_needed(n, type, 2 if type == "fibonacci" else 1))
        check_elements(args[0], kind="sphere")
    if type == "healpix":
        # escnn wants the resolution, which gives 12 times its square
        args = [max(1, round((args[0] / 12) ** 0.5))]
    if type == "longlat":
        if not isinstance(m, int) or m < 2:
            shown = "NULL" if m is None else str(m)
            raise BadArgument("m", "a whole number of at least 2, the latitudes", shown)
        check_elements(args[0] * m, "m", kind="sphere")
        args.append(m)
    with seeded(seed):
        return np.asarray(so3_utils._sphere_grid(type, *args), dtype=np.float64)


def sphere_grid(
    space: Space,
    type: str,
    n: int | None = None,
    m: int | None = None,
    adjoint: ElementLike | None = None,
    seed: int | None = None,
) -> list[Any]:
    """Rotations that take the pole (0, 0, 1) to points on the sphere.

    escnn's own for SO(3) takes it to the opposite points, with a random turn.
    """
    from escnn.group import O3, SO3

    from .elements import element_matrix

    group = group_of(space)
    if not isinstance(group, (SO3, O3)):
        raise BadArgument("g", "SO(3) or O(3)", group.name)
    points = sphere_points(type, n, m, seed)
    if adjoint is not None:
        check_of_group(group, adjoint, "adjoint", "`NULL` or an element")
        points = points @ element_matrix(adjoint).T
    height = np.arccos(np.clip(points[:, 2], -1.0, 1.0))
    around = np.arctan2(points[:, 1], points[:, 0])
    turns = [np.array([0.0, theta, phi]) for theta, phi in zip(height, around, strict=True)]
    return [group.element(turn if isinstance(group, SO3) else (0, turn), "zyz") for turn in turns]
