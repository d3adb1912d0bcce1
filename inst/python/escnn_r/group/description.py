"""Groups and representations in words, and as plain data for printing."""

from __future__ import annotations

from typing import Any

from .named_representations import irrep_name
from .protocols import GroupLike, RepresentationLike


def representation_label(representation: RepresentationLike) -> str:
    """The name that people use: trivial, regular, irrep_1."""
    return "trivial" if representation.is_trivial() else str(representation.name)


def channels(count: int) -> str:
    """A number of channels in words."""
    return "1 channel" if count == 1 else f"{count} channels"


def describe_group(group: GroupLike) -> dict[str, Any]:
    """Name, order (-1 for infinite) and kind of a group."""
    return {
        "name": str(group.name),
        "order": -1 if group.continuous else int(group.order()),
        "continuous": bool(group.continuous),
        "abelian": bool(group.abelian),
        "representations": [str(name) for name in group.representations],
    }


def describe_representation(representation: RepresentationLike) -> dict[str, Any]:
    """Name, size and irreps of a representation."""
    return {
        "name": str(representation.name),
        "label": representation_label(representation),
        "group": representation.group.name,
        "size": int(representation.size),
        "irreps": [irrep_name(irrep) for irrep in representation.irreps],
        "nonlinearities": sorted(str(n) for n in representation.supported_nonlinearities),
    }
