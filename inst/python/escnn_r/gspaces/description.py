"""Gspaces as plain data, for printing."""

from __future__ import annotations

from typing import Any

from ..group import describe_group
from .protocols import GSpaceLike


def describe_gspace(space: GSpaceLike) -> dict[str, Any]:
    """Dimension and group of a gspace."""
    return {
        "name": str(space.name),
        "dimensionality": int(space.dimensionality),
        "group": describe_group(space.fibergroup),
    }
