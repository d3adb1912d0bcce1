"""What normalising layers know of the fields of each representation, under escnn's names."""

from __future__ import annotations

from typing import Any

import torch

from .fibres import spread, take


def escaped(name: str) -> str:
    """Names of attributes have no dots."""
    return name.replace(".", "^")


def blocks(module: Any, values: torch.Tensor) -> Any:
    """The fields of each representation, with its name and where they belong."""
    for name, size in module._sizes:
        indices = getattr(module, f"{escaped(name)}_indices")
        block = take(values, indices, module._contiguous[name])
        fields = block.reshape(len(values), -1, size, *values.shape[2:])
        yield name, fields, indices, module._contiguous[name]


def tensor(module: Any, name: str, what: str, like: torch.Tensor) -> Any:
    """A parameter or buffer of a representation, in another tensor's precision, if there."""
    found = getattr(module, f"{escaped(name)}_{what}", None)
    return None if found is None else found.to(like.dtype)


def shifted(module: Any, name: str, fields: torch.Tensor) -> torch.Tensor:
    """Add the bias, along the trivial irreps of the fields."""
    bias = tensor(module, name, "bias", fields)
    if bias is None:
        return fields
    along = tensor(module, name, "change_of_basis", fields)
    return fields + spread(torch.einsum("ij,cj->ci", along, bias), fields)
