"""Conversion between column-major arrays and torch tensors, one function each way.

The two orders of memory are each other's transpose, so that a plain copy
leaps through one of them. ``copy_tiles()`` copies in tiles that fit the
processor's cache, in place, with no array of full size besides both ends.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from .errors import MissingValues, choose

DTYPES: dict[str, torch.dtype] = {
    "float32": torch.float32,
    "float64": torch.float64,
    "float16": torch.float16,
    "int32": torch.int32,
    "int64": torch.int64,
    "uint8": torch.uint8,
    "bool": torch.bool,
}

_INT32_MAX = 2**31 - 1
# numbers in a tile: 512 kB of float32, the cache of a core
_TILE = 2**17
# from so many on, memory of the other language is written rather than copied into
_LARGE = 2**17

Array = npt.NDArray[Any]
Tile = tuple[slice, ...]


def to_tensor(
    array: Array, dtype: str = "float32", device: str = "cpu", complete: bool = False
) -> torch.Tensor:
    """Copy an array into fresh memory as a contiguous tensor of the same shape.

    The copy is what makes in-place operations on the tensor safe: the array
    may be a view of memory that belongs to another language. With ``complete``
    missing numbers raise MissingValues.
    """
    kind = choose("dtype", dtype, DTYPES)
    # numpy's memory comes in huge pages, which take less time to get than torch's
    fresh: Array = np.empty(array.shape, torch.empty(0, dtype=kind).numpy().dtype)
    copy_tiles(fresh, array, complete and array.dtype.kind == "f")
    return torch.from_numpy(fresh).to(device)


def tensor_from_bytes(data: bytes, shape: list[int], dtype: str = "uint8") -> torch.Tensor:
    """Bytes in column-major order, such as grey values, as a tensor."""
    array: Array = np.frombuffer(data, np.uint8).reshape([int(s) for s in shape], order="F")
    return to_tensor(array, dtype)


def to_array(tensor: torch.Tensor) -> Array:
    """Copy a tensor to a column-major array of a type that R has.

    Whole numbers become int32 when they all fit and float64 when they don't,
    floats become float64, booleans stay.
    """
    values = _plain(tensor)
    array: Array = np.empty(values.shape, _kind(values), order="F")
    copy_tiles(array, values.numpy())
    return array


def array_or_plan(tensor: torch.Tensor) -> npt.NDArray[Any] | dict[str, Any]:
    """A small tensor as an array; for a large one the shape and type of the array to ``fill()``."""
    if tensor.numel() >= _LARGE:
        mode = {"float64": "double", "int32": "integer"}.get(_kind(_plain(tensor)).name)
        if mode is not None:
            return {"dim": list(tensor.shape), "mode": mode}
    return to_array(tensor)


def fill_array(tensor: torch.Tensor, memory: Array) -> None:
    """Write a tensor into an array that another language has just made and shows nobody yet.

    Its numbers are written where they lie: the array is a view that may not be
    written for the sake of values that are in use, which these aren't.
    """
    values = _plain(tensor)
    if tuple(memory.shape) != tuple(values.shape) or not memory.flags.f_contiguous:
        raise ValueError("the memory to fill has another shape")
    raw = (ctypes.c_char * memory.nbytes).from_address(memory.ctypes.data)
    flat: Array = np.frombuffer(raw, memory.dtype)  # type: ignore[call-overload]
    target = flat.reshape(memory.shape, order="F")
    copy_tiles(target, values.numpy())


def copy_tiles(target: Array, source: Array, complete: bool = False) -> None:
    """Copy ``source`` into ``target`` of the same shape, in tiles, whatever their orders.

    With ``complete``, missing numbers in the source raise MissingValues.
    """
    # a missing number shows in either, unless the target is of whole numbers
    probe = target if target.dtype.kind == "f" else source
    # R's missing number makes noise on its way from one width to another
    quiet = complete or source.dtype.kind == target.dtype.kind == "f"

    def copy(part: list[Tile]) -> bool:
        # to convert a number that is missing isn't worth a warning besides
        with np.errstate(invalid="ignore" if quiet else "warn"):
            for corner in part:
                tile: Any = (*corner, ...)
                np.copyto(target[tile], source[tile], casting="unsafe")
                if complete and np.isnan(np.min(probe[tile])):
                    return False
        return True

    if source.size == 0:
        return
    both = (target.flags, source.flags)
    alike = all(f.c_contiguous for f in both) or all(f.f_contiguous for f in both)
    tiles = [tuple(slice(None) for _ in source.shape)] if alike else list(_tiles(source.shape))
    workers = max(1, min(torch.get_num_threads(), 8, len(tiles) // 8))
    if workers == 1:
        whole = copy(tiles)
    else:
        # numpy lets go of the interpreter while it copies
        cuts = [i * len(tiles) // workers for i in range(workers + 1)]
        portions = [tiles[cuts[i] : cuts[i + 1]] for i in range(workers)]
        with ThreadPoolExecutor(workers) as pool:
            whole = all(list(pool.map(copy, portions)))
    if not whole:
        raise MissingValues()


def _tiles(shape: tuple[int, ...]) -> Iterator[Tile]:
    """Cut an extent into tiles, the longest side first, so that both orders have runs."""
    waiting: list[tuple[tuple[int, int], ...]] = [tuple((0, size) for size in shape)]
    while waiting:
        block = waiting.pop()
        sides = [stop - start for start, stop in block]
        if math.prod(sides) <= _TILE:
            yield tuple(slice(start, stop) for start, stop in block)
            continue
        axis = sides.index(max(sides))
        start, stop = block[axis]
        middle = (start + stop) // 2
        for half in ((middle, stop), (start, middle)):
            waiting.append((*block[:axis], half, *block[axis + 1 :]))


def _plain(tensor: torch.Tensor) -> torch.Tensor:
    """The values as numpy can read them."""
    values = tensor.detach().cpu().resolve_conj().resolve_neg()
    return values.float() if values.dtype == torch.bfloat16 else values


def _kind(values: torch.Tensor) -> np.dtype[Any]:
    """The type that R has for these values."""
    if values.dtype == torch.bool:
        return np.dtype(np.bool_)
    if values.is_complex():
        return np.dtype(np.complex128)
    if values.is_floating_point():
        return np.dtype(np.float64)
    # -2^31 is R's missing integer, hence the symmetric bound
    narrow = values.dtype in (torch.uint8, torch.int8, torch.int16) or values.numel() == 0
    fits = narrow or (int(values.max()) <= _INT32_MAX and int(values.min()) >= -_INT32_MAX)
    return np.dtype(np.int32 if fits else np.float64)
