"""Conversion between column-major arrays and torch tensors, one function each way."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from .errors import BadArgument

DTYPES: dict[str, torch.dtype] = {
    "float32": torch.float32,
    "float64": torch.float64,
    "float16": torch.float16,
    "int32": torch.int32,
    "int64": torch.int64,
    "bool": torch.bool,
}

_INT32_MAX = 2**31 - 1


def to_tensor(array: npt.NDArray[Any], dtype: str = "float32", device: str = "cpu") -> torch.Tensor:
    """Copy an array into fresh memory as a contiguous tensor of the same shape.

    The copy is what makes in-place operations on the tensor safe: the array
    may be a view of memory that belongs to another language.
    """
    if dtype not in DTYPES:
        allowed = "one of " + ", ".join(f'"{name}"' for name in DTYPES)
        raise BadArgument("dtype", allowed, f'"{dtype}"')
    wanted = torch.empty(0, dtype=DTYPES[dtype]).numpy().dtype
    fresh = np.array(array, dtype=wanted, order="C", copy=True)
    return torch.from_numpy(fresh).to(device)


def to_array(tensor: torch.Tensor) -> npt.NDArray[Any]:
    """Copy a tensor to a column-major array of a type that R has.

    Whole numbers become int32 when they all fit and float64 when they don't,
    floats become float64, booleans stay.
    """
    values = tensor.detach().cpu().resolve_conj().resolve_neg()
    if values.dtype == torch.bool:
        return np.array(values.numpy(), order="F", copy=True)
    if values.is_complex():
        return np.array(values.numpy(), dtype=np.complex128, order="F", copy=True)
    if values.is_floating_point():
        wide = values.float() if values.dtype in (torch.bfloat16, torch.float16) else values
        return np.array(wide.numpy(), dtype=np.float64, order="F", copy=True)
    whole = values.numpy()
    # -2^31 is R's missing integer, hence the symmetric bound
    fits = whole.size == 0 or int(np.abs(whole.astype(np.float64)).max()) <= _INT32_MAX
    return np.array(whole, dtype=np.int32 if fits else np.float64, order="F", copy=True)
