"""What a page can compute: for each plain module its twin in JavaScript, and what that is given.

``TWINS`` names them all; a script in `inst/explore` has a function of each name. On volumes, those
of ``ON_VOLUMES`` take the place of what goes over pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .. import plain, plain_exact, plain_fields, plain_pools
from ..registry import NoPlainForm
from .numbers import packed

Spec = dict[str, Any]
Filter = Callable[[nn.Module], dict[str, Any]]
# a setting: the name of an attribute, or a function of the module and of what writes filters
Setting = str | Callable[[Any, Filter], Any]
# the twins that go over pixels, and what computes the same on voxels, if a page can
ON_VOLUMES: dict[str, str | None] = {
    "Centred": "Centred3d",
    "Blur": "Blur3d",
    "Shares": "Shares3d",
    "CeilAverage": "CeilAverage3d",
    "Residual": "Residual3d",
    **dict.fromkeys(("Upsample", "Down", "Up", "Skip", "LongestPool", "CircularPad")),
}
TWINS: dict[type[nn.Module], tuple[str, dict[str, Setting]]] = {}
_OF_ONE_NUMBER = (nn.ReLU, nn.Sigmoid, nn.Tanh, nn.ELU, nn.LeakyReLU)

_FUNCTIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "relu": torch.relu,
    "elu": F.elu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "identity": lambda x: x,
    "leaky_relu": F.leaky_relu,
    "abs": torch.abs,
    "softplus": F.softplus,
    "silu": F.silu,
    "squash": lambda x: x / (1 + x),
}


class NoTwin(NoPlainForm):
    """A page can't compute a part, which is a plain module or a function in one."""

    allowed = "a model whose layers a page can compute"

    def __init__(self, part: Any, why: str, hint: str | None = None, layer: Any = None) -> None:
        """``layer`` is what the message names: the part itself, if it isn't known."""
        super().__init__(part if layer is None else layer, why, hint)
        self.part = part
        self.why = why

    def inside(self, layers: Iterable[Any], parts: Iterable[nn.Module]) -> NoTwin:
        """The same of the layer whose plain form has such a part."""
        for layer, form in zip(layers, parts, strict=True):
            if any(self._is_of(each) for each in form.modules()):
                return NoTwin(self.part, self.why, self.hint, layer)
        return self

    def _is_of(self, module: nn.Module) -> bool:
        values = vars(module).values()
        return type(module) is type(self.part) or any(each is self.part for each in values)


def twin_of(cls: type[nn.Module], *names: str, **settings: Setting) -> None:
    """Register a class with what its twin is given: attributes by their names, or ``settings``."""
    kind = "Pointwise" if cls in _OF_ONE_NUMBER else cls.__name__
    TWINS[cls] = (kind, {**{name: name for name in names}, **settings})


def written(module: nn.Module, filters: Filter) -> Spec:
    """A plain module as plain data; ``filters`` writes the filter of a convolution."""
    if type(module) not in TWINS:
        raise NoTwin(
            getattr(module, "module", module),
            "which has no counterpart in JavaScript",
            "Layers of your own, and those of points, can't be explored.",
        )
    kind, settings = TWINS[type(module)]
    values = {
        name: getattr(module, own) if isinstance(own, str) else own(module, filters)
        for name, own in settings.items()
    }
    return {"kind": kind, **{name: _plain(value, filters) for name, value in values.items()}}


def as_on_volumes(spec: Any) -> Any:
    """Plain data of modules on images, as twins on volumes take them."""
    if isinstance(spec, list):
        return [as_on_volumes(each) for each in spec]
    if not isinstance(spec, dict):
        return spec
    changed = {name: as_on_volumes(value) for name, value in spec.items()}
    if "kind" in spec:
        changed["kind"] = ON_VOLUMES.get(spec["kind"], spec["kind"])
    return changed


def function_name(function: Callable[[torch.Tensor], torch.Tensor]) -> str:
    """The name of a function of numbers, known by its values."""
    # not at -1, where one of them has a pole; some bend far from 0 alone
    x = torch.cat([torch.linspace(-4.1, 4.2, 33), torch.tensor([-1e3, -30, -9, 9, 30, 1e3])])
    with torch.no_grad():
        try:
            y = function(x.clone())
        except Exception:
            y = None
    for name, known in _FUNCTIONS.items():
        if y is not None and y.shape == x.shape and torch.allclose(y, known(x), atol=1e-6):
            return name
    raise NoTwin(function, "whose function has no counterpart in JavaScript")


def _plain(value: Any, filters: Filter) -> Any:
    """A setting of a module as plain data."""
    if isinstance(value, (list, tuple, nn.ModuleList)):
        return [_plain(each, filters) for each in value]
    if isinstance(value, nn.Module):
        return written(value, filters)
    if isinstance(value, torch.Tensor):
        return packed(value)
    if isinstance(value, np.generic):
        return value.item()
    return function_name(value) if callable(value) else value


