"""Tensors in the safetensors format, whose header is checked before it is believed."""

from __future__ import annotations

import math
from typing import Any

import torch

from .checked_json import DamagedField, DamagedText, listing, mapping, one_of, parse, record, whole

_WIDTHS = {
    **{"BOOL": 1, "U8": 1, "I8": 1, "I16": 2, "I32": 4, "I64": 8},
    **{"F16": 2, "BF16": 2, "F32": 4, "F64": 8},
}
_ENTRY = record(
    {
        "dtype": one_of(_WIDTHS),
        "shape": listing(whole(), 0, 16),
        "data_offsets": listing(whole(), 2, 2),
    }
)


def header(data: bytes) -> dict[str, Any]:
    """What a safetensors file says about itself, tensors and ``__metadata__``."""
    length = int.from_bytes(data[:8], "little")
    if len(data) < 8 or length > len(data) - 8:
        raise DamagedText("Its header is longer than it is.")
    return mapping(lambda value, field: value)(parse(data[8 : 8 + length]), "header")


def read(data: bytes) -> dict[str, torch.Tensor]:
    """The tensors by name."""
    import safetensors.torch

    size = len(data) - 8 - int.from_bytes(data[:8], "little")
    for name, entry in header(data).items():
        if name == "__metadata__":
            continue
        _ENTRY(entry, name)
        start, stop = entry["data_offsets"]
        if stop - start != math.prod(entry["shape"]) * _WIDTHS[entry["dtype"]] or stop > size:
            raise DamagedField(f"{name}.data_offsets", "as long as its shape says", [start, stop])
    tensors: dict[str, torch.Tensor] = safetensors.torch.load(data)
    return tensors
