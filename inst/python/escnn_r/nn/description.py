"""Plain data about escnn's objects, for printing and for checks in another language."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import torch

from ..group.plain_values import irrep_name
from . import editing


def representation_label(representation: Any) -> str:
    """The name that people use: trivial, regular, irrep_1."""
    return "trivial" if representation.is_trivial() else str(representation.name)


def channels(count: int) -> str:
    """A number of channels in words."""
    return "1 channel" if count == 1 else f"{count} channels"


def field_type_label(kind: Any) -> str:
    """A field type in words, such as ``C4: 4 regular (16 channels)``."""
    counts: dict[str, int] = {}
    for representation in kind.representations:
        label = representation_label(representation)
        counts[label] = counts.get(label, 0) + 1
    fields = " + ".join(f"{count} {label}" for label, count in counts.items())
    return f"{kind.gspace.fibergroup.name}: {fields} ({channels(kind.size)})"


def field_type(kind: Any) -> dict[str, Any]:
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


def gspace(space: Any) -> dict[str, Any]:
    """Dimension and group of a gspace."""
    return {
        "name": str(space.name),
        "dimensionality": int(space.dimensionality),
        "group": group(space.fibergroup),
    }


def group(which: Any) -> dict[str, Any]:
    """Name, order (-1 for infinite) and kind of a group."""
    return {
        "name": str(which.name),
        "order": -1 if which.continuous else int(which.order()),
        "continuous": bool(which.continuous),
        "abelian": bool(which.abelian),
        "representations": [str(name) for name in which.representations],
    }


def representation(which: Any) -> dict[str, Any]:
    """Name, size and irreps of a representation."""
    return {
        "name": str(which.name),
        "label": representation_label(which),
        "group": which.group.name,
        "size": int(which.size),
        "irreps": [irrep_name(irrep) for irrep in which.irreps],
        "nonlinearities": sorted(str(n) for n in which.supported_nonlinearities),
    }


def tensor(which: Any) -> dict[str, Any]:
    """Type, shape and range of a geometric tensor."""
    values = which.tensor
    described: dict[str, Any] = {
        "type": field_type_label(which.type),
        "shape": [int(s) for s in values.shape],
        "dtype": str(values.dtype).removeprefix("torch."),
        "device": str(values.device),
        "coords": None if which.coords is None else [int(s) for s in which.coords.shape],
        "grad": bool(values.requires_grad),
        "count": int(values.numel()),
    }
    if values.numel() and values.is_floating_point():
        with torch.no_grad():
            described["range"] = [float(values.min()), float(values.mean()), float(values.max())]
    return described


def module(which: Any) -> dict[str, Any]:
    """Class, types, size and steps of a module."""
    layers, names = [], []
    if editing.is_sequence(which):
        layers = list(which)
        names = ["" if name.isdigit() else name for name in which._modules]
    return {
        "class": type(which).__name__,
        "in_type": type_label(getattr(which, "in_type", None)),
        "out_type": type_label(getattr(which, "out_type", None)),
        "parameters": trainable(which),
        "frozen": sum(p.numel() for p in which.parameters() if not p.requires_grad),
        "bytes": sum(p.numel() * p.element_size() for p in which.parameters()),
        "training": bool(which.training),
        "layers": [module(layer) for layer in layers],
        "parts": {} if layers else _parts(which),
        "names": names,
        "extra": _settings(which),
    }


def _parts(which: Any) -> dict[str, Any]:
    """What a module that is no sequence consists of, by the way to it."""
    found: dict[str, Any] = {}
    for name, child in which.named_children():
        if editing.is_sequence(child):
            layers = enumerate(child, start=1)
            found |= {f"${name}[[{number}]]": module(layer) for number, layer in layers}
        elif hasattr(child, "in_type"):
            inner = {f"${name}{path}": part for path, part in _parts(child).items()}
            found |= inner or {f"${name}": module(child)}
    return found


def dtype(which: Any) -> str:
    """The precision of a module, that of its parameters."""
    parameter = next((p for p in which.parameters() if p.is_floating_point()), None)
    found = torch.float32 if parameter is None else parameter.dtype
    return str(found).removeprefix("torch.")


def trainable(which: Any) -> int:
    """How many numbers training changes."""
    return sum(p.numel() for p in which.parameters() if p.requires_grad)


def type_label(kind: Any) -> str | None:
    """A field type, or several, in words; None if there is none."""
    if isinstance(kind, dict):
        return "; ".join(f"{label} = {type_label(each)}" for label, each in kind.items())
    if isinstance(kind, (tuple, list)):
        return "; ".join(field_type_label(k) for k in kind)
    return None if kind is None else field_type_label(kind)


def _settings(which: Any) -> str:
    """The settings that tell one layer of a class from another."""
    shown = []
    for name in ("kernel_size", "stride", "padding", "dilation", "groups"):
        value = getattr(which, name, None)
        if value is None:
            continue
        first = value[0] if isinstance(value, (tuple, list)) and len(set(value)) == 1 else value
        usual = {"stride": 1, "padding": 0, "dilation": 1, "groups": 1}
        if first != usual.get(name):
            shown.append(f"{name.removesuffix('_size')} {first}")
    return ", ".join(shown)
