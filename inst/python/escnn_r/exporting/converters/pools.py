"""Plain forms of pools and of resizing."""

from __future__ import annotations

from typing import Any

import torch

from ...nn import pixel_grids
from .. import plain, plain_exact, plain_pools
from ..registry import CONVERTERS, converter
from .parts import channels, copied, in_blocks


def _d(module: Any) -> int:
    return int(module.in_type.gspace.dimensionality)


def _each(module: Any, name: str) -> list[int]:
    return list(pixel_grids.each(getattr(module, name), _d(module)))


def _centre(module: Any) -> bool:
    return bool(getattr(module, "centre", False))


def _pool(module: Any, largest: bool) -> Any:
    d, centre = _d(module), _centre(module)
    width, stride, padding = (_each(module, n) for n in ("kernel_size", "stride", "padding"))
    edge: Any = 0 if centre else tuple(padding)
    ceil = bool(getattr(module, "ceil_mode", False)) and not centre
    pool: Any
    if largest:
        dilation = _each(module, "dilation")
        cls = getattr(torch.nn, f"MaxPool{d}d")
        pool = cls(tuple(width), tuple(stride), edge, tuple(dilation), ceil_mode=ceil)
        width = [s * (k - 1) + 1 for k, s in zip(width, dilation, strict=True)]
    elif ceil:
        pool = plain_exact.CeilAverage(d, width, stride, padding)
    else:
        pool = getattr(torch.nn, f"AvgPool{d}d")(tuple(width), tuple(stride), edge)
    return plain_pools.Centred(pool, width, stride, padding, largest) if centre else pool


@converter("PointwiseAvgPool2D", "PointwiseAvgPool3D", "PointwiseAvgPool")
def _average(module: Any) -> Any:
    return _pool(module, largest=False)


@converter("PointwiseMaxPool2D", "PointwiseMaxPool3D", "PointwiseMaxPool", "_PointwiseMaxPoolND")
def _maximum(module: Any) -> Any:
    return _pool(module, largest=True)


def _blur(module: Any, padding: list[int]) -> Any:
    kernel = copied(module.filter)
    # escnn has one filter for all channels in some versions
    kernel = kernel.expand(module.in_type.size, *kernel.shape[1:]).contiguous()
    return plain_pools.Blur(kernel, _each(module, "stride"), padding, _centre(module))


@converter("PointwiseAvgPoolAntialiased2D", "PointwiseAvgPoolAntialiased3D")
def _average_blur(module: Any) -> Any:
    return _blur(module, _each(module, "padding"))


@converter("PointwiseMaxPoolAntialiased2D", "PointwiseMaxPoolAntialiased3D")
def _maximum_blur(module: Any) -> Any:
    cls = getattr(torch.nn, f"MaxPool{_d(module)}d")
    highest = cls(tuple(_each(module, "kernel_size")), 1, tuple(_each(module, "padding")))
    return plain.Chain(highest, _blur(module, _each(module, "_pad")))


@converter("PointwiseAdaptiveAvgPool2D", "PointwiseAdaptiveAvgPool3D")
def _adaptive_average(module: Any) -> Any:
    return plain_exact.Shares(_each(module, "output_size"), largest=False)


@converter("PointwiseAdaptiveMaxPool2D", "PointwiseAdaptiveMaxPool3D")
def _adaptive_maximum(module: Any) -> Any:
    return plain_exact.Shares(_each(module, "output_size"), largest=True)


@converter("NormMaxPool")
def _longest(module: Any) -> Any:
    names = ("kernel_size", "stride", "padding", "dilation")
    settings = {name: tuple(_each(module, name)) for name in names}
    settings["ceil_mode"] = module.ceil_mode
    wheres = {size: channels(module, f"indices_{size}", size) for size in module._contiguous}
    return in_blocks(
        (where, where, plain_pools.LongestPool(int(size), settings))
        for size, where in wheres.items()
    )


@converter("R2Upsampling", "R3Upsampling")
def _upsampling(module: Any) -> Any:
    d = _d(module)
    size, factor = module._size, module._scale_factor
    if size is not None:
        size = list(pixel_grids.each(size, d))
    factors = None
    if factor is not None:
        many = isinstance(factor, (tuple, list))
        factors = [float(f) for f in factor] if many else [float(factor)] * d
    return plain_pools.Upsample(size, factors, module._mode, module._align_corners)


CONVERTERS |= {
    "DownModule": lambda module: plain_pools.Down(module.factor),
    "UpModule": lambda module: plain_pools.Up(module.factor),
    "SpatialMean": lambda module: plain_pools.Pooled("mean"),
}
