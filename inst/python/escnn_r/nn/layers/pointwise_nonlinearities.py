"""Nonlinearities of single channels: any function, both signs, and vector fields."""

from __future__ import annotations

import math
from typing import Any

import torch
from escnn import nn

from ...bridge import seeded
from ...fields import GeometricTensorLike, checked, in_order, unique_names, wrap
from ..completed import Completed
from ..pointwise import function as read_function

__all__ = ["ConcatenatedNonLinearity", "PointwiseNonLinearity", "VectorFieldNonLinearity"]


class PointwiseNonLinearity(nn.PointwiseNonLinearity):
    """Any function of one number, on every channel."""

    def __init__(self, in_type: Any, function: Any = "p_relu") -> None:
        """Take a name or a function, where escnn takes one of four names."""
        super().__init__(in_type)
        self._function = read_function(function)

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Apply the function to every channel."""
        return wrap(self._function(checked(self, input)), self.out_type, input)


def _remember(in_type: Any) -> None:
    """Build each output representation once.

    escnn decomposes it by chance, anew for every layer, and two layers on one
    type would give types that differ. It looks among the group's
    representations first, but never puts it there.
    """
    known = in_type.fibergroup.representations
    for each in in_order(in_type.representations):
        name = f"concatenated_{each.name}"
        if name not in known:
            with seeded(0):
                known[name] = nn.ConcatenatedNonLinearity._transform_representation(each)


class ConcatenatedNonLinearity(Completed, nn.ConcatenatedNonLinearity):
    """A function of each channel and of its negative, side by side."""

    def __init__(self, in_type: Any, function: Any = "c_relu") -> None:
        """Take a name or a function, where escnn takes one of three names."""
        unique_names(in_type)
        _remember(in_type)
        super().__init__(in_type)
        self._function = read_function(function)

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Interleave f(x) and f(-x), in the input's precision."""
        values = checked(self, input)
        both = torch.stack([self._function(values), self._function(-values)], dim=2)
        return wrap(both.flatten(1, 2), self.out_type, input)


class VectorFieldNonLinearity(nn.VectorFieldNonLinearity):
    """The largest channel of a regular field as a vector, its place as the direction."""

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Turn maxima and their places into vectors, in the input's precision."""
        values = checked(self, input)
        fields = values.reshape(values.shape[0], -1, self._rotations, *values.shape[2:])
        largest, place = fields.max(2)
        length, angle = torch.relu(largest), place.to(values.dtype) * (math.tau / self._rotations)
        parts = [torch.cos(angle) * length, torch.sin(angle) * length]
        if self._rotations == 2:
            # the sign is all the direction there is, and irrep_1 has one channel
            parts = parts[:1]
        return wrap(torch.stack(parts, dim=2).flatten(1, 2), self.out_type, input)
