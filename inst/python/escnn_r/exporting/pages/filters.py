"""Filters as a few numbers, above all of fields whose channels a group permutes.

A filter of such fields is known by one pair of channels of each orbit under the group:
K[g o, g i](p) = K[o, i](g^-1 p). Each pair's is a sum of the harmonics that it was made of, rings
times waves around the centre, which can be sampled at g^-1 p. The page does that again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from escnn.nn import R2Conv

from ...fields import FieldTypeLike
from .fields import permutation
from .irreps import by_irreps
from .numbers import packed

_TOLERANCE = 1e-6
Array = npt.NDArray[Any]
# a filter of a layer as a few numbers, or None where that isn't exact, or not shorter
Way = Callable[[Array, Any], dict[str, Any] | None]


def packed_filter(weight: torch.Tensor, layer: Any) -> dict[str, Any]:
    """A filter as plain data: by harmonics where ``layer`` allows it and it takes less."""
    return shortest(weight, layer, R2Conv, (_by_orbits, _by_waves))


def shortest(
    weight: torch.Tensor, layer: Any, steerable: type[torch.nn.Module], ways: Sequence[Way]
) -> dict[str, Any]:
    """A filter by the first way that is exact, where ``layer`` is of a class; else as it is."""
    values = weight.detach().cpu().double().numpy()
    fits = isinstance(layer, steerable) and layer.groups == 1 and values.any()
    if fits and len(values) == layer.out_type.size:
        for way in ways:
            if (short := way(values, layer)) is not None:
                return short
    return packed(weight)


def _by_waves(weight: Array, layer: Any) -> dict[str, Any] | None:
    rings = _rings(layer)
    if not rings:
        return None
    samples = harmonics(rings, weight.shape[-1], int(layer.dilation), np.eye(2))
    short: dict[str, Any] | None = by_irreps(weight, layer, rings, samples)
    return short


def _by_orbits(weight: Array, layer: Any) -> dict[str, Any] | None:
    rings = _rings(layer)
    group = layer.in_type.fibergroup
    if not rings or group.continuous or group.order() == 1:
        return None
    kinds = (layer.out_type, layer.in_type)
    orders = [channel_orders(kind, list(group.elements)) for kind in kinds]
    if orders[0] is None or orders[1] is None:
        return None
    moves = [np.asarray(layer.in_type.gspace.basespace_action(g)) for g in group.elements]
    starts, places = orbits(orders[0], orders[1])
    if len(starts) * len(rings) >= weight.size:
        return None
    width, dilation = weight.shape[-1], int(layer.dilation)
    samples = np.concatenate([harmonics(rings, width, dilation, move) for move in moves])
    # of each orbit its filters for all elements, one under the other
    stacked = np.stack([weight.reshape(-1, width**2)[place] for place in places], axis=1)
    flat = stacked.reshape(len(starts), -1)
    coefficients = np.linalg.lstsq(samples, flat.T, rcond=1e-10)[0].T
    again = remade(coefficients, rings, width, dilation, moves, places, weight.shape)
    if np.abs(again - weight).max() > _TOLERANCE * np.abs(weight).max():
        return None
    return {
        "shape": list(weight.shape),
        "rings": [list(ring) for ring in rings],
        "dilation": dilation,
        "coefficients": packed(coefficients),
    }


def channel_orders(kind: FieldTypeLike, elements: list[Any]) -> list[list[int]] | None:
    """For each element, the channel that each channel goes to; None if there is no such thing."""
    orders = []
    known: dict[Any, list[int] | None] = {}
    for element in elements:
        order, start = [], 0
        for representation in kind.representations:
            key = (representation.name, element)
            if key not in known:
                matrix = np.asarray(representation(element))
                known[key] = permutation(matrix.T)
            target = known[key]
            if target is None:
                return None
            order += [start + i for i in target]
            start += representation.size
        orders.append(order)
    return orders


def _rings(layer: Any) -> list[tuple[float, float, int]]:
    """Radius, width and frequency of the harmonics of a layer's basis."""
    rings = {
        (float(each["radius"]), float(each["sigma"]), int(each["j"][1]))
        for each in layer.basisexpansion.get_basis_info()
    }
    return sorted(rings)


def orbits(outs: list[list[int]], ins: list[list[int]]) -> tuple[list[int], list[Array]]:
    """One pair of channels of each orbit, and for each element where it takes them.

    Pairs are numbered out channel by out channel, and an orbit begins with its lowest number.
    """
    n = len(ins[0])
    numbers = np.arange(len(outs[0]) * n)
    targets = np.stack(
        [
            np.asarray(o)[numbers // n] * n + np.asarray(i)[numbers % n]
            for o, i in zip(outs, ins, strict=True)
        ]
    )
    starts = numbers[targets.min(0) == numbers]
    return [int(s) for s in starts], list(targets[:, starts])


def harmonics(rings: list[Any], width: int, dilation: int, move: Array) -> Array:
    """Samples at g^-1 p: pixels by harmonics, a cosine for each ring and a sine for its waves."""
    line = (np.arange(width) - (width - 1) / 2) * dilation
    right, down = np.meshgrid(line, line)
    x, y = move.T @ np.stack([right.ravel(), -down.ravel()])
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    columns = []
    for centre, sigma, frequency in rings:
        bump = np.exp(-0.5 * ((radius - centre) / sigma) ** 2)
        if frequency == 0:
            columns.append(bump)
            continue
        bump = np.where(radius > 1e-9, bump, 0.0)
        columns += [bump * np.cos(frequency * angle), bump * np.sin(frequency * angle)]
    return np.stack(columns, axis=1)


def remade(
    coefficients: Array,
    rings: list[Any],
    width: int,
    dilation: int,
    moves: list[Array],
    places: list[Array],
    shape: tuple[int, ...],
) -> Array:
    """The filter again, as the page makes it."""
    weight = np.zeros((shape[0] * shape[1], width**2))
    for move, place in zip(moves, places, strict=True):
        weight[place] = coefficients @ harmonics(rings, width, dilation, move).T
    return weight.reshape(shape)
