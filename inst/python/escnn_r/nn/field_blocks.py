"""What normalising layers know of the fields of each representation, under escnn's names.

And how their running statistics follow the batches.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from ..fields import Where, channels, taken


def escaped(name: str) -> str:
    """Names of attributes have no dots."""
    return name.replace(".", "^")


def blocks(
    module: torch.nn.Module, values: torch.Tensor
) -> Iterator[tuple[str, torch.Tensor, Where]]:
    """The fields of each representation, with its name and where they belong."""
    for name, size in module._sizes:
        where = channels(module, f"{escaped(name)}_indices", module._contiguous[name])
        yield name, taken(values, where, size), where


def tensor(
    module: torch.nn.Module, name: str, what: str, like: torch.Tensor
) -> torch.Tensor | None:
    """A parameter or buffer of a representation, in another tensor's precision, if there."""
    key = f"{escaped(name)}_{what}"
    values = module._parameters.get(key)
    if values is None:
        values = module._buffers.get(key)
    return values if values is None or values.dtype == like.dtype else values.to(like.dtype)


def shift(module: torch.nn.Module, name: str, fields: torch.Tensor) -> torch.Tensor | None:
    """The bias of each field, along the trivial irreps: fields by channels, or None."""
    bias = tensor(module, name, "bias", fields)
    if bias is None:
        return None
    basis = tensor(module, name, "change_of_basis", fields)
    assert basis is not None
    return bias @ basis.t()


def next_factor(module: Any) -> float:
    """Count a batch in training mode; its weight in the running statistics."""
    if not module.training:
        return 0.0
    module.num_batches_tracked += 1
    if module.momentum is None:
        return 1.0 / float(module.num_batches_tracked)
    return float(module.momentum)


def follow(running: torch.Tensor, now: torch.Tensor, factor: float) -> None:
    """Move running statistics towards those of a batch."""
    running.mul_(1 - factor).add_(factor * now.to(running.dtype).reshape(running.shape))
