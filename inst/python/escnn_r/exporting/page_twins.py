"""What a page can compute: for each plain module its twin in JavaScript, and what that is given.

``TWINS`` names them all; a script in `inst/explore` has a function of each name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from . import plain, plain_exact, plain_fields, plain_pools
from .page_numbers import packed
from .registry import NoPlainForm

Spec = dict[str, Any]
Filter = Callable[[nn.Module], dict[str, Any]]
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


def twin(*classes: type[nn.Module]) -> Any:
    """Register what writes modules of these classes; the first one's name is the twin's."""

    def register(write: Callable[[Any, Filter], Spec]) -> Any:
        for each in classes:
            TWINS[each] = (classes[0].__name__, write)
        return write

    return register


def written(module: nn.Module, filters: Filter) -> Spec:
    """A plain module as plain data; ``filters`` writes the filter of a convolution."""
    if type(module) not in TWINS:
        raise NoPlainForm(
            getattr(module, "module", module),
            "which a page can't compute",
            "Layers of your own, and those of points and volumes, can't be explored.",
        )
    name, write = TWINS[type(module)]
    return {"kind": name, **write(module, filters)}


def function_name(function: Any) -> str:
    """The name of a function of numbers, known by its values."""
    # not at -1, where one of them has a pole
    x = torch.linspace(-4.1, 4.2, 33)
    with torch.no_grad():
        try:
            y = function(x.clone())
        except Exception:
            y = None
    for name, known in _FUNCTIONS.items():
        if y is not None and y.shape == x.shape and torch.allclose(y, known(x), atol=1e-6):
            return name
    raise NoPlainForm(function, "a function that a page can't compute")


def _all(modules: Any, filters: Filter) -> list[Spec]:
    return [written(each, filters) for each in modules]


def _optional(tensor: torch.Tensor | None) -> Any:
    return None if tensor is None else packed(tensor)


def _pair(value: Any) -> list[int]:
    return list(value) if isinstance(value, (tuple, list)) else [int(value)] * 2


def _channels(pick: plain.Pick | None) -> list[int] | None:
    if pick is None:
        return None
    if pick.span is not None:
        return list(range(pick.span[0], sum(pick.span)))
    return [int(i) for i in pick.channels]


@twin(nn.Conv2d)
def _conv(m: Any, filters: Filter) -> Spec:
    return {
        "weight": filters(m),
        "bias": _optional(m.bias),
        "stride": _pair(m.stride),
        "padding": _pair(m.padding),
        "dilation": _pair(m.dilation),
        "groups": m.groups,
        "border": m.padding_mode,
    }


@twin(nn.ConvTranspose2d)
def _transposed(m: Any, filters: Filter) -> Spec:
    return {
        "weight": packed(m.weight),
        "bias": _optional(m.bias),
        "stride": _pair(m.stride),
        "padding": _pair(m.padding),
        "dilation": _pair(m.dilation),
        "groups": m.groups,
        "more": _pair(m.output_padding),
    }


@twin(nn.Linear)
def _linear(m: Any, filters: Filter) -> Spec:
    return {"weight": packed(m.weight), "bias": _optional(m.bias)}


@twin(plain.Pointwise)
def _pointwise(m: Any, filters: Filter) -> Spec:
    return {"name": function_name(m.function), "slope": 0.01}


@twin(nn.ReLU, nn.Sigmoid, nn.Tanh)
def _named(m: Any, filters: Filter) -> Spec:
    return {"name": type(m).__name__.lower()}


@twin(nn.ELU, nn.LeakyReLU)
def _sloped(m: Any, filters: Filter) -> Spec:
    elu = isinstance(m, nn.ELU)
    return {
        "name": "elu" if elu else "leaky_relu",
        "slope": float(m.alpha if elu else m.negative_slope),
    }


# one function in JavaScript serves them all
for _cls in (nn.ReLU, nn.Sigmoid, nn.Tanh, nn.ELU, nn.LeakyReLU):
    TWINS[_cls] = ("Pointwise", TWINS[_cls][1])


@twin(nn.Identity)
def _identity(m: Any, filters: Filter) -> Spec:
    return {}


@twin(nn.MaxPool2d)
def _max_pool(m: Any, filters: Filter) -> Spec:
    return {
        "width": _pair(m.kernel_size),
        "stride": _pair(m.stride),
        "padding": _pair(m.padding),
        "dilation": _pair(m.dilation),
        "ceil": bool(m.ceil_mode),
    }


@twin(nn.AvgPool2d)
def _average_pool(m: Any, filters: Filter) -> Spec:
    return {
        "width": _pair(m.kernel_size),
        "stride": _pair(m.stride),
        "padding": _pair(m.padding),
    }


@twin(plain.Chain)
def _chain(m: Any, filters: Filter) -> Spec:
    return {"layers": _all(m, filters)}


@twin(plain.Pick)
def _pick(m: Any, filters: Filter) -> Spec:
    return {"channels": _channels(m)}


@twin(plain.Scale)
def _scale(m: Any, filters: Filter) -> Spec:
    return {"scale": packed(m.scale), "shift": packed(m.shift)}


@twin(plain.Mix)
def _mix(m: Any, filters: Filter) -> Spec:
    return {"weight": packed(m.matrix), "bias": packed(m.shift)}


@twin(plain.Concatenated)
def _concatenated(m: Any, filters: Filter) -> Spec:
    return {"name": function_name(m.function)}


@twin(plain.Blocks)
def _blocks(m: Any, filters: Filter) -> Spec:
    return {
        "picks": [_channels(each) for each in m.picks],
        "parts": _all(m.parts, filters),
        "order": _channels(m.order),
    }


@twin(plain.VectorField)
def _vector_field(m: Any, filters: Filter) -> Spec:
    return {"rotations": int(m.rotations)}


@twin(plain.FieldLength)
def _field_length(m: Any, filters: Filter) -> Spec:
    return {"parts": m.parts, "part": m.part}


@twin(plain.FieldMax)
def _field_max(m: Any, filters: Filter) -> Spec:
    return {"size": int(m.size)}


@twin(plain.LengthFunction)
def _length_function(m: Any, filters: Filter) -> Spec:
    return {
        "parts": m.parts,
        "part": m.part,
        "name": function_name(m.function),
        "bias": _optional(m.bias),
        "eps": m.eps,
    }


@twin(plain.Mask)
def _mask(m: Any, filters: Filter) -> Spec:
    return {"mask": packed(m.mask)}


@twin(plain_fields.Gates)
def _gates(m: Any, filters: Filter) -> Spec:
    return {
        "gates": _channels(m.gates),
        "fields": _channels(m.fields),
        "doors": _channels(m.doors),
        "bias": packed(m.bias),
        "keep": m.keep,
        "order": _channels(m.order),
    }


@twin(plain_fields.OwnGates)
def _own_gates(m: Any, filters: Filter) -> Spec:
    return {
        "count": m.count,
        "name": function_name(m.function),
        "bias": packed(m.bias),
        "expansion": packed(m.expansion),
    }


@twin(plain_fields.Fourier)
def _fourier(m: Any, filters: Filter) -> Spec:
    return {
        "count": m.count,
        "name": function_name(m.function),
        "there": packed(m.there),
        "back": packed(m.back),
    }


@twin(plain_fields.TensorProduct)
def _tensor_product(m: Any, filters: Filter) -> Spec:
    return {"matrix": packed(m.matrix)}


@twin(plain_fields.FieldNorm)
def _field_norm(m: Any, filters: Filter) -> Spec:
    return {
        "size": m.size,
        "eps": m.eps,
        "average": _optional(m.average),
        "scale": None if m.scale is None else packed(m.scale.reshape(-1)),
        "shift": _optional(m.shift),
    }


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
    settings = {k: list(v) if isinstance(v, tuple) else v for k, v in m.settings.items()}
    return {
        "size": m.size,
        "width": settings["kernel_size"],
        "stride": settings["stride"],
        "padding": settings["padding"],
        "dilation": settings["dilation"],
        "ceil": settings["ceil_mode"],
    }


@twin(plain_pools.Upsample)
def _upsample(m: Any, filters: Filter) -> Spec:
    if m.mode not in ("nearest", "bilinear"):
        raise NoPlainForm(m, f'a mode "{m.mode}" that a page can\'t compute')
    return {
        "size": m.size,
        "factors": m.factors,
        "whole": m.whole,
        "mode": m.mode,
        "aligned": bool(m.aligned),
    }


@twin(plain_pools.Down, plain_pools.Up)
def _factor(m: Any, filters: Filter) -> Spec:
    return {"factor": m.factor}


TWINS[plain_pools.Up] = ("Up", _factor)


@twin(plain_pools.Residual)
def _residual(m: Any, filters: Filter) -> Spec:
    projection = None if m.projection is None else written(m.projection, filters)
    return {
        "block": written(m.block, filters),
        "projection": projection,
        "strides": [int(s if not isinstance(s, (list, tuple)) else s[0]) for s in m.strides],
    }


@twin(plain_pools.Skip)
def _skip(m: Any, filters: Filter) -> Spec:
    return {"block": written(m.block, filters)}


@twin(plain_pools.Branches)
def _branches(m: Any, filters: Filter) -> Spec:
    return {"picks": [_channels(each) for each in m.picks]}


@twin(plain_pools.Merge)
def _merge(m: Any, filters: Filter) -> Spec:
    return {"parts": _all(m.parts, filters), "inputs": m.inputs}


@twin(plain_pools.Pooled)
def _pooled(m: Any, filters: Filter) -> Spec:
    return {"pool": m.pool}


@twin(plain_exact.CircularPad)
def _circular(m: Any, filters: Filter) -> Spec:
    return {"padding": m.padding}


@twin(plain_exact.CeilAverage)
def _ceil_average(m: Any, filters: Filter) -> Spec:
    return {"width": m.width, "stride": m.stride, "padding": m.padding}


@twin(plain_exact.Shares)
def _shares(m: Any, filters: Filter) -> Spec:
    return {"size": m.size, "largest": m.largest}
