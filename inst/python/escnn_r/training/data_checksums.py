"""What tells data of one training from those of another, without keeping them."""

from __future__ import annotations

import hashlib
from typing import Any

import torch

from . import batches
from .batches import Data
from .examples import targets_of
from .weighted_data import class_weights, example_weights, has_forces

# rows that are converted at once
_BLOCK = 1024


def checksums(data: Data) -> dict[str, str | None]:
    """Of targets, and of what each counts; None where there is nothing to sum up."""
    if isinstance(data, batches.Calls):
        return {"targets": None, "weights of targets": None}
    weights = [each for each in (example_weights(data), class_weights(data)) if each is not None]
    parts = batches.batches(data, _BLOCK) if has_forces(data) else ()
    forces = [targets.forces for _, targets, _ in parts]
    return {"targets": _sum(targets_of(data), *forces), "weights of targets": _sum(*weights)}


def _sum(*parts: Any) -> str | None:
    """The same wherever the numbers are the same, in whichever precision they are kept."""
    known = [part for part in parts if isinstance(part, torch.Tensor)]
    if not known:
        return None
    digest = hashlib.sha256()
    for part in known:
        digest.update(str(tuple(part.shape)).encode())
        for start in range(0, len(part), _BLOCK):
            rows = part[start : start + _BLOCK].cpu()
            wide = rows.double() if rows.is_floating_point() else rows.long()
            digest.update(wide.contiguous().numpy().data)
    return digest.hexdigest()
