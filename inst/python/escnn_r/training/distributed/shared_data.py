"""Data for other processes of this machine: large arrays go to files that all of them map."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ...bridge import BadArgument
from .. import batches

# bytes of what does not deserve a file
_SMALL = 1 << 14


class _Pickler(pickle.Pickler):
    """Pickles tensors as arrays, and all arrays so that their numbers can be left out."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return torch.from_numpy, (value.detach().cpu().numpy(),)
        if isinstance(value, np.ndarray) and not value.flags.forc and value.dtype != object:
            return np.asarray, (np.ascontiguousarray(value),)
        return NotImplemented


def write(data: dict[str, Any], folder: Path, workers: int) -> None:
    """Write data that ``read()`` reads, in a folder that only this user can write to."""
    if any(isinstance(part, batches.Calls) for part in data.values()):
        raise _stays(
            workers,
            "for batches that come from a function, which can't go to other processes",
            "Give arrays or a data set, or run the script with `escnn_launch()`: "
            "then every process calls the function.",
        )
    try:
        with (folder / "data.pickle").open("wb") as stream:
            _Pickler(stream, pickle.HIGHEST_PROTOCOL, buffer_callback=_kept_in(folder)).dump(data)
    except (pickle.PicklingError, AttributeError, TypeError) as problem:
        raise _stays(
            workers,
            "for data that are made by a function as they are taken",
            "Bring them into memory, or run the script with `escnn_launch()`: "
            "then every process makes them.",
        ) from problem


def _kept_in(folder: Path) -> Callable[[pickle.PickleBuffer], bool]:
    """What puts the numbers of large arrays into files, and says that others stay."""
    number = itertools.count()

    def keep(buffer: pickle.PickleBuffer) -> bool:
        numbers = np.frombuffer(buffer.raw(), np.uint8)
        if numbers.nbytes <= _SMALL:
            # such as the neighbours of each of many clouds
            return True
        np.save(folder / f"array-{next(number)}.npy", numbers)
        return False

    return keep


def read(folder: Path) -> dict[str, Any]:
    """What ``write()`` wrote."""
    paths = (folder / f"array-{number}.npy" for number in itertools.count())
    # copied when written to, which nothing should do; shared otherwise
    buffers = (np.load(path, mmap_mode="c", allow_pickle=False) for path in paths)
    with (folder / "data.pickle").open("rb") as stream:
        data: dict[str, Any] = pickle.load(stream, buffers=buffers)
    return data


def _stays(workers: int, why: str, hint: str) -> BadArgument:
    return BadArgument("workers", f"1 {why}", str(workers), hint)
