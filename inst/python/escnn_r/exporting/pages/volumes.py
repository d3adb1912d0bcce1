"""Volumes on a page: the turns of a cube that a group has, how they act on fields and on filters.

These turns take voxels to voxels, so that all is exact. A filter is known by its values between
one pair of channels of each orbit, or else by irreps, as filters of the plane are.
"""

from __future__ import annotations

import math
from itertools import groupby, permutations, product
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from escnn.nn import R3Conv
from scipy.special import lpmv

from ...fields import FieldTypeLike, grid_action, is_exact
from ...group import ElementLike, RepresentationLike, element_from_matrix
from ...gspaces import GSpaceLike
from .fields import permutation
from .filters import channel_orders, orbits, shortest
from .irreps import by_irreps
from .numbers import packed

_TOLERANCE = 1e-6
# below this share of the largest, what filters have in common is rounding
_RANK = 1e-8
_HIGHEST_DEGREE = 6
Array = npt.NDArray[Any]


def cube_elements(gspace: GSpaceLike) -> list[ElementLike]:
    """Elements that take a cube of voxels to itself, one for each such turn or mirror image."""
    group = gspace.fibergroup
    if not group.continuous:
        some = list(group.elements)
    elif type(group).__name__ in ("SO3", "O3"):
        mirrors = type(group).__name__ == "O3"
        turns = [m for m in _cube_matrices() if mirrors or np.linalg.det(m) > 0]
        some = [element_from_matrix(group, m) for m in turns]
    else:
        some = [*group.testing_elements(), group.identity]
    seen: dict[tuple[int, ...], ElementLike] = {}
    for element in some:
        if is_exact(gspace, element):
            seen.setdefault(tuple(_matrix(gspace, element).ravel()), element)
    return list(seen.values())


def _cube_matrices() -> list[Array]:
    signs = product((1.0, -1.0), repeat=3)
    orders = list(permutations(range(3)))
    return [np.diag(sign)[:, list(order)] for sign in signs for order in orders]


def _matrix(gspace: GSpaceLike, element: ElementLike) -> npt.NDArray[np.int64]:
    return np.rint(np.asarray(gspace.basespace_action(element))).astype(np.int64)


def action_of(gspace: GSpaceLike) -> dict[str, Any]:
    """The group's name, and the matrices of its turns of a cube, on (x, y, z)."""
    elements = cube_elements(gspace)
    return {
        "name": gspace.fibergroup.name,
        "elements": [_matrix(gspace, element).tolist() for element in elements],
        "changes": [],
    }


def fields_of(
    field_type: FieldTypeLike, gspace: GSpaceLike, changes: list[Any]
) -> list[dict[str, Any]]:
    """Runs of equal fields; how each kind changes is added to ``changes``, once."""
    runs = []
    for representation, run in groupby(field_type.representations):
        size, name = representation.size, representation.name
        names = [(each["name"], each["size"]) for each in changes]
        if (name, size) not in names:
            names.append((name, size))
            changes.append({"name": name, "size": size, **_change(representation, gspace)})
        change = names.index((name, size))
        runs.append({"count": len(list(run)), "size": size, "name": name, "change": change})
    return runs


def _change(representation: RepresentationLike, gspace: GSpaceLike) -> dict[str, Any]:
    if representation.is_trivial():
        return {"kind": "scalar"}
    matrices = [np.asarray(representation(element)) for element in cube_elements(gspace)]
    orders = [permutation(matrix) for matrix in matrices]
    if all(order is not None for order in orders):
        return {"kind": "permutation", "orders": orders}
    return {"kind": "matrices", "matrices": packed(np.stack(matrices))}


def packed_filter(weight: torch.Tensor, layer: Any) -> dict[str, Any]:
    """A filter as plain data, short where ``layer`` is steerable."""
    return shortest(weight, layer, R3Conv, (_by_orbits, _by_degrees))


def _by_orbits(weight: Array, layer: Any) -> dict[str, Any] | None:
    space = layer.in_type.gspace
    elements = cube_elements(space)
    orders = [channel_orders(kind, elements) for kind in (layer.out_type, layer.in_type)]
    if orders[0] is None or orders[1] is None or len(elements) == 1:
        return None
    starts, places = orbits(orders[0], orders[1])
    width = weight.shape[2:]
    pairs = weight.reshape(-1, *width)
    first = pairs[starts]
    for element, place in zip(elements, places, strict=True):
        moved = _moved(first, grid_action(space, element))
        if np.abs(moved - pairs[place]).max() > _TOLERANCE * np.abs(weight).max():
            return None
    rows, scale, columns = np.linalg.svd(first.reshape(len(starts), -1), full_matrices=False)
    rank = max(1, int((scale > _RANK * scale[0]).sum()))
    short = {"by": "cube", "shape": list(weight.shape)}
    if rank * (len(starts) + columns.shape[1]) < first.size:
        return {
            **short,
            "coefficients": packed(rows[:, :rank] * scale[:rank]),
            "basis": packed(columns[:rank]),
        }
    return {**short, "coefficients": packed(first.reshape(len(starts), -1)), "basis": None}


def _moved(values: Array, action: Array) -> Array:
    """Cubes of voxels, the last three axes, moved by a signed permutation of axes."""
    sources = np.abs(action).argmax(1)
    flips = [i - 3 for i in range(3) if action[i, sources[i]] < 0]
    return np.flip(values.transpose(0, *(1 + sources)), flips)


def _by_degrees(weight: Array, layer: Any) -> dict[str, Any] | None:
    """By irreps, with spherical harmonics of as many degrees as the filter needs."""
    rings = {
        (float(each["radius"]), float(each["sigma"]))
        for each in layer.basisexpansion.get_basis_info()
        if "radius" in each and "sigma" in each
    }
    if not rings:
        return None
    flat = weight.reshape(-1, weight[0, 0].size).T
    for highest in range(1, _HIGHEST_DEGREE + 1):
        waves = [(r, s, degree) for degree in range(highest + 1) for r, s in sorted(rings)]
        samples = _harmonics(waves, weight.shape[-1], int(layer.dilation))
        rest = flat - samples @ np.linalg.lstsq(samples, flat, rcond=1e-10)[0]
        if np.abs(rest).max() <= _TOLERANCE * np.abs(weight).max():
            return by_irreps(weight, layer, waves, samples, lambda degree: 2 * degree + 1)
    return None


def _harmonics(waves: list[Any], width: int, dilation: int) -> Array:
    """Samples of rings times spherical harmonics: voxels by functions, 2 l + 1 of a degree l."""
    line = (np.arange(width) - (width - 1) / 2) * dilation
    # arrays are (-z, -y, x)
    z, y, x = np.meshgrid(-line, -line, line, indexing="ij")
    radius = np.sqrt(x**2 + y**2 + z**2).ravel()
    height = np.divide(z.ravel(), radius, out=np.zeros_like(radius), where=radius > 1e-9)
    around = np.arctan2(y, x).ravel()
    columns = []
    for centre, sigma, degree in waves:
        bump = np.exp(-0.5 * ((radius - centre) / sigma) ** 2)
        if degree:
            bump = np.where(radius > 1e-9, bump, 0.0)
        for m in range(-degree, degree + 1):
            legendre = lpmv(abs(m), degree, height) / math.sqrt(
                math.factorial(degree + abs(m)) / math.factorial(degree - abs(m))
            )
            wave = np.cos(m * around) if m >= 0 else np.sin(-m * around)
            columns.append(bump * legendre * wave)
    return np.stack(columns, axis=1)
