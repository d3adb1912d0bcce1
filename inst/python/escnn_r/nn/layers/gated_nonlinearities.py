"""Nonlinearities that multiply fields by gates."""

from __future__ import annotations

from typing import Any

import torch
from escnn import nn

from ...bridge import BadArgument
from ...fields import (
    GeometricTensorLike,
    assembled,
    channels,
    checked,
    mapped,
    own_buffers,
    size_label,
    spread,
    taken,
    wrap,
)
from ..pointwise import function as read_function

__all__ = [
    "GatedNonLinearity1",
    "GatedNonLinearity2",
    "GatedNonLinearityUniform",
    "InducedGatedNonLinearity1",
]


def _shut(gates: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    return torch.sigmoid(gates - spread(bias, gates).to(gates.dtype))


class _OneInput:
    """What the classes with gates among the fields do."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        """Give the buffers of the gates memory of their own."""
        super().__init__(*args, **kwargs)
        own_buffers(self)

    def forward(self: Any, input: GeometricTensorLike) -> GeometricTensorLike:
        """Multiply fields by their gates, in the input's precision."""
        values = checked(self, input)
        size = getattr(self, "quotient_size", 1)
        where = channels(self, "gates_indices", self._contiguous["gate"])
        # a gate for each part of a field
        bias = self.bias.reshape(-1, 1)
        bias = bias if size == 1 else bias.expand(-1, size).reshape(-1, 1)
        gates = _shut(taken(values, where, 1), bias)
        parts = [] if self.drop_gates else [(where, gates)]
        start = 0
        for key in self._order:
            stop = start + self._nfields[key]
            contiguous = self._contiguous[key]
            part = key[1] if isinstance(key, tuple) else key
            fields = taken(values, channels(self, f"input_indices_{key}", contiguous), part)
            gated = fields * gates[:, start * size : stop * size]
            parts.append((channels(self, f"output_indices_{key}", contiguous), gated))
            start = stop
        return wrap(assembled(self, values, parts), self.out_type, input)


class GatedNonLinearity1(_OneInput, nn.GatedNonLinearity1):
    """Each field times the sigmoid of its gate, a trivial field of the same input."""


class InducedGatedNonLinearity1(_OneInput, nn.InducedGatedNonLinearity1):
    """Each of the fields that a field was induced from times its channel of the gate."""


class GatedNonLinearity2(nn.GatedNonLinearity2):
    """Each field times the sigmoid of its gate, a trivial field of another input."""

    def forward(
        self, gates: GeometricTensorLike, input: GeometricTensorLike
    ) -> GeometricTensorLike:
        """Multiply fields by their gates, in the precision of the fields."""
        values = checked(self, input, self.in_type[1])
        gate_values = checked(self, gates, self.in_type[0])
        sizes, gate_sizes = ((len(v), *v.shape[2:]) for v in (values, gate_values))
        if sizes != gate_sizes:
            raise BadArgument(
                "x",
                f"of the gates' batch and size, {size_label(gate_sizes)}",
                size_label(sizes),
                "Gates and fields come from the same points.",
            )
        if not gates.has_same_coords(input):
            raise BadArgument("x", "at the same points as the gates", "at others")
        gate_values = _shut(gate_values, self.bias.reshape(-1))
        parts = []
        start = 0
        for size in self._order:
            stop = start + self._nfields[size]
            where = channels(self, f"indices_{size}", self._contiguous[size])
            fields = taken(values, where, size)
            parts.append((where, fields * gate_values[:, start:stop].unsqueeze(2)))
            start = stop
        return wrap(assembled(self, values, parts), self.out_type, input)

    def evaluate_output_shape(self, *input_shapes: tuple[int, ...]) -> tuple[int, ...]:
        """The shape of the fields, whatever the dimension of space."""
        return (input_shapes[1][0], self.out_type.size, *input_shapes[1][2:])


class GatedNonLinearityUniform(nn.GatedNonLinearityUniform):
    """Fields that each bring gates for their own irreps."""

    def __init__(self, in_type: Any, gate: Any = "sigmoid") -> None:
        """Take a name or a function."""
        super().__init__(in_type, gate=read_function(gate, "gate"))

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Multiply irreps by their gates, in the input's precision."""
        values = checked(self, input)
        fields = values.reshape(len(values), len(self.in_type), -1, *values.shape[2:])
        gates, features = fields[:, :, : self.n_gates], fields[:, :, self.n_gates :]
        gates = self.gate_function(gates - spread(self.bias[0], gates).to(values.dtype))
        wide = mapped(self.expansion.to(values.dtype), gates)
        return wrap((wide * features).flatten(1, 2), self.out_type, input)
