"""What a file says about itself: inputs, outputs, classes, versions; and what is in it."""

from __future__ import annotations

import importlib.metadata
from typing import Any

import torch

from ..bridge.files import (
    flag,
    listing,
    mapping,
    names,
    number,
    one_of,
    optional,
    record,
    text,
    whole,
)

FORMAT = 1

_NUMBERS = listing(number(), 1)


def _extent(value: Any, field: str) -> Any:
    """A number, or the name of one that differs from call to call."""
    return (one_of(("batch", "points", "edges")) if isinstance(value, str) else whole(1))(
        value, field
    )


_NAMED = record({"name": text, "shape": listing(_extent)})
_ROW = record({"name": text, "layer": text})
CHECK = record(
    {
        "format": whole(1, FORMAT),
        "made_by": text,
        "made_with": mapping(text),
        "dtype": text,
        "inputs": listing(_NAMED, 1),
        "outputs": listing(_NAMED, 1),
    },
    {
        "how": text,
        "any_size": flag,
        "checked": flag,
        "classes": optional(names),
        "normalise": optional(record({"mean": _NUMBERS, "sd": _NUMBERS})),
        "layers": listing(_ROW),
    },
)


def describe(signature: dict[str, Any], notes: dict[str, Any]) -> dict[str, Any]:
    """Plain data about an exported model; ``notes`` are the caller's."""
    return {
        "format": FORMAT,
        "made_by": "the R package escnn",
        "made_with": {n: importlib.metadata.version(n) for n in ("escnn", "torch")},
        "how": "layers in plain PyTorch, batch norms folded into the layers before them",
        **signature,
        **notes,
    }


def layers(network: torch.nn.Module) -> list[dict[str, Any]]:
    """The layers of a plain network, in the order in which they are held."""
    rows = []
    for name, part in network.named_modules():
        tensors = {
            key: list(value.shape)
            for key, value in (
                *part.named_parameters(recurse=False),
                *part.named_buffers(recurse=False),
            )
        }
        entry: dict[str, Any] = {"name": name, "layer": type(part).__name__}
        settings = {
            key: plain
            for key, value in vars(part).items()
            if not key.startswith("_") and key not in ("training", "inplace")
            for plain in [_plain(value)]
            if plain is not None
        }
        if settings:
            entry["settings"] = settings
        if tensors:
            entry["tensors"] = {f"{name}.{key}".lstrip("."): v for key, v in tensors.items()}
        rows.append(entry)
    return rows


def _plain(value: Any) -> Any:
    if isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (list, tuple)):
        values = [_plain(each) for each in value]
        return None if any(each is None for each in values) else values
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if callable(value) and not isinstance(value, torch.nn.Module):
        return getattr(value, "__name__", "a function")
    return None
