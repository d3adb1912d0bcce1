"""What R's operators and functions of numbers do with torch tensors, gradients included."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from . import arrays
from .errors import BadArgument

_BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
    "%%": torch.remainder,
    "%/%": lambda a, b: torch.div(a, b, rounding_mode="floor"),
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "&": torch.logical_and,
    "|": torch.logical_or,
}
# these work on numbers of one kind, which are tensors here
_BETWEEN_TENSORS = ("%%", "%/%", "&", "|")

_UNARY: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "-": operator.neg,
    "+": lambda x: x,
    "!": torch.logical_not,
}

# R's names where PyTorch has others
_ELEMENTWISE = {"ceiling": "ceil"} | {
    name: name
    for name in (
        "abs sign sqrt floor trunc round exp log expm1 log1p log2 log10 cos sin tan acos asin "
        "atan cosh sinh tanh acosh asinh atanh lgamma digamma"
    ).split()
}

_WHOLE: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "sum": torch.sum,
    "mean": lambda x: (x if x.is_floating_point() else x.float()).mean(),
    "prod": torch.prod,
    "max": torch.max,
    "min": torch.min,
    "all": lambda x: x.bool().all(),
    "any": lambda x: x.bool().any(),
}


def operate(name: str, left: Any, right: Any) -> torch.Tensor:
    """``left name right``, of which one is a tensor and the other that, an array or a number."""
    like = left if isinstance(left, torch.Tensor) else right
    left, right = (_operand(each, like, name in _BETWEEN_TENSORS) for each in (left, right))
    try:
        return _BINARY[name](left, right)
    except RuntimeError as problem:
        if not isinstance(left, torch.Tensor) or not isinstance(right, torch.Tensor):
            raise
        if _fit(left.shape, right.shape):
            raise
        raise BadArgument(
            "e2",
            f"of a size that fits that of `e1`, {_size(left)}",
            f"of size {_size(right)}",
            "Sizes are compared from the last one back: equal, or one of the two is 1.",
        ) from problem


def negate(name: str, tensor: torch.Tensor) -> torch.Tensor:
    """A sign, or `!`, before a tensor."""
    return _UNARY[name](tensor)


def elementwise(name: str, tensor: torch.Tensor) -> torch.Tensor:
    """A function of each number."""
    return getattr(torch, _ELEMENTWISE[name])(tensor)



def summarise(name: str, tensor: torch.Tensor) -> torch.Tensor:
    """One number from all, as a tensor that knows its gradient."""
    return _WHOLE[name](tensor)


def pick(tensor: torch.Tensor, index: list[Any], drop: bool) -> torch.Tensor:
    """Part of a tensor: for each axis positions from 0, a mask, or None for all."""
    for axis, chosen in enumerate(index):
        if chosen is None:
            continue
        where = torch.as_tensor(np.asarray(chosen), device=tensor.device).reshape(-1)
        tensor = tensor.index_select(axis, where.long())
    if drop:
        single = [k for k, chosen in enumerate(index) if chosen is not None and len(chosen) == 1]
        shape = [size for axis, size in enumerate(tensor.shape) if axis not in single]
        tensor = tensor.reshape(shape)
    return tensor


def size_of(tensor: torch.Tensor) -> list[int]:
    """The number of positions along each axis."""
    return [int(size) for size in tensor.shape]


def pick_where(tensor: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """The numbers where a mask, of the tensor's size or that of its first axes, is true."""
    if mask.dtype != torch.bool or mask.shape != tensor.shape[: mask.dim()]:
        raise BadArgument(
            "i",
            f"positions from 1, or a tensor of true and false of the size of `x`, {_size(tensor)}",
            f"a tensor of {str(mask.dtype).removeprefix('torch.')} of size {_size(mask)}",
        )
    return tensor[mask]


def _operand(value: Any, like: torch.Tensor, as_tensor: bool) -> Any:
    if isinstance(value, torch.Tensor):
        return value
    if isinstance(value, (bool, int, float)) and not as_tensor:
        return value
    array = np.asarray(value)
    kind = like.dtype
    if array.dtype.kind == "f" and not kind.is_floating_point:
        kind = torch.get_default_dtype()
    if array.ndim == 0:
        return torch.tensor(array.item(), device=like.device)
    return arrays.to_tensor(array, "float64").to(like.device, kind)


def _fit(one: torch.Size, other: torch.Size) -> bool:
    pairs = zip(reversed(one), reversed(other), strict=False)
    return all(a == b or 1 in (a, b) for a, b in pairs)


def _size(tensor: torch.Tensor) -> str:
    return " x ".join(map(str, tensor.shape)) or "1"
