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

from . import plain, plain_exact, plain_fields, plain_pools
from .page_numbers import packed
from .registry import NoPlainForm

Spec = dict[str, Any]
Filter = Callable[[nn.Module], dict[str, Any]]
# the twins that go over pixels, and what computes the same on voxels, if a page can
ON_VOLUMES: dict[str, str | None] = {
    "Centred": "Centred3d",
    "Blur": "Blur3d",
    "Shares": "Shares3d",
    "CeilAverage": "CeilAverage3d",
    "Residual": "Residual3d",
    **dict.fromkeys(("Upsample", "Down", "Up", "Skip", "LongestPool", "CircularPad")),
}
TWINS: dict[type[nn.Module], tuple[str, Callable[[Any, Filter], Spec]]] = {}

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


def twin(*classes: type[nn.Module], kind: str | None = None) -> Any:
    """Register what writes modules of classes; ``kind`` is their twin where names differ."""

    def register(write: Callable[[Any, Filter], Spec]) -> Any:
        for each in classes:
            TWINS[each] = (kind or each.__name__, write)
        return write

    return register


def twin_of(cls: type[nn.Module], *names: str, **renamed: str) -> None:
    """Register a class whose twin needs nothing but settings, some by other names than here."""
    attributes = {**{name: name for name in names}, **renamed}

    @twin(cls)
    def write(m: Any, filters: Filter) -> Spec:
        return {name: _plain(getattr(m, own), filters) for name, own in attributes.items()}


def written(module: nn.Module, filters: Filter) -> Spec:
    """A plain module as plain data; ``filters`` writes the filter of a convolution."""
    if type(module) not in TWINS:
        raise NoTwin(
            getattr(module, "module", module),
            "which has no counterpart in JavaScript",
            "Layers of your own, and those of points, can't be explored.",
        )
    name, write = TWINS[type(module)]
    return {"kind": name, **write(module, filters)}


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


def function_name(function: Any) -> str:
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


def _pairs(m: nn.Module, **names: str) -> Spec:
    """Settings for all directions, of which PyTorch may keep one number."""
    directions = 3 if type(m).__name__.endswith("3d") else 2
    settings = {name: getattr(m, own) for name, own in names.items()}
    return {
        name: list(each) if isinstance(each, (tuple, list)) else [int(each)] * directions
        for name, each in settings.items()
    }


_OF_CONVS = {name: name for name in ("stride", "padding", "dilation")}
_OF_POOLS = {"width": "kernel_size", "stride": "stride", "padding": "padding"}


@twin(nn.Conv3d)
@twin(nn.Conv2d)
def _conv(m: Any, filters: Filter) -> Spec:
    return {
        "weight": filters(m),
        "bias": _plain(m.bias, filters),
        "groups": m.groups,
        "border": m.padding_mode,
        **_pairs(m, **_OF_CONVS),
    }


@twin(nn.ConvTranspose2d)
def _transposed(m: Any, filters: Filter) -> Spec:
    return {
        "weight": packed(m.weight),
        "bias": _plain(m.bias, filters),
        "groups": m.groups,
        **_pairs(m, **_OF_CONVS, more="output_padding"),
    }


@twin(plain.Pointwise)
def _pointwise(m: Any, filters: Filter) -> Spec:
    return {"name": function_name(m.function), "slope": 0.01}


@twin(nn.ReLU, nn.Sigmoid, nn.Tanh, kind="Pointwise")
def _named(m: Any, filters: Filter) -> Spec:
    return {"name": type(m).__name__.lower()}


@twin(nn.ELU, kind="Pointwise")
def _elu(m: Any, filters: Filter) -> Spec:
    return {"name": "elu", "slope": float(m.alpha)}


@twin(nn.LeakyReLU, kind="Pointwise")
def _leaky(m: Any, filters: Filter) -> Spec:
    return {"name": "leaky_relu", "slope": float(m.negative_slope)}


@twin(nn.MaxPool3d)
@twin(nn.MaxPool2d)
def _max_pool(m: Any, filters: Filter) -> Spec:
    return {"ceil": bool(m.ceil_mode), **_pairs(m, **_OF_POOLS, dilation="dilation")}


@twin(nn.AvgPool3d)
@twin(nn.AvgPool2d)
def _average_pool(m: Any, filters: Filter) -> Spec:
    return _pairs(m, **_OF_POOLS)


@twin(plain.Chain)
def _chain(m: Any, filters: Filter) -> Spec:
    return {"layers": _plain(list(m), filters)}


@twin(plain.Pick)
def _pick(m: Any, filters: Filter) -> Spec:
    if m.span is None:
        return {"channels": m.channels.tolist()}
    start, count = m.span
    return {"channels": list(range(start, start + count))}


@twin(plain_pools.Centred)
def _centred(m: Any, filters: Filter) -> Spec:
    return {
        "pool": written(m.pool, filters),
        "width": m.width,
        "stride": m.stride,
        "padding": [int(p) for p in m.sides[::-2]],
        "largest": m.largest,
    }


@twin(plain_pools.Blur)
def _blur(m: Any, filters: Filter) -> Spec:
    # all channels have the same
    same = bool((m.kernel == m.kernel[:1]).all())
    return {
        "kernel": packed(m.kernel[:1] if same else m.kernel),
        "stride": m.stride,
        "padding": m.padding,
        "centre": m.centre,
    }


@twin(plain_pools.LongestPool)
def _longest(m: Any, filters: Filter) -> Spec:
    own = {"width": "kernel_size", "ceil": "ceil_mode"}
    names = ("width", "stride", "padding", "dilation", "ceil")
    settings = {name: _plain(m.settings[own.get(name, name)], filters) for name in names}
    return {"size": m.size, **settings}


@twin(plain_pools.Upsample)
def _upsample(m: Any, filters: Filter) -> Spec:
    if m.mode not in ("nearest", "bilinear"):
        raise NoTwin(m, f'whose mode "{m.mode}" has no counterpart in JavaScript')
    return {
        "size": m.size,
        "factors": m.factors,
        "whole": m.whole,
        "mode": m.mode,
        "aligned": bool(m.aligned),
    }


twin_of(nn.Linear, "weight", "bias")
twin_of(nn.Identity)
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
