"""What escnn's gspaces are, as far as they are used here."""

from __future__ import annotations

from typing import Any, Protocol

from ..group import ElementLike, GroupLike, RepresentationLike


class GSpaceLike(Protocol):
    """A space and the group that acts on it."""

    name: str
    dimensionality: int
    fibergroup: GroupLike

    @property
    def basespace_action(self) -> RepresentationLike:
        """How elements move the points of the space."""

    @property
    def trivial_repr(self) -> RepresentationLike:
        """The trivial representation of the group."""

    @property
    def testing_elements(self) -> list[ElementLike]:
        """The elements to test with."""

    def build_kernel_basis(
        self, in_repr: RepresentationLike, out_repr: RepresentationLike, **kwargs: Any
    ) -> Any:
        """A basis of the kernels between two representations."""

    def __hash__(self) -> int: ...

    def build_fiber_intertwiner_basis(
        self, in_repr: RepresentationLike, out_repr: RepresentationLike
    ) -> Any:
        """A basis of the linear maps that commute with the group."""


class HasFields(Protocol):
    """A field type, of which only the space and the representations count here."""

    gspace: GSpaceLike
    representations: tuple[RepresentationLike, ...]


class PlaneLike(GSpaceLike, Protocol):
    """The plane: its number of rotations, -1 for all, and of reflections."""

    rotations_order: int
    flips_order: int
