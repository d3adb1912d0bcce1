"""The basis of kernels between two representations, kept by pairs of irreps."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ...kernels import KernelBasisLike
from .leaves import leaves, positions, rows_of

Filter = Callable[[dict[str, Any]], bool]


@dataclass
class Pair:
    """Kernels from ``m_in`` copies of an irrep to ``m_out`` copies of another.

    ``values``: elements x out x in x points, normalised. ``index``: out copies x in copies x
    elements, which weight of the block each has; -1 for elements that are left out.
    ``scale`` of the same shape, where the copies differ in it.
    """

    out_rows: npt.NDArray[np.int64]
    in_rows: npt.NDArray[np.int64]
    values: torch.Tensor
    index: npt.NDArray[np.int64]
    scale: torch.Tensor | None


class Block:
    """A basis between an input and an output representation, on given points.

    Answers what escnn asks of its ``SingleBlockBasisExpansion``.
    """

    def __init__(
        self, basis: Any, points: npt.NDArray[np.float64], mask: npt.NDArray[np.bool_]
    ) -> None:
        """Sample the wanted elements; ``EmptyBasisException`` if nothing is left of them."""
        from escnn.kernels import EmptyBasisException

        self.basis = basis
        self.points = points
        self._leaves = list(leaves(basis, torch.tensor(points, dtype=torch.float64)))
        first = self._leaves[0].basis
        self.in_repr, self.out_repr = first.in_repr, first.out_repr
        self._asked_for = mask
        self._dense: dict[torch.dtype, weakref.ref[torch.Tensor]] = {}
        self._pairs, self._mask = self._sampled()
        if not self._mask.any():
            raise EmptyBasisException

    def dimension(self) -> int:
        """How many weights it has, for one field in and one out."""
        return int(self._mask.sum())

    def get_basis_info(self) -> Iterator[dict[str, Any]]:
        """Attributes of each element that is kept."""
        kept = (attributes for at, attributes in enumerate(self.basis) if self._mask[at])
        for number, attributes in enumerate(kept):
            attributes["id"] = number
            yield attributes

    def get_element_info(self, id: int) -> dict[str, Any]:
        """Attributes of one element."""
        attributes: dict[str, Any] = self.basis[int(np.flatnonzero(self._mask)[id])]
        attributes["id"] = id
        return attributes

    @cached_property
    def irreps(self) -> npt.NDArray[np.int64]:
        """Positions of each element's irreps in the input and the output representation."""
        return positions(self._leaves, self._mask)

    @property
    def pairs(self) -> list[Pair]:
        """The kernels, by pairs of irreps."""
        return self._pairs

    def change_of_basis(self) -> tuple[torch.Tensor | None, torch.Tensor | None]:
        """What leads from irreps to fields, on the output's side and on the input's."""
        return unless_identity(self.out_repr.change_of_basis), unless_identity(
            self.in_repr.change_of_basis_inv
        )

    def dense(self, dtype: torch.dtype) -> torch.Tensor:
        """The basis as escnn keeps it: elements x out x in x points; shared while it is in use."""
        known = self._dense.get(dtype)
        basis = None if known is None else known()
        if basis is None:
            basis = self._made_dense().to(dtype).contiguous()
            self._dense[dtype] = weakref.ref(basis)
        return basis

    def _made_dense(self) -> torch.Tensor:
        points = len(self.points)
        basis = torch.zeros(
            self.dimension(), self.out_repr.size, self.in_repr.size, points, dtype=torch.float64
        )
        for pair in self.pairs:
            out_size, in_size = pair.values.shape[1:3]
            for (o, i, e), weight in np.ndenumerate(pair.index):
                if weight < 0:
                    continue
                scale = 1.0 if pair.scale is None else pair.scale[o, i, e]
                rows, columns = pair.out_rows[o * out_size], pair.in_rows[i * in_size]
                basis[weight, rows : rows + out_size, columns : columns + in_size] = (
                    pair.values[e] * scale
                )
        out_basis, in_basis = self.change_of_basis()
        if out_basis is not None:
            basis = torch.einsum("no,boip->bnip", out_basis, basis)
        if in_basis is not None:
            basis = torch.einsum("boip,ij->bojp", basis, in_basis)
        return basis

    def __deepcopy__(self, memo: Any) -> Block:
        """Itself, as nothing in it changes."""
        return self

    def _sampled(self) -> tuple[list[Pair], npt.NDArray[np.bool_]]:
        mask = np.zeros(len(self._asked_for), dtype=bool)
        turns = (
            _grams(self.out_repr, self.out_repr.change_of_basis.T),
            _grams(self.in_repr, self.in_repr.change_of_basis_inv),
        )
        straight = all(
            torch.allclose(g, torch.eye(len(g), dtype=g.dtype), atol=1e-9)
            for each in turns
            for g in each
        )
        rows = rows_of(self.out_repr), rows_of(self.in_repr)
        gathered: dict[Any, list[tuple[torch.Tensor, torch.Tensor, Any]]] = {}
        for leaf in self._leaves:
            for key, values, single, columns in leaf.by_pair():
                gathered.setdefault(key, []).append((values, single, columns))
        samples = []
        for (in_irrep, out_irrep), parts in gathered.items():
            values, single = (torch.cat([part[at] for part in parts]) for at in (0, 1))
            columns = np.concatenate([part[2] for part in parts], axis=2)
            places = [
                [at for at, irrep in enumerate(r.irreps) if irrep == target_irrep]
                for r, target_irrep in ((self.out_repr, out_irrep), (self.in_repr, in_irrep))
            ]
            grams = [[g[at] for at in p] for g, p in zip(turns, places, strict=True)]
            size = values.shape[1]
            # escnn leaves out what is zero in float32 but for rounding; the same elements are
            # left out here, and rounding that it takes for an element is zero
            nonzero = (_norms(single, grams, straight) / size).sqrt() >= 1e-6
            kept = nonzero.numpy() & self._asked_for[columns]
            mask[columns[kept]] = True
            norms = _norms(values, grams, straight)
            scale = torch.where(norms > 1e-20, (size / norms.clamp(min=1e-30)).sqrt(), 0.0)
            used = kept.any(axis=(0, 1))
            if not used.any():
                continue
            values, columns, scale = values[used], columns[..., used], scale[..., used]
            columns = np.where(kept[..., used], columns, -1)
            if straight:
                values, scale = values * scale[0, 0].reshape(-1, 1, 1, 1), None
            samples.append(
                Pair(
                    np.concatenate([rows[0][at] for at in places[0]]),
                    np.concatenate([rows[1][at] for at in places[1]]),
                    values,
                    columns,
                    scale,
                )
            )
        # weights are numbered over the elements that are kept
        number = np.append(np.cumsum(mask) - 1, -1)
        for pair in samples:
            pair.index = number[pair.index]
        return samples, mask


