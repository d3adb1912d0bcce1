"""What escnn's field types and geometric tensors are, as far as they are used here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from ..group import GroupLike, IrrepId, RepresentationLike
from ..gspaces import GSpaceLike

if TYPE_CHECKING:
    import torch


class FieldTypeLike(Protocol):
    """A gspace and the representations of its group by which fields change."""

    gspace: GSpaceLike
    representations: tuple[RepresentationLike, ...]
    size: int

    @property
    def fibergroup(self) -> GroupLike:
        """The group of the gspace."""

    @property
    def representation(self) -> RepresentationLike:
        """The direct sum of all representations."""

    @property
    def irreps(self) -> list[IrrepId]:
        """The irreps of all fields, in order."""

    @property
    def change_of_basis(self) -> Any:
        """The sparse matrix from irreps to fields."""

    @property
    def change_of_basis_inv(self) -> Any:
        """The sparse matrix from fields to irreps."""

    @property
    def fields_start(self) -> npt.NDArray[np.uint64]:
        """The first channel of each field."""

    @property
    def fields_end(self) -> npt.NDArray[np.uint64]:
        """The channel after each field."""

    @property
    def uniform(self) -> bool:
        """Whether all fields have the same representation."""

    def index_select(self, index: list[int]) -> FieldTypeLike:
        """The type of some fields, by number from 0."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[RepresentationLike]: ...

    def __add__(self, other: FieldTypeLike) -> FieldTypeLike: ...


class GeometricTensorLike(Protocol):
    """Values of shape (batch, channels, space...), their field type, and points' coordinates.

    Point clouds have values of shape (points, channels) and ``coords`` of shape (points, d).
    """

    tensor: torch.Tensor
    type: FieldTypeLike
    coords: torch.Tensor | None

    def __init__(
        self, tensor: torch.Tensor, type: FieldTypeLike, coords: torch.Tensor | None = None
    ) -> None: ...

    def has_same_coords(self, other: GeometricTensorLike) -> bool:
        """Whether another tensor is at the same points."""

    @property
    def shape(self) -> Sequence[int]:
        """The shape of the values."""
