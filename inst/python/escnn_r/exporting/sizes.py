"""Arithmetic on the sizes of images, as programs that a traced graph keeps.

A trace turns numbers that come from a size into constants. These functions are
compiled where they are traced, so that a graph works on images of any size.
"""

# no postponed annotations here: old PyTorch reads them as they are

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

import torch
import torch.nn.functional as F

from ..nn import centred_sampling

Function = TypeVar("Function", bound=Callable[..., Any])


def program(function: Function) -> Function:
    """Compile a function where it is traced; ONNX gets what it does for one size."""
    compiled = torch.jit.script_if_tracing(function)

    @functools.wraps(function)
    def _chosen(*args: Any) -> Any:
        fixed = torch.onnx.is_in_onnx_export()
        return function(*args) if fixed else compiled(*args)

    return cast(Function, _chosen)


shrink = program(centred_sampling.shrink)
stretch = program(centred_sampling.stretch)


@program
def sample_as(values: torch.Tensor, like: torch.Tensor, strides: list[int]) -> torch.Tensor:
    """Samples about the centre, as many as another image has."""
    return centred_sampling.sample(values, like.shape[2:], strides)


@program
def resize_as(values: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """Interpolation to the size of another image, corners in place."""
    return centred_sampling.resize(values, like.shape[2:])


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
def positions(values: torch.Tensor, width: list[int], stride: list[int]) -> torch.Tensor:
    """Parts of an image that windows fill, stacked: one, or both beside the middle."""
    rest = [max(values.size(i + 2) - width[i], 0) % stride[i] for i in range(len(width))]
    return torch.stack(centred_sampling.positions(values, rest))


@program
def blur_about(
    values: torch.Tensor, blur: torch.Tensor, stride: list[int], padding: list[int]
) -> torch.Tensor:
    """A blur of which each so many pixels are kept, with those left over cut at both ends."""
    values, blur = centred_sampling.blur_about(values, blur, stride, padding)
    groups = values.size(1)
    if len(stride) == 2:
        return F.conv2d(values, blur, None, stride, [0, 0], [1, 1], groups)
    return F.conv3d(values, blur, None, stride, [0, 0, 0], [1, 1, 1], groups)
