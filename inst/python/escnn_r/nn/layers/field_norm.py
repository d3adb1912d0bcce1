"""Normalisation of each field by itself."""

from __future__ import annotations

from typing import Any

import torch
from escnn import nn

from ...fields import (
    GeometricTensorLike,
    assembled,
    checked,
    in_order,
    mapped,
    register_channels,
    spread,
    unique_names,
    wrap,
)
from ..completed import Completed
from ..field_blocks import blocks, escaped, shift, tensor

__all__ = ["FieldNorm"]


class FieldNorm(Completed, nn.EquivariantModule):
    """Normalises each field by itself, at each point: no batch, no running statistics.

    The part of a field in its trivial irreps is its mean; what is left is
    divided by its root mean square. The mean is lost, and a learnt bias put in
    its place.
    """

    def __init__(self, in_type: Any, eps: float = 1e-5, affine: bool = True) -> None:
        """Learn a scale for each field, and a bias for each of its trivial irreps."""
        unique_names(in_type)
        super().__init__()
        self.in_type = self.out_type = in_type
        self.eps, self.affine = eps, affine
        self._sizes, self._contiguous = [], {}
        labels = [r.name for r in in_type.representations]
        for each in in_order(in_type.representations):
            name, safe = each.name, escaped(each.name)
            places = [i for i, label in enumerate(labels) if label == name]
            self._sizes.append((name, each.size))
            self._contiguous[name] = register_channels(self, f"{safe}_indices", in_type, places)
            trivials = _trivial_channels(each)
            if trivials:
                along = each.change_of_basis[:, trivials]
                onto = along @ each.change_of_basis_inv[trivials]
                self.register_buffer(f"{safe}_avg", torch.tensor(onto, dtype=torch.float))
                self.register_buffer(
                    f"{safe}_change_of_basis", torch.tensor(along, dtype=torch.float)
                )
            if affine:
                weight = torch.nn.Parameter(torch.ones(len(places), 1))
                self.register_parameter(f"{safe}_weight", weight)
                if trivials:
                    bias = torch.nn.Parameter(torch.zeros(len(places), len(trivials)))
                    self.register_parameter(f"{safe}_bias", bias)

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Normalise every field at every point, in the input's precision."""
        values = checked(self, input)
        parts = []
        for name, fields, where in blocks(self, values):
            average = tensor(self, name, "avg", fields)
            if average is not None:
                fields = fields - mapped(average, fields)
            fields = fields / (fields.square().mean(dim=2, keepdim=True) + self.eps).sqrt()
            if self.affine:
                fields = fields * spread(tensor(self, name, "weight", fields), fields)
            rest = shift(self, name, fields)
            parts.append((where, fields if rest is None else fields + spread(rest, fields)))
        return wrap(assembled(self, values, parts), self.out_type, input)

    def reset_parameters(self) -> None:
        """Set scales to one and biases to zero."""
        for key, parameter in self.named_parameters():
            parameter.data.fill_(1 if key.endswith("_weight") else 0)

    def reset_running_stats(self) -> None:
        """Do nothing: there are none."""

    def extra_repr(self) -> str:
        """Show the settings."""
        return f"eps={self.eps}, affine={self.affine}"


def _trivial_channels(representation: Any) -> list[int]:
    """Where the trivial irreps are, in the basis of irreps."""
    channels, start = [], 0
    for ids in representation.irreps:
        irrep = representation.group.irrep(*ids)
        if irrep.is_trivial():
            channels.append(start)
        start += irrep.size
    return channels
