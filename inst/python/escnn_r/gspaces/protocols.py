"""What escnn's gspaces are, as far as they are used here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..group.protocols import ElementLike, GroupLike, RepresentationLike, SubgroupId


class GSpaceLike(Protocol):
    """A space and the group that acts on it."""

    name: str
    dimensionality: int
    fibergroup: GroupLike

    @property
    def basespace_action(self) -> RepresentationLike:
        """How elements move the points of the space."""

    @property
    def testing_elements(self) -> list[ElementLike]:
        """The elements to test with."""

    def restrict(
        self, id: SubgroupId
    ) -> tuple[
        GSpaceLike,
        Callable[[ElementLike], ElementLike],
        Callable[[ElementLike], ElementLike | None],
    ]:
        """The space under a subgroup, with the maps of elements."""


class PlaneLike(GSpaceLike, Protocol):
    """The plane: its number of rotations, -1 for all, and of reflections."""

    rotations_order: int
    flips_order: int
