"""How directions in space turn one field of points into another, for any group.

A point hears from a neighbour by an equivariant map from what the neighbour
has and harmonics of the direction to it. These maps are found as the null
space of the equations that they satisfy, so that all groups are treated alike.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import seeded
from ..group import IrrepId
from ..gspaces import GSpaceLike

Matrix = npt.NDArray[np.float64]

# harmonics of higher degrees than these are not written down here
DEGREES = {2: 8, 3: 2}
# random elements of a continuous group that are tried; two almost surely do
_SAMPLES = 6


def harmonics(unit: torch.Tensor, degree: int) -> torch.Tensor:
    """Harmonic polynomials of unit vectors up to a degree, a column each.

    Those of one degree have squares that add up to their number.
    """
    if unit.shape[1] == 2:
        return torch.stack(_circular(unit[:, 0], unit[:, 1], degree), 1)
    x, y, z = unit[:, 0], unit[:, 1], unit[:, 2]
    columns = [torch.ones_like(x)]
    if degree >= 1:
        columns += [3**0.5 * each for each in (x, y, z)]
    if degree >= 2:
        third = (3 * z * z - 1) / 12**0.5
        columns += [15**0.5 * each for each in (x * y, y * z, x * z, (x * x - y * y) / 2, third)]
    return torch.stack(columns, 1)


def _circular(x: torch.Tensor, y: torch.Tensor, degree: int) -> list[torch.Tensor]:
    columns, cosine, sine = [torch.ones_like(x)], torch.ones_like(x), torch.zeros_like(x)
    for _ in range(degree):
        cosine, sine = cosine * x - sine * y, cosine * y + sine * x
        columns += [2**0.5 * cosine, 2**0.5 * sine]
    return columns


def widths(dimension: int, degree: int) -> list[int]:
    """How many harmonics there are of each degree."""
    return [1] + [2 if dimension == 2 else 2 * k + 1 for k in range(1, degree + 1)]


def elements(space: GSpaceLike) -> list[Any]:
    """Elements that generate the group, or a dense part of it."""
    group = space.fibergroup
    if not group.continuous and group.order() <= 200:
        return list(group.elements)
    with seeded(0):
        drawn = [group.sample() for _ in range(_SAMPLES)]
    return drawn + list(group.testing_elements())[:8]


def actions(space: GSpaceLike, chosen: list[Any], degree: int) -> list[list[Matrix]]:
    """For each element the matrices by which it acts on harmonics of each degree."""
    d = space.dimensionality
    points = np.random.default_rng(0).normal(size=(60, d))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    splits = np.cumsum(widths(d, degree))[:-1]
    before = np.split(harmonics(torch.from_numpy(points), degree).numpy(), splits, 1)
    matrices = []
    for element in chosen:
        moved = torch.from_numpy(points @ np.asarray(space.basespace_action(element)).T)
        after = np.split(harmonics(moved, degree).numpy(), splits, 1)
        matrices.append(
            [
                np.linalg.lstsq(old, new, rcond=None)[0].T
                for old, new in zip(before, after, strict=True)
            ]
        )
    return matrices


def intertwiners(outs: list[Matrix], ins: list[Matrix]) -> list[Matrix]:
    """A basis of the maps T with T in(g) = out(g) T, orthonormal, always the same one."""
    rows, columns = len(outs[0]), len(ins[0])
    total = np.zeros((rows * columns, rows * columns))
    for out, inner in zip(outs, ins, strict=True):
        gap = np.kron(out, np.eye(columns)) - np.kron(np.eye(rows), inner.T)
        total += gap.T @ gap
    values, vectors = np.linalg.eigh(total)
    null = vectors[:, values < 1e-6 * len(outs)]
    # the projection is unique where a basis is not; so are its columns, taken one by one
    rest, maps = null @ null.T, []
    for _ in range(null.shape[1]):
        column = rest[:, int(np.argmax(np.round((rest**2).sum(0), 6)))]
        column = column / np.linalg.norm(column)
        maps.append(column.reshape(rows, columns))
        rest = rest - np.outer(column, column @ rest)
    return maps


def irreps_of(space: GSpaceLike, degree: int) -> list[IrrepId]:
    """The irreps that harmonics up to a degree consist of, the trivial one first."""
    group: Any = space.fibergroup
    chosen = elements(space)
    acting = actions(space, chosen, degree)
    names = []
    for name in _candidates(group, degree):
        irrep = group.irrep(*name)
        matrices = [np.asarray(irrep(g)) for g in chosen]
        parts = range(len(acting[0]))
        if any(intertwiners(matrices, [each[k] for each in acting]) for k in parts):
            names.append(name)
    return sorted(names, key=lambda name: not group.irrep(*name).is_trivial())


def _candidates(group: Any, degree: int) -> list[IrrepId]:
    if not group.continuous:
        return [irrep.id for irrep in group.irreps()]
    if hasattr(group, "bl_irreps"):
        return [tuple(name) for name in group.bl_irreps(degree)]
    return [irrep.id for irrep in group.irreps()]


def paths(space: GSpaceLike, irreps: list[IrrepId], degree: int) -> tuple[torch.Tensor, list[int]]:
    """All equivariant maps of irreps and harmonics to irreps, and how many start at each irrep.

    The tensor has the components that come out, by those that each path takes
    in, by harmonics. What comes out is about as large as what goes in.
    """
    group: Any = space.fibergroup
    chosen = elements(space)
    acting = actions(space, chosen, degree)
    matrices = [[np.asarray(group.irrep(*name)(g)) for g in chosen] for name in irreps]
    starts = np.concatenate([[0], np.cumsum([len(each[0]) for each in matrices])])
    parts = widths(space.dimensionality, degree)
    first = np.concatenate([[0], np.cumsum(parts)])
    columns: list[Matrix] = []
    counts = []
    for inner in matrices:
        before = len(columns)
        for o, out in enumerate(matrices):
            for k, width in enumerate(parts):
                joint = [np.kron(g, each[k]) for g, each in zip(inner, acting, strict=True)]
                for map_ in intertwiners(out, joint):
                    rows, ins = len(out[0]), len(inner[0])
                    path = np.zeros((starts[-1], ins, first[-1]))
                    path[starts[o] : starts[o + 1], :, first[k] : first[k + 1]] = map_.reshape(
                        rows, ins, width
                    ) * np.sqrt(rows)
                    columns.append(path)
        counts.append(len(columns) - before)
    return torch.from_numpy(np.concatenate(columns, 1)), counts
