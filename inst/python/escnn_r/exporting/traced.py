"""Layers without a plain form of their own: what they do to tensors is recorded."""

from __future__ import annotations

from typing import Any

import torch

from ..nn import call, flat
from .comparison import as_tuple, quietly


class Traced(torch.nn.Module):
    """A layer of anybody's on plain tensors.

    It needs escnn as long as it isn't traced; the graph that a trace gives
    doesn't.
    """

    def __init__(self, module: Any) -> None:
        """The layer itself, in evaluation mode."""
        super().__init__()
        self.module = module

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor | tuple[torch.Tensor, ...]:
        """The layer on geometric tensors that are made here."""
        from escnn.nn import GeometricTensor

        kinds = flat(self.module.in_type)
        tensors = [GeometricTensor(x, kind) for x, kind in zip(inputs, kinds, strict=True)]
        if isinstance(self.module.in_type, dict):
            outputs = self.module(dict(zip(self.module.in_type, tensors, strict=True)))
        else:
            outputs = call(self.module, tuple(tensors) if len(tensors) > 1 else tensors[0])
        values = tuple(each.tensor for each in flat(outputs))
        return values if len(values) > 1 else values[0]


def outputs_of(
    module: torch.nn.Module, inputs: tuple[torch.Tensor, ...]
) -> tuple[torch.Tensor, ...]:
    """What a model gives for tensors, in evaluation mode."""
    # advice about sizes is not asked for here
    with quietly():
        return as_tuple(Traced(module)(*inputs))