def chosen(basis: KernelBasisLike, basis_filter: Filter | None) -> npt.NDArray[np.bool_]:
    """Which elements a filter keeps; what looks at frequency and radius is asked once a pair."""
    mask = np.ones(len(basis), dtype=bool)
    if basis_filter is None:
        return mask
    if not getattr(basis_filter, "__qualname__", "").startswith("bandlimiting_filter"):
        return np.array([bool(basis_filter(attributes)) for attributes in basis], dtype=bool)
    answers: dict[Any, npt.NDArray[np.bool_]] = {}
    # attributes take long to list, and layers ask for the same ones
    known: dict[Any, list[dict[str, Any]]] = vars(basis).setdefault("_escnn_r_attributes", {})
    for number, leaf in enumerate(leaves(basis, None)):
        for ii, oo, j, at in leaf.parts():
            pair = leaf.basis.bases[ii][oo]
            key = (number, pair.in_irrep.id, pair.out_irrep.id, j)
            if key not in answers:
                if key not in known:
                    known[key] = list(pair.attrs_j_iter(j))
                answers[key] = np.array([basis_filter(a) for a in known[key]], dtype=bool)
            mask[at] = answers[key]
    return mask


def _grams(representation: Any, change: npt.NDArray[np.float64]) -> list[torch.Tensor]:
    """What the change of basis makes of the lengths of each irrep: identities, as a rule."""
    rows = [torch.tensor(change[at], dtype=torch.float64) for at in rows_of(representation)]
    return [each @ each.T for each in rows]


def _norms(values: torch.Tensor, turns: list[list[torch.Tensor]], straight: bool) -> torch.Tensor:
    """Squared lengths in the fields' own bases: out copies x in copies x elements."""
    values = values.double()
    outs, ins = turns
    if straight:
        return values.square().sum((1, 2, 3)).expand(len(outs), len(ins), -1)
    rows = [[torch.einsum("eois,op,ij,epjs->e", values, g, h, values) for h in ins] for g in outs]
    return torch.stack([torch.stack(row) for row in rows])


def unless_identity(matrix: npt.NDArray[np.float64]) -> torch.Tensor | None:
    """A matrix as a tensor, or None if it changes nothing."""
    tensor = torch.tensor(matrix, dtype=torch.float64)
    return None if torch.equal(tensor, torch.eye(len(tensor), dtype=tensor.dtype)) else tensor
