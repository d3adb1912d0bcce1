"""What modules are, as far as they are used here: escnn's, ours, and users' own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ..fields import FieldTypeLike, GeometricTensorLike

if TYPE_CHECKING:
    import torch

# one type or tensor, one for each input in order, or one for each label
Types = FieldTypeLike | tuple[FieldTypeLike, ...] | dict[str, FieldTypeLike]
Tensors = GeometricTensorLike | tuple[GeometricTensorLike, ...] | dict[str, GeometricTensorLike]


class ModuleLike(Protocol):
    """The part of torch.nn.Module that is used here."""

    training: bool
    _modules: dict[str, Any]
    _parameters: dict[str, Any]
    _buffers: dict[str, Any]

    def __call__(self, *inputs: Any) -> Any:
        """What it gives."""

    def modules(self) -> Iterator[torch.nn.Module]:
        """The module and all of its parts."""

    def named_modules(self) -> Iterator[tuple[str, torch.nn.Module]]:
        """All parts with their names."""

    def children(self) -> Iterator[torch.nn.Module]:
        """Its direct parts."""

    def parameters(self) -> Iterator[torch.nn.Parameter]:
        """All parameters."""

    def named_parameters(self) -> Iterator[tuple[str, torch.nn.Parameter]]:
        """All parameters with their names."""

    def buffers(self) -> Iterator[torch.Tensor]:
        """All buffers."""

    def train(self, mode: bool = True) -> ModuleLike:
        """Training mode or evaluation mode."""

    def eval(self) -> ModuleLike:
        """Evaluation mode."""


class EquivariantModuleLike(ModuleLike, Protocol):
    """A module between field types. Its input and output types may be several or named."""

    in_type: Any
    out_type: Any

    def evaluate_output_shape(self, input_shape: Iterable[int]) -> tuple[int, ...]:
        """The shape that comes out for one that goes in, batch first."""


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
