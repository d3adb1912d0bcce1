"""The representation of vectors: how a group moves the plane or space."""

from __future__ import annotations

from typing import Any

from .plain_values import group_of
from .protocols import RepresentationLike
from .representations import special_representation


def vector_representation(space: Any) -> RepresentationLike:
    """The group's standard representation; of a gspace, how it moves points, where these differ."""
    found = getattr(group_of(space), "standard_representation", None)
    d = getattr(space, "dimensionality", 0)
    if d > 0 and (found is None or special_representation(space, _NAME).size != d):
        action: RepresentationLike = space.basespace_action
        return action
    return special_representation(space, _NAME)


_NAME = "standard_representation"
