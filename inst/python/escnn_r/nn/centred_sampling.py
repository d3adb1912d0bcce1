"""Sampling of grids around their centre, so that turning the grid changes nothing.

A stride that starts at the first pixel ignores the last one of an even
image, and the grid symmetries with it. Here samples lie symmetric about the
centre, half-way between pixels where they must. All but the last function can
be compiled by PyTorch, so that exported graphs work on images of any size.
"""

# no postponed annotations here: old PyTorch reads them as they are

import math

import torch
import torch.nn.functional as F

from . import editing


def sample(values: torch.Tensor, sizes: list[int], strides: list[int]) -> torch.Tensor:
    """Samples of these sizes about the centre, ``strides`` apart where there is room."""
    for i in range(len(sizes)):
        axis, size, n = i + 2, sizes[i], values.size(i + 2)
        step = 1
        if size > 1:
            step = max(1, min(strides[i], (n - 1) // (size - 1)))
        rest = n - 1 - step * (size - 1)
        if rest % 2 == 1:
            values = (values.narrow(axis, 0, n - 1) + values.narrow(axis, 1, n - 1)) / 2
        start = rest // 2
        stop = start + step * (size - 1) + 1
        index = torch.arange(start, stop, step, device=values.device)
        values = values.index_select(axis, index)
    return values


def shrink(values: torch.Tensor, factor: int) -> torch.Tensor:
    """Every ``factor``-th sample about the centre, of values blurred by a triangle filter."""
    ramp = torch.arange(1, 2 * factor, dtype=values.dtype, device=values.device)
    triangle = torch.minimum(ramp, ramp.flip(0)).reshape(1, 1, -1)
    for axis in range(2, values.dim()):
        values = _blur(values, triangle, factor - 1, axis)
    sizes = [(n - 1) // factor + 1 for n in values.shape[2:]]
    return sample(values, sizes, [factor] * len(sizes))


def _blur(values: torch.Tensor, kernel: torch.Tensor, border: int, axis: int) -> torch.Tensor:
    """A weighted mean along one axis, at the border over what is inside."""
    moved = values.transpose(axis, -1)
    flat = moved.reshape(-1, 1, moved.size(-1))
    total = F.conv1d(torch.ones_like(flat[:1]), kernel, padding=border)
    blurred = F.conv1d(flat, kernel, padding=border) / total
    return blurred.reshape(moved.shape).transpose(axis, -1)


def stretch(values: torch.Tensor, factor: int) -> torch.Tensor:
    """New samples between the old ones, the corners kept in place."""
    return resize(values, [(n - 1) * factor + 1 for n in values.shape[2:]])


def resize(values: torch.Tensor, sizes: list[int]) -> torch.Tensor:
    """Interpolation to these sizes, the corners kept in place."""
    if list(values.shape[2:]) == sizes:
        return values
    mode = {1: "linear", 2: "bilinear", 3: "trilinear"}[len(sizes)]
    return F.interpolate(values, size=sizes, mode=mode, align_corners=True)


def positions(values: torch.Tensor, rest: list[int]) -> list[torch.Tensor]:
    """Parts of an image that leave out the pixels of ``rest``, cut alike at both ends.

    Where their number is odd, there are two, at either side of the middle.
    """
    parts = [values]
    for i in range(len(rest)):
        axis, length = i + 2, values.size(i + 2) - rest[i]
        cuts: list[torch.Tensor] = []
        for part in parts:
            for shift in range(rest[i] % 2 + 1):
                cuts.append(part.narrow(axis, rest[i] // 2 + shift, length))
        parts = cuts
    return parts


def blur_about(
    values: torch.Tensor, blur: torch.Tensor, stride: list[int], padding: list[int]
) -> tuple[torch.Tensor, torch.Tensor]:
    """A padded image without the pixels that a blur leaves over, cut alike at both ends.

    Where their number is odd, the middle falls between two pixels: the blur has half at either.
    """
    d, width = len(stride), list(blur.shape)
    sides: list[int] = []
    for i in range(d):
        sides += [padding[d - 1 - i], padding[d - 1 - i]]
    values = F.pad(values, sides)
    for i in range(d):
        axis = i + 2
        left = max(values.size(axis) - width[axis], 0) % stride[i]
        if left % 2 == 1:
            axes = [0] * (2 * (d - 1 - i))
            blur = (F.pad(blur, axes + [0, 1]) + F.pad(blur, axes + [1, 0])) / 2  # noqa: RUF005
        values = values.narrow(axis, left // 2, values.size(axis) - 2 * (left // 2))
    return values, blur


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
