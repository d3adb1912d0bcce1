"""Maps to invariants: the largest channel or the length of each field."""

from __future__ import annotations

from typing import Any

import torch
from escnn import nn

from ...fields import GeometricTensorLike, Where, assembled, channels, checked, length, taken, wrap
from ..completed import Completed

__all__ = ["GroupPooling", "InducedNormPool", "MaxPoolChannels", "NormPool"]


class _Invariant:
    """What the classes do: one number for each field, fields of one size at a time."""

    def forward(self: Any, input: GeometricTensorLike) -> GeometricTensorLike:
        """Give a trivial field for each field, in the input's precision."""
        values = checked(self, input)
        parts = []
        for key, contiguous in self._contiguous.items():
            where = channels(self, f"in_indices_{key}", contiguous)
            number = self._number(values, where, key)
            parts.append((channels(self, f"out_indices_{key}", contiguous), number))
        return wrap(assembled(self, values, parts), self.out_type, input)


class GroupPooling(_Invariant, nn.GroupPooling):
    """The largest channel of each field."""

    def _number(self, values: torch.Tensor, where: Where, size: int) -> torch.Tensor:
        fields = taken(values, where, size)
        # one of several largest gets the gradient, as in escnn, and sooner than shares of it
        return fields.max(dim=2).values if fields.requires_grad else fields.amax(dim=2)


class NormPool(_Invariant, nn.NormPool):
    """The length of each field."""

    def _number(self, values: torch.Tensor, where: Where, size: int) -> torch.Tensor:
        return length(taken(values, where, size), 2)


class InducedNormPool(_Invariant, nn.InducedNormPool):
    """The largest length of the fields that a field was induced from."""

    def _number(self, values: torch.Tensor, where: Where, key: tuple[int, int]) -> torch.Tensor:
        size, part = key
        return length(taken(values, where, size // part, part), 3).amax(dim=2)


class MaxPoolChannels(Completed, nn.MaxPoolChannels, nn.EquivariantModule):
    """The largest of each run of channels that holds whole fields.

    escnn's class takes any tensor; this one knows its types, so that it can
    stand in a sequence.
    """

    def __init__(self, in_type: Any, kernel_size: int) -> None:
        """Take runs of ``kernel_size`` channels; the preconditions look at the fields."""
        super().__init__(kernel_size)
        self.in_type = in_type
        runs = in_type.size // kernel_size
        self.out_type = nn.FieldType(in_type.gspace, [in_type.gspace.trivial_repr] * runs)

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Give a trivial field for each run of channels."""
        values = checked(self, input)
        runs = values.reshape(len(values), -1, self.kernel_size, *values.shape[2:])
        return wrap(runs.amax(2), self.out_type, input)
