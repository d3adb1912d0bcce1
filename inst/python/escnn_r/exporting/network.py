"""The plain network of a model on grids: made, fused, and searched for the layer that differs."""

from __future__ import annotations

from typing import Any

import torch

from ..nn import is_sequence
from . import folding
from .comparison import TOLERANCE, Sample
from .converters import (  # noqa: F401 (they register what they convert)
    connections,
    convolutions,
    nonlinearities,
    norms,
    pools,
)
from .registry import convert
from .traced import outputs_of


def plain(module: torch.nn.Module) -> torch.nn.Module:
    """The fused plain network of a module; the module must be in evaluation mode."""
    with torch.no_grad():
        return fused(convert(module))


def fused(network: torch.nn.Module) -> torch.nn.Module:
    """A network of fewer layers, in evaluation mode, whose weights no optimizer changes."""
    network = folding.fuse(network)
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    return network.eval()


def first_difference(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]) -> torch.nn.Module:
    """The first layer of a sequence whose plain form differs; else the module itself."""
    if not is_sequence(module):
        return module
    value: Any = inputs
    for layer in module._modules.values():
        sample = Sample("", value, outputs_of(layer, value))
        try:
            differs = sample.gap(plain(layer)) > TOLERANCE
        except (RuntimeError, TypeError):
            differs = True
        if differs:
            return first_difference(layer, value)
        value = sample.outputs
    return module
