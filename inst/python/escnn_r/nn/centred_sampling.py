"""Sampling of grids around their centre, so that turning the grid changes nothing.

A stride that starts at the first pixel ignores the last one of an even
image, and the grid symmetries with it. Here samples lie symmetric about the
centre, half-way between pixels where they must.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F

from . import editing


def sample(values: torch.Tensor, sizes: list[int], strides: list[int]) -> torch.Tensor:
    """Samples of these sizes about the centre, ``strides`` apart where there is room."""
    for axis, (size, stride) in enumerate(zip(sizes, strides, strict=True), start=2):
        n = values.shape[axis]
        step = max(1, min(stride, (n - 1) // (size - 1))) if size > 1 else 1
        rest = n - 1 - step * (size - 1)
        if rest % 2:
            first, last = values.narrow(axis, 0, n - 1), values.narrow(axis, 1, n - 1)
            values = (first + last) / 2
        start = rest // 2
        stop = start + step * (size - 1) + 1
        values = values[(slice(None),) * axis + (slice(start, stop, step),)]
    return values


def shrink(values: torch.Tensor, factor: int) -> torch.Tensor:
    """Every ``factor``-th sample about the centre, of values blurred by a triangle filter."""
    ones = [1.0] * factor
    triangle = torch.tensor(
        [sum(ones[max(0, i - factor + 1) : i + 1]) for i in range(2 * factor - 1)],
        dtype=values.dtype,
        device=values.device,
    )
    for axis in range(2, values.dim()):
        values = _blur(values, triangle, axis)
    sizes = [(n - 1) // factor + 1 for n in values.shape[2:]]
    return sample(values, sizes, [factor] * len(sizes))


def _blur(values: torch.Tensor, weights: torch.Tensor, axis: int) -> torch.Tensor:
    """A weighted mean along one axis, at the border over what is inside."""
    moved = values.movedim(axis, -1)
    flat = moved.reshape(-1, 1, moved.shape[-1])
    kernel, border = weights.reshape(1, 1, -1), len(weights) // 2
    total = F.conv1d(torch.ones_like(flat[:1]), kernel, padding=border)
    blurred = F.conv1d(flat, kernel, padding=border) / total
    return blurred.reshape(moved.shape).movedim(-1, axis)


def resize(values: torch.Tensor, sizes: list[int]) -> torch.Tensor:
    """Interpolation to these sizes, the corners kept in place."""
    if list(values.shape[2:]) == list(sizes):
        return values
    mode = {1: "linear", 2: "bilinear", 3: "trilinear"}[len(sizes)]
    return F.interpolate(values, size=list(sizes), mode=mode, align_corners=True)


def strides_of(module: torch.nn.Module, d: int) -> list[int]:
    """How many pixels apart a module's outputs lie, as its layers' strides say."""
    layers = list(module) if editing.is_sequence(module) else [module]
    if len(layers) > 1:
        each = [strides_of(layer, d) for layer in layers]
        return [math.prod(steps) for steps in zip(*each, strict=True)] if d else []
    stride = getattr(layers[0], "stride", None) or 1
    if isinstance(stride, (tuple, list)):
        return [int(s) for s in stride]
    return [int(stride)] * d
