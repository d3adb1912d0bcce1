"""Plain forms of pools, resizing, and of modules that are made of others."""

from __future__ import annotations

from typing import Any

import torch

from ..nn import pixel_grids
from . import plain, plain_exact, plain_pools
from .layers import copied, simplest, span
from .registry import convert, converter


def _d(module: Any) -> int:
    return int(module.in_type.gspace.dimensionality)


def _each(module: Any, name: str) -> list[int]:
    return list(pixel_grids.each(getattr(module, name), _d(module)))


def _pool(module: Any, largest: bool) -> Any:
    d = _d(module)
    width, stride, padding = (_each(module, n) for n in ("kernel_size", "stride", "padding"))
    centre = getattr(module, "centre", False)
    edge: Any = 0 if centre else tuple(padding)
    ceil = bool(getattr(module, "ceil_mode", False)) and not centre
    pool: Any
    if largest:
        dilation = _each(module, "dilation")
        cls = torch.nn.MaxPool2d if d == 2 else torch.nn.MaxPool3d
        pool = cls(tuple(width), tuple(stride), edge, tuple(dilation), ceil_mode=ceil)
        width = [s * (k - 1) + 1 for k, s in zip(width, dilation, strict=True)]
    elif ceil:
        pool = plain_exact.CeilAverage(d, width, stride, padding)
    else:
        mean = torch.nn.AvgPool2d if d == 2 else torch.nn.AvgPool3d
        pool = mean(tuple(width), tuple(stride), edge)
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


def _centre(module: Any) -> bool:
    return bool(getattr(module, "centre", False))


@converter("PointwiseAvgPoolAntialiased2D", "PointwiseAvgPoolAntialiased3D")
def _average_blur(module: Any) -> Any:
    return _blur(module, _each(module, "padding"))


@converter("PointwiseMaxPoolAntialiased2D", "PointwiseMaxPoolAntialiased3D")
def _maximum_blur(module: Any) -> Any:
    cls = torch.nn.MaxPool2d if _d(module) == 2 else torch.nn.MaxPool3d
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
    settings = {n: tuple(_each(module, n)) for n in ("kernel_size", "stride", "padding")}
    settings |= {"dilation": tuple(_each(module, "dilation")), "ceil_mode": module.ceil_mode}
    parts, places = [], []
    for size, contiguous in module._contiguous.items():
        channels = span(getattr(module, f"indices_{size}"), contiguous)
        parts.append((channels, plain_pools.LongestPool(int(size), settings)))
        places += channels
    return simplest(parts, places)


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


@converter("DownModule")
def _down(module: Any) -> Any:
    return plain_pools.Down(module.factor)


@converter("UpModule")
def _up(module: Any) -> Any:
    return plain_pools.Up(module.factor)


@converter("ResidualModule")
def _residual(module: Any) -> Any:
    projection = None if module.projection is None else convert(module.projection)
    strides = list(module._strides) if _d(module) else []
    return plain_pools.Residual(convert(module.block), projection, strides)


@converter("SkipModule")
def _skip(module: Any) -> Any:
    return plain_pools.Skip(convert(module.block))


@converter("SequentialModule")
def _sequence(module: Any) -> Any:
    return plain.Chain(*[convert(layer) for layer in module._modules.values()])


@converter("BranchingModule")
def _branching(module: Any) -> Any:
    branches: list[Any] = []
    if module.reshuffle_layer is not None:
        branches.append(convert(module.reshuffle_layer))
    channels = []
    for label in module.out_type:
        indices = getattr(module, f"indices_{label.replace('.', '_dot_')}", None)
        if indices is None:
            indices = getattr(module, f"indices_{label}")
        channels.append(span(indices, module._contiguous[label]))
    return plain.Chain(*branches, plain_pools.Branches(channels))


def _merged(module: Any, labels: list[str]) -> Any:
    parts = [convert(getattr(module, f"submodule_{i}")) for i in range(len(module._labels))]
    inputs = [[labels.index(label) for label in each] for each in module._labels]
    return plain_pools.Merge(parts, inputs)


@converter("MergeModule")
def _merge(module: Any) -> Any:
    return _merged(module, list(module.in_type))


@converter("MultipleModule")
def _multiple(module: Any) -> Any:
    labels = list(module.branching.out_type)
    return plain.Chain(convert(module.branching), _merged(module.merging, labels))


@converter("SpatialMean")
def _spatial_mean(module: Any) -> Any:
    return plain_pools.Pooled("mean")


@converter("ToVectorModule")
def _to_vector(module: Any) -> Any:
    layers: list[Any] = [plain_pools.Pooled(module.pool)]
    for layer in module.layers:
        if isinstance(layer, torch.nn.Linear):
            linear = torch.nn.utils.skip_init(
                torch.nn.Linear, layer.in_features, layer.out_features, bias=layer.bias is not None
            ).to(layer.weight)
            linear.load_state_dict(layer.state_dict())
            layers.append(linear)
        elif not isinstance(layer, torch.nn.Dropout):
            layers.append(type(layer)())
    return plain.Chain(*layers)
