"""What bases of escnn are made of: kernels by the theorem of Wigner and Eckart, and their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ...group import RepresentationLike
from ...kernels import KernelBasisLike
from . import sampling


class Leaf:
    """One basis by the theorem of Wigner and Eckart, on its points; some bases unite several."""

    def __init__(self, basis: Any, points: Any, start: int):
        self.basis, self.points, self.start = basis, points, start
        self.offsets = {}
        for j in basis.js:
            self.offsets[j] = start
            start += basis.dim_harmonic(j)

    def parts(self) -> Iterator[tuple[int, int, Any, npt.NDArray[np.int64]]]:
        """Places of two irreps, an irrep of the filters, and the elements that belong to them."""
        for (ii, oo), slices in self.basis._slices.items():
            for j, (*_, first, last) in slices.items():
                yield ii, oo, j, np.arange(first, last) + self.offsets[j]

    def places(self) -> Iterator[tuple[Any, list[Any], npt.NDArray[np.int64]]]:
        """For each pair of irreps the order of its kernels, by irreps of the filters.

        And the elements of the basis: out copies x in copies x kernels.
        """
        columns: dict[Any, dict[Any, list[npt.NDArray[np.int64]]]] = {}
        order: dict[Any, list[Any]] = {}
        for ii, oo, j, at in self.parts():
            key = (self.basis.in_repr.irreps[ii], self.basis.out_repr.irreps[oo])
            columns.setdefault(key, {}).setdefault((oo, ii), []).append(at)
            if j not in order.setdefault(key, []):
                order[key].append(j)
        for key, column in columns.items():
            outs = sorted({oo for oo, _ in column})
            ins = sorted({ii for _, ii in column})
            rows = [np.stack([np.concatenate(column[(oo, ii)]) for ii in ins]) for oo in outs]
            yield key, order[key], np.stack(rows)

    def by_pair(self) -> Iterator[tuple[Any, torch.Tensor, torch.Tensor, npt.NDArray[np.int64]]]:
        """For each pair of irreps its kernels, in float64 and as escnn has them in float32.

        And the elements of the basis, as ``places()`` has them.
        """
        filters = sampling.harmonics(self.basis.basis, self.points)
        rounded = self.basis.compute_harmonics(self.points.float())
        for key, order, at in self.places():
            pair = self.basis.irreps_bases[key]
            kernels = sampling.pair(pair, filters)
            values = torch.cat([kernels[j] for j in order]).contiguous()
            yield key, values, sampling.as_escnn(pair, rounded, order), at

    def irreps(self, total: int) -> npt.NDArray[np.int64]:
        """Positions of each element's irreps in input and output, for elements of this leaf."""
        pairs = np.full((2, total), -1, dtype=np.int64)
        for ii, oo, _, at in self.parts():
            pairs[0, at], pairs[1, at] = ii, oo
        return pairs


def leaves(basis: KernelBasisLike, points: torch.Tensor | None, start: int = 0) -> Iterator[Leaf]:
    """The bases that a basis is made of, with the points as they see them."""
    from escnn import kernels

    if isinstance(basis, kernels.AdjointBasis):
        own_points = None if points is None else points @ turn(basis).T
        yield from leaves(basis.basis, own_points, start)
    elif isinstance(basis, kernels.UnionBasis):
        for each in basis._bases:
            yield from leaves(each, points, start)
            start += each.dim
    elif isinstance(basis, kernels.SteerableKernelBasis):
        yield Leaf(basis, points, start)
    else:
        raise NotImplementedError(type(basis).__name__)


def positions(parts: list[Leaf], mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Positions of the irreps of the elements that are kept: two rows, input and output."""
    irreps = np.max([leaf.irreps(len(mask)) for leaf in parts], axis=0)
    kept: npt.NDArray[np.int64] = irreps[:, mask]
    return kept


def turn(basis: torch.nn.Module) -> torch.Tensor:
    """The orthogonal matrix of an adjoint basis, which escnn rounds to float32."""
    matrix = basis.adj.double().cpu()
    for _ in range(3):  # Newton's steps to the orthogonal matrix that is nearest
        matrix = matrix @ (3 * torch.eye(len(matrix), dtype=matrix.dtype) - matrix.T @ matrix) / 2
    return matrix


def rows_of(representation: RepresentationLike) -> list[npt.NDArray[np.int64]]:
    """The rows of each irrep, before the change of basis."""
    sizes = [representation.group.irrep(*irrep).size for irrep in representation.irreps]
    ends = np.cumsum(sizes)
    return [np.arange(end - size, end) for size, end in zip(sizes, ends, strict=True)]
