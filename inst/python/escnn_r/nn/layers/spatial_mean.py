"""The mean of fields over all of space, for fields of any type."""

from __future__ import annotations

from typing import Any

from escnn import gspaces, nn

from ...fields import GeometricTensorLike
from ..completed import Completed

__all__ = ["SpatialMean"]


class SpatialMean(Completed, nn.EquivariantModule):
    """Vectors stay vectors: one for the whole image, or the whole volume."""

    def __init__(self, in_type: Any) -> None:
        """Of any field type."""
        super().__init__()
        self.in_type = in_type
        base = gspaces.no_base_space(in_type.gspace.fibergroup)
        self.out_type = nn.FieldType(base, in_type.representations)

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """A matrix of examples by channels."""
        values = input.tensor
        return nn.GeometricTensor(values.mean(tuple(range(2, values.dim()))), self.out_type)
