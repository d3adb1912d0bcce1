"""Nonlinearities of the length of a field, or of the fields that it was induced from."""

from __future__ import annotations

from typing import Any

import torch
from escnn import nn

from ..fibres import assembled, channels, checked, length, spread, wrap
from ..pointwise import function as read_function

__all__ = ["InducedNormNonLinearity", "NormNonLinearity"]


class _OfLengths:
    """What both classes do: scale vectors so that f(length - bias) is their new length."""

    def forward(self: Any, input: Any) -> Any:
        """Scale all fields of one size at a time, in the input's precision."""
        values = checked(self, input)
        parts = []
        biases = None if self.log_bias is None else self.log_bias.exp().flatten()
        start = 0
        for key in self._order:
            size, part = key if isinstance(key, tuple) else (key, key)
            where = channels(self, f"indices_{key}", self._contiguous[key])
            block = values[:, where]
            fields = block.reshape(len(values), -1, size // part, part, *values.shape[2:])
            lengths = length(fields, 3, keepdim=True)
            new = lengths
            stop = start + self._nfields[key]
            if biases is not None:
                bias = biases[start:stop].to(values.dtype).reshape(-1, 1, 1)
                new = lengths - spread(bias, fields)
            floor = self.eps.to(values.dtype)
            scale = self._function(new) / torch.maximum(lengths, floor)
            scale = torch.where(lengths > floor, scale, torch.zeros_like(scale))
            parts.append((where, fields * scale))
            start = stop
        return wrap(assembled(values, self.out_type.size, parts), self.out_type, input)


class NormNonLinearity(_OfLengths, nn.NormNonLinearity):
    """A function of the length of each field."""

    def __init__(self, in_type: Any, function: Any = "n_relu", bias: bool = True) -> None:
        """Take a name or a function, where escnn takes one of four names."""
        super().__init__(in_type, bias=bias)
        self._function = read_function(function)


class InducedNormNonLinearity(_OfLengths, nn.InducedNormNonLinearity):
    """A function of the length of each of the fields that a field was induced from."""

    def __init__(self, in_type: Any, function: Any = "n_relu", bias: bool = True) -> None:
        """Take a name or a function, where escnn takes one of three names."""
        super().__init__(in_type, bias=bias)
        self._function = read_function(function)
