"""The representation of vectors: how a group moves the plane or space."""

from __future__ import annotations

from typing import Any

import numpy as np

from .plain_values import group_of
from .protocols import RepresentationLike
from .representations import special_representation


def vector_representation(space: Any) -> RepresentationLike:
    """The group's standard representation; of a gspace, how it moves points, where these differ."""
    standard = getattr(group_of(space), "standard_representation", None)
    d = getattr(space, "dimensionality", 0)
    if d > 0 and (standard is None or special_representation(space, _NAME).size != d):
        return _irrep(space.basespace_action)
    return special_representation(space, _NAME)


def _irrep(action: Any) -> RepresentationLike:
    """The irrep that an action is, where it is one, which has a name that people know."""
    plain = len(action.irreps) == 1 and np.allclose(action.change_of_basis, np.eye(action.size))
    irrep: RepresentationLike = action.group.irrep(*action.irreps[0]) if plain else action
    return irrep


_NAME = "standard_representation"
