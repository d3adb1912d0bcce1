"""A model of images as plain data that a page computes and draws: its stages, one after another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from torch import nn

from ..bridge import BadArgument
from ..nn import evaluation, flat, is_sequence
from . import page_fields, plain, plain_pools
from .comparison import TOLERANCE, as_tuple, error, quietly
from .network import fused
from .page_filters import packed_filter
from .page_numbers import packed_picture
from .page_twins import written
from .plain_network import checked_network
from .registry import NoPlainForm, convert
from .traced import Traced, outputs_of

# a page computes all of it for each turn of the picture
_MOST_TEXT = 12e6
_MOST_PICTURES = 12
_FEWEST_PICTURES = 2
_MOST_PIXELS = 30000
_MOST_PRODUCTS = 4e9
_STARTS = (
    nn.Conv2d,
    nn.ConvTranspose2d,
    nn.Linear,
    plain.FieldMax,
    plain.FieldLength,
    plain_pools.Pooled,
    plain_pools.Residual,
    plain_pools.Skip,
    plain_pools.Merge,
)
_CONVS = ("R2Conv", "PlainConvModule")


@dataclass
class _Stage:
    """Layers that are shown as one, and their plain form."""

    layers: list[Any] = field(default_factory=list)
    parts: list[nn.Module] = field(default_factory=list)


def page_network(module: Any, size: Sequence[int], argument: str = "x") -> dict[str, Any]:
    """A model for a page: a text in JSON, and the shape of its output.

    ``argument`` is what the caller calls the model.
    """
    try:
        description = described(module, size)
    except BadArgument as problem:
        if problem.argument in ("model", "x"):
            problem.argument = argument
        raise
    text = json.dumps(description, separators=(",", ":"))
    if len(text) > _MOST_TEXT:
        raise BadArgument(
            argument,
            f"a model that takes up to {_MOST_TEXT / 1e6:.0f} MB of text",
            f"one of {len(text) / 1e6:.1f} MB",
            "Use a narrower network, or one of regular fields, whose filters are written shortly.",
        )
    return {"text": text, "output": description["stages"][-1]["shape"]}


def page_pictures(source: Any, channels: int) -> dict[str, Any]:
    """The first examples of a data set, each in JSON, and the size of one."""
    if len(source) == 0:
        raise BadArgument("images", "at least one image", "none")
    first = source.take(np.arange(1))[0]
    most = int(_MOST_PIXELS // max(1, first[0].numel()))
    count = min(len(source), max(_FEWEST_PICTURES, min(_MOST_PICTURES, most)))
    values = source.take(np.arange(count))[0]
    shape = list(values.shape[1:])
    if len(shape) != 3 or shape[0] != channels:
        raise BadArgument(
            "images",
            f"images of {channels} channel{'s'[: channels != 1]}, as the model takes",
            f"of dim c({', '.join(map(str, (len(source), *shape)))})",
        )
    rows = [packed_picture(each) for each in values]
    return {"text": json.dumps(rows, separators=(",", ":")), "size": shape}


def described(module: Any, size: Sequence[int]) -> dict[str, Any]:
    """The model's stages with their fields, and what computes them."""
    _check_kind(module)
    with evaluation(module, exact=True):
        original = checked_network(module, size)[1]
        stages = _stages(module)
        groups = _Groups(module)
        x = original.example.inputs
        rows, products = [], 0.0
        for stage in stages:
            network = fused(plain.Chain(*stage.parts))
            expected = x
            for layer in stage.layers:
                expected = outputs_of(layer, expected)
            products += _products(network, x)
            with quietly():
                outputs = as_tuple(network(*[each.clone() for each in x]))
            if error(outputs, expected) > TOLERANCE:
                raise NoPlainForm(stage.layers[0], "whose plain form differs")
            _check_cost(module, products)
            rows.append(_row(stage, network, expected, groups))
            x = expected
    return {
        "input": groups.kind(flat(module.in_type)[0]),
        "size": [int(n) for n in original.size],
        "stages": rows,
        "groups": groups.rows,
        "types": groups.types,
    }


