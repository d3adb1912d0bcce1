"""Modules that rearrange fields, restrict their group, or split their representations."""

from __future__ import annotations

from typing import Any

import torch
from escnn import nn
from escnn.group import disentangle

from ...bridge import BadArgument
from ...fields import (
    GeometricTensorLike,
    assembled,
    channels,
    checked,
    mapped,
    register_channels,
    taken,
    wrap,
)
from ...group import subgroups
from ...gspaces import restrict_field_type

__all__ = ["DisentangleModule", "ReshuffleModule", "RestrictionModule"]


class ReshuffleModule(nn.ReshuffleModule):
    """The fields in another order; upstream takes a field twice for a permutation."""

    def __init__(self, in_type: Any, permutation: Any) -> None:
        """``permutation``: the old position, from 0, of each new field."""
        order = [int(i) for i in permutation]
        if sorted(order) != list(range(len(in_type))):
            n = len(in_type)
            raise BadArgument(
                "permutation",
                "1" if n == 1 else f"the numbers from 1 to {n}, each once, as there are {n} fields",
                f"c({', '.join(str(i + 1) for i in order)})",
                None if set(order) == set(range(n)) else "`x[i]` of a field type picks fields.",
            )
        super().__init__(in_type, order)


class RestrictionModule(nn.RestrictionModule):
    """The same numbers under a smaller group, by ids as people write them.

    For many subgroups upstream has no gspace, or one whose elements act otherwise.
    """

    def __init__(self, in_type: Any, id: Any) -> None:
        """``id``: what `subgroups.read` takes."""
        nn.EquivariantModule.__init__(self)
        self._id = subgroups.read(in_type.gspace, id, "subgroup")
        self.in_type = in_type
        self.out_type = restrict_field_type(in_type, self._id)


class DisentangleModule(nn.DisentangleModule):
    """Representations as the direct sums that they are, in the precision of the input."""

    def __init__(self, in_type: Any) -> None:
        """Find the change of basis of each representation."""
        nn.EquivariantModule.__init__(self)
        self.in_type = in_type
        self._sizes = {}
        self._order, self._contiguous = [], {}
        self._exact: dict[str, torch.Tensor] = {}
        parts: dict[str, list[Any]] = {}
        fields = in_type.representations
        for representation in dict.fromkeys(fields):
            name = representation.name
            basis, parts[name] = disentangle(representation)
            self._exact[name] = torch.tensor(basis, dtype=torch.float64)
            self._order.append(name)
            self._sizes[name] = representation.size
            at = [i for i, each in enumerate(fields) if each == representation]
            # torch allows no dot in the name of a buffer
            safe = name.replace(".", "_dot_")
            self.register_buffer(f"change_of_basis_{safe}", self._exact[name].float())
            self._contiguous[name] = register_channels(self, f"fiber_indices_{safe}", in_type, at)
        self.out_type = nn.FieldType(in_type.gspace, [p for r in fields for p in parts[r.name]])

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Multiply each field by its change of basis."""
        values = checked(self, input)
        parts = []
        for name in self._order:
            safe = name.replace(".", "_dot_")
            where = channels(self, f"fiber_indices_{safe}", self._contiguous[name])
            basis = self._buffers[f"change_of_basis_{safe}"]
            if values.dtype == torch.float64:
                basis = self._exact[name]
            basis = basis.to(values)
            parts.append((where, mapped(basis, taken(values, where, self._sizes[name]))))
        return wrap(assembled(self, values, parts), self.out_type, input)
