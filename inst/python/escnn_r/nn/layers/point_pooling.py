"""Pooling over the points of each cloud."""

from __future__ import annotations

from typing import Any

from escnn import gspaces, nn

from ...bridge import BadArgument
from ...fields import GeometricTensorLike, clouds, field_type_label

__all__ = ["PointPoolingModule"]


class PointPoolingModule(nn.EquivariantModule):
    """The mean, sum or maximum of each field over the points of each cloud."""

    takes_points = True

    def __init__(self, in_type: Any, pool: str = "mean") -> None:
        """Of a maximum, the fields must be such that a group element permutes their channels."""
        super().__init__()
        moving = [
            r for r in in_type.representations if "pointwise" not in r.supported_nonlinearities
        ]
        if pool == "max" and moving:
            raise BadArgument(
                "pool",
                '"mean" or "sum" for fields whose channels are not permuted',
                f'"max", with {field_type_label(in_type)}',
            )
        space = gspaces.no_base_space(in_type.gspace.fibergroup)
        self.pool = pool
        self.in_type = in_type
        self.out_type = nn.FieldType(space, in_type.representations)

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Pool; clouds come in their order."""
        values = clouds.pool(input.tensor, clouds.require(input), self.pool)
        return nn.GeometricTensor(values, self.out_type)

    def evaluate_output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        """One cloud, as far as a shape tells."""
        return (1, self.out_type.size)
