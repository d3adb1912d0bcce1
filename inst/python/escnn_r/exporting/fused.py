"""The plain network of a model, kept as long as the model's weights are what they were.

For predictions: filters are expanded and batch norms folded once, not at each
call. Whatever speaks against it, the model itself is used.
"""

from __future__ import annotations

import weakref
import zlib
from typing import Any

import torch

from ..nn import exactly, flat, raw_weights
from . import comparison, network
from .traced import Traced

# a model's fingerprint, and its plain network, or None where that is not to be used
_KEPT: weakref.WeakKeyDictionary[Any, tuple[Any, Any]] = weakref.WeakKeyDictionary()
_TOLERANCE = 2e-6


def known(module: torch.nn.Module) -> tuple[Any, Any]:
    """What the module's outputs depend on at present, and its network if that is made already.

    No mark is given where the module must run itself.
    """
    if not _simple(module):
        return None, None
    mark = fingerprint(module)
    kept = _KEPT.get(module)
    return mark, kept[1] if kept is not None and kept[0] == mark else None


def made(module: torch.nn.Module, mark: Any, first: torch.Tensor) -> torch.nn.Module | None:
    """The network of a module that is in evaluation mode now, or None; kept under its mark.

    It is compared with the module on the first two examples of an input.
    """
    kept = _KEPT.get(module)
    if kept is None or kept[0] != mark:
        kept = (mark, _made(module, first[:2]))
        _KEPT[module] = kept
    return kept[1]


def _simple(module: Any) -> bool:
    """Tensors in and out, on a grid, and nobody who watches the layers."""
    kinds = [getattr(module, name, None) for name in ("in_type", "out_type")]
    if any(kind is None or not hasattr(kind, "gspace") for kind in kinds):
        return False
    return not any(
        part._forward_hooks or part._forward_pre_hooks or getattr(part, "takes_points", False)
        for part in module.modules()
    )


def fingerprint(module: torch.nn.Module) -> Any:
    """What the outputs depend on: layers and the bytes of weights, statistics and filters."""
    marks: list[Any] = []
    for part in module.modules():
        marks.append((id(part), part.training))
    for value in (*raw_weights._own(module).values(), *_expanded(module)):
        marks.append((value.dtype, str(value.device), tuple(value.shape), _sum(value)))
    return tuple(marks)


def _expanded(module: Any) -> list[torch.Tensor]:
    """Filters that layers in evaluation mode hold, which weights loaded later don't change."""
    filters = []
    for part in module.modules():
        if not part.training and hasattr(part, "expand_parameters"):
            held = (getattr(part, name, None) for name in ("filter", "matrix", "expanded_bias"))
            filters += [each for each in held if isinstance(each, torch.Tensor)]
    return filters


def _sum(value: torch.Tensor) -> int:
    """A checksum; not PyTorch's version of a tensor, which changes by ``.data`` escape."""
    raw = value.detach().cpu().contiguous().reshape(-1)
    if raw.dtype in (torch.bfloat16,):
        raw = raw.view(torch.int16)
    return zlib.crc32(memoryview(raw.numpy()).cast("B")) if raw.numel() else 0


def _made(module: Any, x: torch.Tensor) -> Any:
    try:
        fast = network.plain(module)
        if any(isinstance(part, Traced) for part in fast.modules()):
            return None
        # with the advice that the module gives, as it may not run again
        with exactly():
            expected = comparison.as_tuple(Traced(module)(x))
            outputs = comparison.as_tuple(fast(x.clone()))
    except Exception:
        return None
    near = len(flat(outputs)) == 1 and comparison.error(outputs, expected) < _TOLERANCE
    return fast if near else None
