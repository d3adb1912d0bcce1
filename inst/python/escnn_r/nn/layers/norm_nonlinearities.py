"""Nonlinearities of the length of a field, or of the fields that it was induced from."""

from __future__ import annotations

from typing import Any

import torch
from escnn import nn

from ...fields import GeometricTensorLike, assembled, channels, checked, length, spread, taken, wrap
from ..pointwise import function as read_function

__all__ = ["InducedNormNonLinearity", "NormNonLinearity"]


class _OfLengths:
    """What both classes do: scale vectors so that f(length - bias) is their new length."""

    def __init__(self: Any, in_type: Any, function: Any = "n_relu", bias: bool = True) -> None:
        """Take a name or a function, where escnn takes one of three or four names."""
        super().__init__(in_type, bias=bias)  # type: ignore[call-arg]
        self._function = read_function(function)

    def forward(self: Any, input: GeometricTensorLike) -> GeometricTensorLike:
        """Scale all fields of one size at a time, in the input's precision."""
        values = checked(self, input)
        parts = []
        biases = None if self.log_bias is None else self.log_bias.exp().flatten()
        # in half precision escnn's 1e-10 would be zero, and a gradient not a number
        floor = max(1e-10, torch.finfo(values.dtype).tiny)
        start = 0
        for key in self._order:
            size, part = key if isinstance(key, tuple) else (key, key)
            where = channels(self, f"indices_{key}", self._contiguous[key])
            fields = taken(values, where, size // part, part)
            lengths = length(fields, 3, keepdim=True)
            new = lengths
            stop = start + self._nfields[key]
            if biases is not None:
                bias = biases[start:stop].to(values.dtype).reshape(-1, 1, 1)
                new = lengths - spread(bias, fields)
            scale = self._function(new) / lengths.clamp(min=floor)
            scale = scale.masked_fill(lengths <= floor, 0)
            parts.append((where, fields * scale))
            start = stop
        return wrap(assembled(self, values, parts), self.out_type, input)


class NormNonLinearity(_OfLengths, nn.NormNonLinearity):
    """A function of the length of each field."""


class InducedNormNonLinearity(_OfLengths, nn.InducedNormNonLinearity):
    """A function of the length of each of the fields that a field was induced from."""