def _each(name: str) -> Setting:
    """A setting for all directions, of which PyTorch may keep one number."""

    def setting(m: nn.Module, _: Filter) -> list[Any]:
        value = getattr(m, name)
        directions = 3 if type(m).__name__.endswith("3d") else 2
        return list(value) if isinstance(value, (tuple, list)) else [int(value)] * directions

    return setting


def _channels(m: Any, _: Filter) -> list[int]:
    if m.span is None:
        return [int(i) for i in m.channels]
    start, count = m.span
    return list(range(start, start + count))


def _kernel(m: Any, _: Filter) -> torch.Tensor:
    """One filter where all channels have the same."""
    kernel: torch.Tensor = m.kernel
    return kernel[:1] if bool((kernel == kernel[:1]).all()) else kernel


def _mode(m: Any, _: Filter) -> str:
    if m.mode not in ("nearest", "bilinear"):
        raise NoTwin(m, f'whose mode "{m.mode}" has no counterpart in JavaScript')
    return str(m.mode)


def _aligned(m: Any, _: Filter) -> bool:
    return bool(m.aligned)


def _sides(m: Any, _: Filter) -> Any:
    """The padding in each direction, which PyTorch has twice, and the last direction first."""
    return m.sides[::-2]


def _of_pool(name: str) -> Setting:
    return lambda m, _: m.settings[name]


def _filter(m: Any, filters: Filter) -> Any:
    return filters(m)


_OF_CONVS = {name: _each(name) for name in ("stride", "padding", "dilation")}
_OF_POOLS = {"width": _each("kernel_size"), "stride": _each("stride"), "padding": _each("padding")}
_OF_MAX_POOLS = {**_OF_POOLS, "dilation": _each("dilation"), "ceil": "ceil_mode"}
_OF_LONGEST = {
    "width": _of_pool("kernel_size"),
    "stride": _of_pool("stride"),
    "padding": _of_pool("padding"),
    "dilation": _of_pool("dilation"),
    "ceil": _of_pool("ceil_mode"),
}

twin_of(nn.Conv2d, "bias", "groups", weight=_filter, border="padding_mode", **_OF_CONVS)
twin_of(nn.Conv3d, "bias", "groups", weight=_filter, border="padding_mode", **_OF_CONVS)
twin_of(nn.MaxPool2d, **_OF_MAX_POOLS)
twin_of(nn.MaxPool3d, **_OF_MAX_POOLS)
twin_of(nn.AvgPool2d, **_OF_POOLS)
twin_of(nn.AvgPool3d, **_OF_POOLS)
twin_of(nn.ConvTranspose2d, "weight", "bias", "groups", **_OF_CONVS, more=_each("output_padding"))
twin_of(nn.ReLU, name=lambda m, _: "relu")
twin_of(nn.Sigmoid, name=lambda m, _: "sigmoid")
twin_of(nn.Tanh, name=lambda m, _: "tanh")
twin_of(nn.ELU, name=lambda m, _: "elu", slope="alpha")
twin_of(nn.LeakyReLU, name=lambda m, _: "leaky_relu", slope="negative_slope")
twin_of(nn.Linear, "weight", "bias")
twin_of(nn.Identity)
twin_of(plain.Pointwise, name="function", slope=lambda m, _: 0.01)
twin_of(plain.Chain, layers=lambda m, _: list(m))
twin_of(plain.Pick, channels=_channels)
twin_of(plain.Scale, "scale", "shift")
twin_of(plain.Mix, weight="matrix", bias="shift")
twin_of(plain.Concatenated, name="function")
twin_of(plain.Blocks, "picks", "parts", "order")
twin_of(plain.VectorField, "rotations")
twin_of(plain.FieldLength, "parts", "part")
twin_of(plain.FieldMax, "size")
twin_of(plain.LengthFunction, "parts", "part", "bias", "eps", name="function")
twin_of(plain.Mask, "mask")
twin_of(plain_fields.Gates, "gates", "fields", "doors", "bias", "keep", "order")
twin_of(plain_fields.OwnGates, "count", "bias", "expansion", name="function")
twin_of(plain_fields.Fourier, "count", "there", "back", name="function")
twin_of(plain_fields.TensorProduct, "matrix")
twin_of(plain_fields.FieldNorm, "size", "eps", "average", "scale", "shift")
twin_of(plain_pools.Centred, "pool", "width", "stride", "largest", padding=_sides)
twin_of(plain_pools.Blur, "stride", "padding", "centre", kernel=_kernel)
twin_of(plain_pools.LongestPool, "size", **_OF_LONGEST)
twin_of(plain_pools.Upsample, "size", "factors", "whole", mode=_mode, aligned=_aligned)
twin_of(plain_pools.Down, "factor")
twin_of(plain_pools.Up, "factor")
twin_of(plain_pools.Residual, "block", "projection", "strides")
twin_of(plain_pools.Skip, "block")
twin_of(plain_pools.Branches, "picks")
twin_of(plain_pools.Merge, "parts", "inputs")
twin_of(plain_pools.Pooled, "pool")
twin_of(plain_exact.CircularPad, "padding")
twin_of(plain_exact.CeilAverage, "width", "stride", "padding")
twin_of(plain_exact.Shares, "size", "largest")
