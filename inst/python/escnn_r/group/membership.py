"""What of a group something must be, refused in one wording."""

from __future__ import annotations

from typing import Any, Protocol

from ..bridge import BadArgument
from .protocols import GroupLike


class OfGroup(Protocol):
    """What belongs to a group: an element, or a representation."""

    @property
    def group(self) -> Any:
        """The group."""


def check_of_group(
    group: GroupLike, part: OfGroup, argument: str, what: str, hint: str | None = None
) -> None:
    """Raise BadArgument unless ``part``, in words ``what``, is of this group."""
    if part.group != group:
        raise BadArgument(argument, f"{what} of {group.name}", f"one of {part.group.name}", hint)


def check_finite(group: GroupLike, purpose: str, hint: str) -> None:
    """Raise BadArgument for a continuous group; ``purpose`` says what it is too large for."""
    if group.continuous:
        raise BadArgument(
            "g", f"a finite group{purpose}", f"{group.name}, which is continuous", hint
        )
