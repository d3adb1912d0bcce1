"""Field types and geometric tensors in words, and as plain data for printing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import torch

from ..group import channels, representation_label
from .protocols import FieldTypeLike, GeometricTensorLike


def field_type_label(kind: FieldTypeLike) -> str:
    """A field type in words, such as ``C4: 4 regular (16 channels)``."""
    counts: dict[str, int] = {}
    for representation in kind.representations:
        label = representation_label(representation)
        counts[label] = counts.get(label, 0) + 1
    fields = " + ".join(f"{count} {label}" for label, count in counts.items())
    return f"{kind.gspace.fibergroup.name}: {fields} ({channels(kind.size)})"


def size_label(sizes: Iterable[int]) -> str:
    """The size of a field over space in words, such as ``28 x 28``."""
    return " x ".join(map(str, sizes)) or "a point"


def describe_field_type(kind: FieldTypeLike) -> dict[str, Any]:
    """Group, space and fields of a field type."""
    return {
        "label": field_type_label(kind),
        "group": kind.gspace.fibergroup.name,
        "gspace": kind.gspace.name,
        "dimensionality": kind.gspace.dimensionality,
        "names": [representation_label(r) for r in kind.representations],
        "sizes": [int(r.size) for r in kind.representations],
        "channels": int(kind.size),
        "runs": [
            [label, len(list(run))]
            for label, run in groupby(representation_label(r) for r in kind.representations)
        ],
    }


def describe_tensor(tensor: GeometricTensorLike) -> dict[str, Any]:
    """Type, shape and range of a geometric tensor."""
    values = tensor.tensor
    described: dict[str, Any] = {
        "type": field_type_label(tensor.type),
        "shape": [int(s) for s in values.shape],
        "dtype": str(values.dtype).removeprefix("torch."),
        "device": str(values.device),
        "coords": None if tensor.coords is None else [int(s) for s in tensor.coords.shape],
        "grad": bool(values.requires_grad),
        "count": int(values.numel()),
    }
    if values.numel() and values.is_floating_point():
        with torch.no_grad():
            described["range"] = [float(values.min()), float(values.mean()), float(values.max())]
    return described


def type_label(
    kind: FieldTypeLike
    | tuple[FieldTypeLike, ...]
    | list[FieldTypeLike]
    | dict[str, FieldTypeLike]
    | None,
) -> str | None:
    """A field type, or several, in words; None if there is none."""
    if isinstance(kind, dict):
        return "; ".join(f"{label} = {type_label(each)}" for label, each in kind.items())
    if isinstance(kind, (tuple, list)):
        return "; ".join(field_type_label(k) for k in kind)
    return None if kind is None else field_type_label(kind)