def _check_kind(module: Any) -> None:
    kinds = flat(module.in_type)
    space = getattr(kinds[0], "gspace", None)
    if len(kinds) != 1 or space is None or space.dimensionality != 2:
        what = {0: "single points", 3: "volumes"}.get(getattr(space, "dimensionality", -1), "other")
        raise BadArgument(
            "x",
            "a model of images",
            f"one of {what}" if len(kinds) == 1 else f"one with {len(kinds)} inputs",
            "`explore()` turns pictures in the plane.",
        )


def _check_cost(module: Any, products: float) -> None:
    if products > _MOST_PRODUCTS:
        raise BadArgument(
            "images",
            f"so small that the model multiplies up to {_MOST_PRODUCTS:,.0f} times for each",
            f"of a size for which it multiplies {products:,.0f} times",
            "Use smaller images, or a narrower network.",
        )


class _Groups:
    """Groups and field types that stages have, each written once."""

    def __init__(self, module: Any) -> None:
        """Points have the group of the plane that they come from."""
        self.rows: list[Any] = []
        self.types: list[Any] = []
        self._spaces: list[Any] = []
        self._kinds: list[Any] = []
        self._plane = flat(module.in_type)[0].gspace

    def kind(self, field_type: Any) -> int:
        """The number of a type."""
        space = field_type.gspace
        if space.dimensionality == 2:
            self._plane = space
        elif space.fibergroup == self._plane.fibergroup:
            space = self._plane
        for i, known in enumerate(self._kinds):
            if known == (field_type, space):
                return i
        self._kinds.append((field_type, space))
        flat_space = space.dimensionality == 2
        if space not in self._spaces:
            self._spaces.append(space)
            self.rows.append(page_fields.action_of(space) if flat_space else None)
        runs = page_fields.fields_of(field_type, space) if flat_space else None
        self.types.append({"group": self._spaces.index(space), "runs": runs})
        return len(self.types) - 1


def _flat_layers(module: Any) -> list[Any]:
    if not is_sequence(module):
        return [module]
    return [each for layer in module._modules.values() for each in _flat_layers(layer)]


def _stages(module: Any) -> list[_Stage]:
    stages = [_Stage()]
    for layer in _flat_layers(module):
        part = convert(layer)
        starts = any(isinstance(each, (*_STARTS, Traced)) for each in part.modules())
        if starts and any(_computes(each) for each in stages[-1].parts):
            stages.append(_Stage())
        stages[-1].layers.append(layer)
        stages[-1].parts.append(part)
    return stages


def _computes(part: nn.Module) -> bool:
    return not isinstance(part, (nn.Identity, plain.Mask))


def _row(stage: _Stage, network: nn.Module, outputs: Any, groups: _Groups) -> dict[str, Any]:
    sources = _sources(stage, network)

    def filters(conv: nn.Module) -> dict[str, Any]:
        layer = sources.get(id(conv))
        short = packed_filter(conv.weight, layer)
        if "coefficients" in short and layer is not None:
            short["in"], short["out"] = groups.kind(layer.in_type), groups.kind(layer.out_type)
        return short

    several = len(outputs) > 1
    return {
        "names": [type(layer).__name__ for layer in stage.layers],
        "network": written(network, filters),
        "shape": None if several else list(outputs[0].shape[1:]),
        "type": None if several else groups.kind(stage.layers[-1].out_type),
    }


def _sources(stage: _Stage, network: nn.Module) -> dict[int, Any]:
    """The layer that each convolution comes from: both are met in the same order."""
    convs = [each for each in network.modules() if type(each) is nn.Conv2d]
    layers = [
        each for layer in stage.layers for each in layer.modules() if type(each).__name__ in _CONVS
    ]
    if len(convs) != len(layers):
        return {}
    return {id(conv): layer for conv, layer in zip(convs, layers, strict=True)}


def _products(network: nn.Module, x: Any) -> float:
    """How many products the convolutions of a stage take for one picture."""
    total = 0.0

    def count(module: Any, inputs: Any, output: Any) -> None:
        nonlocal total
        total += float(module.weight[0].numel()) * float(output[0].numel())

    hooks = [
        each.register_forward_hook(count)
        for each in network.modules()
        if isinstance(each, nn.Conv2d)
    ]
    with quietly():
        network(*[each[:1].clone() for each in x])
    for hook in hooks:
        hook.remove()
    return total
