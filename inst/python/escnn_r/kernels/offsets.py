"""How many periods of a finite group the frequencies of kernels are away from the lowest ones.

Python's escnn has a filter for it in the plane, which asks for an attribute that isn't there
yet, and none in space.
"""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import torch

from ..bridge import BadArgument
from ..group import GroupLike
from .inspection import attributes
from .protocols import KernelBasisLike

# samples around the axis, and the share of a frequency that is more than rounding
_ANGLES, _SHARE = 64, 1e-4


def near(basis: KernelBasisLike, group: GroupLike, offset: int, dimension: int) -> list[bool]:
    """For each element whether its frequencies are at most so many periods away."""
    order = getattr(group, "rotation_order", None) or group.order()
    elements = attributes(basis)
    if dimension == 2:
        frequencies = [{int(each["irrep:frequency"])} for each in elements]
    else:
        frequencies = _around(basis, elements)
    keep = []
    for each, around in zip(elements, frequencies, strict=True):
        ends = int(each["in_irrep"][-1]), int(each["out_irrep"][-1])
        verdicts = {_periods(frequency, ends, order) <= offset for frequency in around}
        if len(verdicts) > 1:
            raise BadArgument(
                "max_offset",
                f"NULL for these representations of {group.name}",
                str(offset),
                "An element of their basis has several frequencies around the axis: "
                f"{', '.join(map(str, sorted(around)))}. Use `maximum_frequency`.",
            )
        keep.append(verdicts.pop())
    return keep


def _periods(frequency: int, ends: tuple[int, int], order: int) -> float:
    signs = product((1, -1), repeat=3)
    away = [(a * frequency - b * ends[0] - c * ends[1]) / order for a, b, c in signs]
    return min((abs(a) for a in away if math.isclose(a, round(a))), default=0.0)


def _around(basis: Any, elements: list[dict[str, Any]]) -> list[set[int]]:
    """The frequencies of each element around the third axis, read off its values on circles."""
    angles = 2 * np.pi * np.arange(_ANGLES) / _ANGLES
    radii = {float(e["radius"]) or float(e["sigma"]) for e in elements}
    power = 0
    for radius, height in product(sorted(radii), (-0.55, 0.2, 0.85)):
        wide = math.sqrt(1 - height**2)
        circle = np.stack([wide * np.cos(angles), wide * np.sin(angles), 0 * angles + height], 1)
        values = basis.sample(torch.tensor(radius * circle, dtype=torch.float32)).numpy()
        spectrum = np.abs(np.fft.rfft(values.reshape(_ANGLES, len(elements), -1), axis=0)) ** 2
        power = power + spectrum.sum(2).T
    share = power / np.maximum(np.sum(power, axis=1, keepdims=True), 1e-30)
    return [set(np.flatnonzero(row > _SHARE).tolist()) for row in share]
