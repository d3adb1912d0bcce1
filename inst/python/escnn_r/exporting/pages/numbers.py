"""Numbers as the text of a page: whole numbers of 8 or 24 bits times a step, in base64."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

_LARGEST = 2**23 - 1
# so many steps at most fit a byte
_LEVELS = 255


def packed(values: Any) -> dict[str, Any]:
    """Values in 24 bits, to a 16 millionth of the largest."""
    array = _array(values)
    step = float(np.abs(array).max(initial=0.0)) / _LARGEST or 1.0
    whole = np.rint(array / step).astype(np.int64).reshape(-1) + _LARGEST
    raw = whole.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3]
    return {"shape": list(array.shape), "bits": 24, "step": step, "data": _text(raw)}


def packed_picture(values: Any) -> dict[str, Any]:
    """The same in a byte for each where that loses nothing, as for pictures from files."""
    array = _array(values)
    low, high = float(array.min(initial=0.0)), float(array.max(initial=0.0))
    for levels in (_LEVELS, *range(1, _LEVELS)):
        step = (high - low) / levels or 1.0
        whole = np.rint((array - low) / step)
        if np.abs(low + whole * step - array).max(initial=0.0) <= 2e-7 * max(-low, high):
            raw = whole.astype(np.uint8)
            return {
                "shape": list(array.shape),
                "bits": 8,
                "step": step,
                "low": low,
                "data": _text(raw),
            }
    return packed(array)


def _array(values: Any) -> npt.NDArray[np.float64]:
    if isinstance(values, torch.Tensor):
        values = values.detach().cpu()
    return np.asarray(values, dtype=np.float64)


def _text(raw: npt.NDArray[Any]) -> str:
    return base64.b64encode(np.ascontiguousarray(raw).tobytes()).decode("ascii")
