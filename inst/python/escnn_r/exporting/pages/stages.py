"""The layers of a model in stages that a page shows as one each, with their groups and fields."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from ...fields import FieldTypeLike
from ...gspaces import GSpaceLike
from ...nn import flat
from .. import plain, plain_pools
from ..comparison import as_tuple, quietly
from ..registry import convert, layers_in_turn
from ..traced import Traced
from . import fields, volumes
from .filters import packed_filter
from .twins import ON_VOLUMES, NoTwin, as_on_volumes, written

_CONVS = (nn.Conv2d, nn.Conv3d)
_STARTS = (
    *_CONVS,
    nn.ConvTranspose2d,
    nn.ConvTranspose3d,
    nn.Linear,
    plain.FieldMax,
    plain.FieldLength,
    plain_pools.Pooled,
    plain_pools.Residual,
    plain_pools.Skip,
    plain_pools.Merge,
)
_CONV_LAYERS = ("R2Conv", "R3Conv", "PlainConvModule")


@dataclass
class Stage:
    """Layers that are shown as one, and their plain form."""

    layers: list[Any] = field(default_factory=list)
    parts: list[nn.Module] = field(default_factory=list)


class Groups:
    """Groups and field types that stages have, each written once."""

    def __init__(self, module: Any) -> None:
        """Points have the group of the space that they come from."""
        self.rows: list[Any] = []
        self.types: list[Any] = []
        self._spaces: list[Any] = []
        self._kinds: list[Any] = []
        self._space = flat(module.in_type)[0].gspace
        self.volumes = self._space.dimensionality == 3

    def kind(self, field_type: FieldTypeLike) -> int:
        """The number of a type."""
        space = field_type.gspace
        if space.dimensionality:
            self._space = space
        elif space.fibergroup == self._space.fibergroup:
            space = self._space
        for i, known in enumerate(self._kinds):
            if known == (field_type, space):
                return i
        self._kinds.append((field_type, space))
        if space not in self._spaces:
            self._spaces.append(space)
            self.rows.append(self._action(space))
        group = self._spaces.index(space)
        runs = None
        if space.dimensionality == 3:
            runs = volumes.fields_of(field_type, space, self.rows[group]["changes"])
        elif space.dimensionality == 2:
            runs = fields.fields_of(field_type, space)
        self.types.append({"group": group, "runs": runs})
        return len(self.types) - 1

    def _action(self, space: GSpaceLike) -> dict[str, Any] | None:
        if not space.dimensionality:
            return None
        return (volumes if self.volumes else fields).action_of(space)


def stages_of(module: nn.Module) -> list[Stage]:
    """Layers one after another, a new stage at each that computes something of its own."""
    stages = [Stage()]
    for layer in layers_in_turn(module):
        part = convert(layer)
        starts = any(isinstance(each, (*_STARTS, Traced)) for each in part.modules())
        if starts and any(_computes(each) for each in stages[-1].parts):
            stages.append(Stage())
        stages[-1].layers.append(layer)
        stages[-1].parts.append(part)
    return stages


def _computes(part: nn.Module) -> bool:
    return not isinstance(part, (nn.Identity, plain.Mask))


def row_of(
    stage: Stage, network: nn.Module, outputs: tuple[torch.Tensor, ...], groups: Groups
) -> dict[str, Any]:
    """A stage as plain data: what computes it, and what comes out."""
    if groups.volumes:
        _check_volumes(stage)
    sources = _sources(stage, network)

    def filters(conv: nn.Module) -> dict[str, Any]:
        layer = sources.get(id(conv))
        short = packed(conv.weight, layer)
        if "coefficients" in short and layer is not None:
            short["in"], short["out"] = groups.kind(layer.in_type), groups.kind(layer.out_type)
        return short

    packed = volumes.packed_filter if groups.volumes else packed_filter
    try:
        spec = written(network, filters)
    except NoTwin as problem:
        raise problem.inside(stage.layers, stage.parts) from problem
    several = len(outputs) > 1
    return {
        "names": [type(layer).__name__ for layer in stage.layers],
        "network": as_on_volumes(spec) if groups.volumes else spec,
        "shape": None if several else list(outputs[0].shape[1:]),
        "type": None if several else groups.kind(stage.layers[-1].out_type),
    }


def _check_volumes(stage: Stage) -> None:
    """A page computes fewer layers on volumes than on images."""
    for layer, part in zip(stage.layers, stage.parts, strict=True):
        for each in part.modules():
            if ON_VOLUMES.get(type(each).__name__, "") is None:
                raise NoTwin(layer, "which has no counterpart on volumes")


def _sources(stage: Stage, network: nn.Module) -> dict[int, Any]:
    """The layer that each convolution comes from: both are met in the same order."""
    convs = [each for each in network.modules() if type(each) in _CONVS]
    parts = [each for layer in stage.layers for each in layer.modules()]
    layers = [each for each in parts if type(each).__name__ in _CONV_LAYERS]
    if len(convs) != len(layers):
        return {}
    return {id(conv): layer for conv, layer in zip(convs, layers, strict=True)}


class TooManyProducts(Exception):
    """The convolutions of a network take more products than a page may take."""


def check_products(networks: Iterable[nn.Module], x: tuple[torch.Tensor, ...], most: float) -> None:
    """Raise TooManyProducts where the convolutions of stages multiply too often for a picture.

    It stops before the convolution that is one too many, and so takes no longer than a page.
    """
    total = 0.0

    def count(conv: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        nonlocal total
        total += _products(conv, inputs[0].shape[2:])
        if total > most:
            raise TooManyProducts

    networks = list(networks)
    convs = [each for net in networks for each in net.modules() if isinstance(each, _CONVS)]
    hooks = [each.register_forward_pre_hook(count) for each in convs]
    try:
        with quietly():
            for each in networks:
                x = as_tuple(each(*x))
    finally:
        for hook in hooks:
            hook.remove()


def _products(conv: Any, size: Sequence[int]) -> float:
    rows = zip(size, conv.kernel_size, conv.stride, conv.padding, conv.dilation, strict=True)
    places = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in rows]
    return float(conv.weight.numel()) * math.prod(places)
