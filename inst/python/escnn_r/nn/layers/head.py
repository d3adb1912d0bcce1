"""Heads: invariant fields become a vector of numbers for each item of a batch."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import torch
from escnn import gspaces, nn

from ...bridge import BadArgument
from ...fields import GeometricTensorLike, clouds, field_type_label, size_label
from ..completed import Completed

__all__ = ["ToVectorModule"]


class ToVectorModule(Completed, nn.EquivariantModule):
    """Pools over space, then ordinary linear layers.

    What comes out is as many trivial fields on a point: numbers that no element
    of the group changes. ``.tensor`` is a matrix of batch by numbers.
    """

    def __init__(
        self,
        in_type: Any,
        classes: int | None = None,
        hidden: Any = (),
        pool: str = "mean",
        dropout: float = 0.0,
    ) -> None:
        """``classes``: how many numbers come out; None for the fields as they are."""
        super().__init__()
        moving = [r for r in in_type.representations if not r.is_trivial()]
        if moving:
            raise BadArgument(
                "x",
                "of trivial fields, whose values the group doesn't change",
                field_type_label(in_type),
                "Make them invariant first, with `nn_group_pooling()` or `nn_norm_pool()`.",
            )
        self.in_type = in_type
        self.pool = pool
        widths = [in_type.size, *(int(h) for h in hidden)]
        steps: list[Any] = []
        for before, after in pairwise(widths):
            steps += [torch.nn.Linear(before, after), torch.nn.ELU()]
            steps += [torch.nn.Dropout(dropout)] if dropout > 0 else []
        if classes is not None:
            steps.append(torch.nn.Linear(widths[-1], int(classes)))
        self.layers = torch.nn.Sequential(*steps)
        space = gspaces.no_base_space(in_type.gspace.fibergroup)
        size = widths[-1] if classes is None else int(classes)
        self.out_type = nn.FieldType(space, [space.trivial_repr] * size)

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """A matrix of batch by numbers, as trivial fields on a point."""
        return nn.GeometricTensor(self.layers(self._pooled(input)), self.out_type)

    def _pooled(self, input: Any) -> torch.Tensor:
        values: torch.Tensor = input.tensor
        axes = tuple(range(2, values.dim()))
        if not axes:
            if input.coords is not None and self.pool != "none":
                return clouds.pool(values, input.coords, self.pool)
            return values
        if self.pool == "mean":
            return values.mean(axes)
        if self.pool == "sum":
            return values.sum(axes)
        if self.pool == "max":
            return values.amax(axes)
        if any(values.shape[axis] != 1 for axis in axes):
            raise BadArgument(
                "pool",
                '"mean", "max" or "sum" where fields are larger than one pixel',
                f'"none", with fields of {size_label(values.shape[2:])}',
            )
        return values.flatten(1)
