"""Filters between fields of any kind, as the few numbers that equivariance leaves.

Between the irreps that fields are made of, the part of a filter that goes round with one frequency
lies in a space of few dimensions, the same for all rings and all fields. A filter is written as a
basis of that, and coefficients.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import block_diag

from ...fields import FieldTypeLike
from .numbers import packed

_TOLERANCE = 1e-6
# below this share of the largest, directions are rounding
_RANK = 1e-7
Array = npt.NDArray[Any]


def by_irreps(
    weight: Array,
    layer: Any,
    rings: list[Any],
    samples: Array,
    wide: Callable[[int], int] = lambda frequency: 2 if frequency else 1,
) -> Any:
    """A filter by the irreps of a layer's fields; None if that isn't exact, or not shorter.

    ``samples``: pixels by harmonics, as they come with the rings, for each as many as ``wide``
    says of its frequency. Those of volumes are written, too.
    """
    to_fields, from_fields = _bases(layer.out_type), np.linalg.inv(_bases(layer.in_type))
    outs, ins, pixels = weight.shape[0], weight.shape[1], weight[0, 0].size
    inner = np.einsum(
        "ab,bcp,cd->adp",
        np.linalg.inv(to_fields),
        weight.reshape(outs, ins, pixels),
        np.linalg.inv(from_fields),
        optimize=True,
    )
    waves = np.linalg.lstsq(samples, inner.reshape(-1, pixels).T, rcond=1e-10)[0].T
    waves = waves.reshape(outs, ins, -1)
    columns = _columns(rings, wide)
    blocks, remade, count = [], np.zeros_like(waves), 0
    largest = np.abs(waves).max()
    for rows in _places(layer.out_type).values():
        for across in _places(layer.in_type).values():
            parts = []
            where = np.ix_(rows.ravel(), across.ravel())
            block = waves[where].reshape(*rows.shape, *across.shape, -1).transpose(0, 2, 1, 3, 4)
            for each in columns.values():
                # (fields out, fields in, rings) by (channels out, channels in, cosine and sine)
                part = block[..., each].transpose(0, 1, 4, 2, 3, 5)
                flat = part.reshape(int(np.prod(part.shape[:3])), -1)
                basis = np.linalg.svd(flat, full_matrices=False)
                rank = int((basis[1] > _RANK * largest).sum())
                if not rank:
                    continue
                coefficients, basis = flat @ basis[2][:rank].T, basis[2][:rank]
                count += coefficients.size + basis.size
                again = (coefficients @ basis).reshape(part.shape).transpose(0, 3, 1, 4, 2, 5)
                index = np.ix_(rows.ravel(), across.ravel(), each.ravel())
                remade[index] = again.reshape(rows.size, across.size, each.size)
                parts.append(
                    {
                        "columns": each.tolist(),
                        "basis": packed(basis),
                        "coefficients": packed(coefficients),
                    }
                )
            if parts:
                blocks.append({"rows": rows.tolist(), "across": across.tolist(), "parts": parts})
    whole = np.einsum("ab,bch,cd,ph->adp", to_fields, remade, from_fields, samples, optimize=True)
    wrong = np.abs(whole.reshape(weight.shape) - weight).max() > _TOLERANCE * np.abs(weight).max()
    if wrong or count >= 0.8 * weight.size:
        return None
    return {
        "shape": list(weight.shape),
        **(
            {"by": "degrees", "samples": packed(samples.T)}
            if weight.ndim == 5
            else {"rings": [list(ring) for ring in rings], "dilation": int(layer.dilation)}
        ),
        "blocks": blocks,
        "outs": _runs(layer.out_type, inverse=False),
        "ins": _runs(layer.in_type, inverse=True),
    }


def _bases(kind: FieldTypeLike) -> Array:
    """The matrix from irreps to fields."""
    return np.asarray(block_diag(*(each.change_of_basis for each in kind.representations)))


def _runs(kind: FieldTypeLike, inverse: bool) -> list[dict[str, Any]]:
    """The matrices of fields one after another, each with the number of fields."""
    runs = []
    for representation, run in groupby(kind.representations):
        matrix = representation.change_of_basis
        matrix = np.linalg.inv(matrix) if inverse else matrix
        runs.append({"count": len(list(run)), "matrix": packed(matrix)})
    return runs


def _places(kind: FieldTypeLike) -> dict[Any, Array]:
    """Of each irrep the channels of all its copies: copies by its size."""
    places: dict[Any, list[list[int]]] = {}
    start = 0
    for representation in kind.representations:
        for irrep in representation.irreps:
            size = representation.group.irrep(*irrep).size
            places.setdefault(irrep, []).append(list(range(start, start + size)))
            start += size
    return {irrep: np.array(each) for irrep, each in places.items()}


def _columns(rings: list[Any], wide: Callable[[int], int]) -> dict[int, Array]:
    """Of each frequency the columns of its harmonics: rings by functions, as cosine and sine."""
    columns: dict[int, list[list[int]]] = {}
    at = 0
    for *_, frequency in rings:
        stop = at + wide(frequency)
        columns.setdefault(frequency, []).append(list(range(at, stop)))
        at = stop
    return {frequency: np.array(each) for frequency, each in columns.items()}
