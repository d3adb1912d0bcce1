"""Arithmetic on the sizes of images, as programs that a traced graph keeps.

A trace turns numbers that come from a size into constants. These functions are
compiled where they are traced, so that a graph works on images of any size.
"""

# no postponed annotations here: old PyTorch reads them as they are

import functools
from typing import Any

import torch
import torch.nn.functional as F


def program(function: Any) -> Any:
    """Compile a function where it is traced; ONNX gets what it does for one size."""
    compiled = torch.jit.script_if_tracing(function)

    @functools.wraps(function)
    def chosen(*args: Any) -> Any:
        fixed = torch.onnx.is_in_onnx_export()
        return function(*args) if fixed else compiled(*args)

    return chosen


@program
def sample_as(values: torch.Tensor, like: torch.Tensor, strides: list[int]) -> torch.Tensor:
    """Samples about the centre, as many as another image has."""
    for i in range(len(strides)):
        axis = i + 2
        n = values.size(axis)
        size = like.size(axis)
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


@program
def shrink(values: torch.Tensor, factor: int) -> torch.Tensor:
    """Every so many samples about the centre, of values blurred by a triangle filter."""
    one = torch.ones(1, 1, factor, dtype=values.dtype, device=values.device)
    kernel = F.conv1d(one, one, padding=factor - 1)
    for axis in range(2, values.dim()):
        moved = values.transpose(axis, -1)
        shape = list(moved.shape)
        flat = moved.reshape(-1, 1, moved.size(-1))
        total = F.conv1d(torch.ones_like(flat[:1]), kernel, padding=factor - 1)
        flat = F.conv1d(flat, kernel, padding=factor - 1) / total
        values = flat.reshape(shape).transpose(axis, -1)
        n = values.size(axis)
        size = (n - 1) // factor + 1
        rest = n - 1 - factor * (size - 1)
        if rest % 2 == 1:
            values = (values.narrow(axis, 0, n - 1) + values.narrow(axis, 1, n - 1)) / 2
        start = rest // 2
        index = torch.arange(start, start + factor * (size - 1) + 1, factor, device=values.device)
        values = values.index_select(axis, index)
    return values


def _interpolated(values: torch.Tensor, size: list[int]) -> torch.Tensor:
    mode = "linear"
    if len(size) == 2:
        mode = "bilinear"
    if len(size) == 3:
        mode = "trilinear"
    return F.interpolate(values, size=size, mode=mode, align_corners=True)


@program
def stretch(values: torch.Tensor, factor: int) -> torch.Tensor:
    """New samples between the old ones, corners in place."""
    size: list[int] = []
    for axis in range(2, values.dim()):
        size.append((values.size(axis) - 1) * factor + 1)
    return _interpolated(values, size)


@program
def resize_as(values: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """Interpolation to the size of another image, corners in place."""
    size: list[int] = []
    same = True
    for axis in range(2, values.dim()):
        size.append(like.size(axis))
        if values.size(axis) != like.size(axis):
            same = False
    if same:
        return values
    return _interpolated(values, size)


@program
def scale_up(values: torch.Tensor, factors: list[float], mode: str, aligned: bool) -> torch.Tensor:
    """Interpolation to a size that is so many times the input's."""
    size: list[int] = []
    for i in range(len(factors)):
        # a shade more, for factors such as 1.1 that binary numbers fall short of
        size.append(int(values.size(i + 2) * factors[i] + 1e-6))
    if mode == "nearest":
        return F.interpolate(values, size=size, mode=mode)
    return F.interpolate(values, size=size, mode=mode, align_corners=aligned)


@program
def positions(
    values: torch.Tensor, width: list[int], stride: list[int], count: int
) -> torch.Tensor:
    """Parts of an image that windows fill, cut alike at both ends: one, or both beside the middle.

    They come stacked; ``count`` is the number of directions.
    """
    parts = [values]
    for i in range(count):
        axis = i + 2
        n = values.size(axis)
        left = max(n - width[i], 0) % stride[i]
        cut = left // 2
        length = n - left
        cuts: list[torch.Tensor] = []
        for part in parts:
            cuts.append(part.narrow(axis, cut, length))
            if left % 2 == 1:
                cuts.append(part.narrow(axis, cut + 1, length))
        parts = cuts
    return torch.stack(parts)


@program
def blur_about(
    values: torch.Tensor, blur: torch.Tensor, stride: list[int], padding: list[int]
) -> torch.Tensor:
    """A blur of which each so many pixels are kept, with those left over cut at both ends."""
    sides: list[int] = []
    d = len(stride)
    for i in range(d):
        sides.append(padding[d - 1 - i])
        sides.append(padding[d - 1 - i])
    width = list(blur.shape)
    values = F.pad(values, sides)
    for i in range(d):
        axis = i + 2
        left = max(values.size(axis) - width[axis], 0) % stride[i]
        if left % 2 == 1:
            # the middle falls between two pixels: half of the blur at either
            end = [0] * (2 * (d - 1 - i)) + [0, 1]
            start = [0] * (2 * (d - 1 - i)) + [1, 0]
            blur = (F.pad(blur, end) + F.pad(blur, start)) / 2
        values = values.narrow(axis, left // 2, values.size(axis) - 2 * (left // 2))
    groups = values.size(1)
    if d == 2:
        return F.conv2d(values, blur, None, stride, [0, 0], [1, 1], groups)
    return F.conv3d(values, blur, None, stride, [0, 0, 0], [1, 1, 1], groups)
