"""What modules are, as far as they are used here: escnn's, ours, and users' own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from ..fields import FieldTypeLike, GeometricTensorLike

# one type or tensor, one for each input in order, or one for each label
Types = FieldTypeLike | tuple[FieldTypeLike, ...] | dict[str, FieldTypeLike]
Tensors = GeometricTensorLike | tuple[GeometricTensorLike, ...] | dict[str, GeometricTensorLike]


class EquivariantModuleLike(Protocol):
    """A module between field types. Its input and output types may be several or named."""

    training: bool
    in_type: Any
    out_type: Any

    def __call__(self, *inputs: Any) -> Any:
        """What it gives."""


class SteerableModule(EquivariantModuleLike, Protocol):
    """A layer whose filter is expanded from weights over a steerable basis."""

    def expand_parameters(self) -> Any:
        """The filter, or the filter and the bias, of the present weights."""


# what a layer is put on: a type, or the modules before it
Source = FieldTypeLike | EquivariantModuleLike
# ids of irreps, a highest frequency, or None for all of a finite group
GivenIrreps = Sequence[int | tuple[int, ...] | list[int]] | float | None
# a shape or a size, as numbers
Shape = Sequence[int]
