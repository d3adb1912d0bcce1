"""Plain forms of modules that are made of others."""

from __future__ import annotations

import copy
from typing import Any

import torch

from .. import plain, plain_pools
from ..registry import CONVERTERS, convert, converter
from .parts import channels

CONVERTERS |= {
    "SkipModule": lambda module: plain_pools.Skip(convert(module.block)),
    "SequentialModule": lambda module: plain.Chain(*map(convert, module._modules.values())),
    "MergeModule": lambda module: _merged(module, list(module.in_type)),
}


@converter("ResidualModule")
def _residual(module: Any) -> Any:
    projection = None if module.projection is None else convert(module.projection)
    strides = list(module._strides) if module.in_type.gspace.dimensionality else []
    return plain_pools.Residual(convert(module.block), projection, strides)


@converter("BranchingModule")
def _branching(module: Any) -> Any:
    first = [] if module.reshuffle_layer is None else [convert(module.reshuffle_layer)]
    parts = []
    for label in module.out_type:
        names = (f"indices_{label.replace('.', '_dot_')}", f"indices_{label}")
        parts.append(channels(module, next(n for n in names if hasattr(module, n)), label))
    return plain.Chain(*first, plain_pools.Branches(parts))


def _merged(module: Any, labels: list[str]) -> Any:
    parts = [convert(getattr(module, f"submodule_{i}")) for i in range(len(module._labels))]
    inputs = [[labels.index(label) for label in each] for each in module._labels]
    return plain_pools.Merge(parts, inputs)


@converter("MultipleModule")
def _multiple(module: Any) -> Any:
    labels = list(module.branching.out_type)
    return plain.Chain(convert(module.branching), _merged(module.merging, labels))


@converter("ToVectorModule")
def _to_vector(module: Any) -> Any:
    layers = [layer for layer in module.layers if not isinstance(layer, torch.nn.Dropout)]
    return plain.Chain(plain_pools.Pooled(module.pool), *copy.deepcopy(layers))
