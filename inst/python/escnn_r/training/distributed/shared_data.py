"""Data for other processes of this machine: large arrays go to files that all of them map."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ...bridge import BadArgument
from .. import batches

# bytes of what does not deserve a file
_SMALL = 1 << 14


class _Writer(pickle.Pickler):
    """Pickles all but arrays and tensors, which become files of their own."""

    def __init__(self, stream: Any, folder: Path) -> None:
        super().__init__(stream, protocol=pickle.HIGHEST_PROTOCOL)
        self._folder = folder
        # kept alive, so that no other gets the identity of one that is gone
        self._known: dict[int, tuple[Any, tuple[str, str]]] = {}

    def persistent_id(self, value: Any) -> tuple[str, Any] | None:
        tensor = isinstance(value, torch.Tensor)
        if not tensor and not (isinstance(value, np.ndarray) and value.nbytes > _SMALL):
            return None
        if value.dtype == object:
            return None
        if tensor and value.nelement() * value.element_size() <= _SMALL:
            # such as the neighbours of each of many clouds
            return "small", value.detach().cpu().numpy()
        if id(value) not in self._known:
            name = f"array-{len(self._known)}.npy"
            np.save(self._folder / name, value.detach().cpu().numpy() if tensor else value)
            self._known[id(value)] = value, ("tensor" if tensor else "array", name)
        return self._known[id(value)][1]


class _Reader(pickle.Unpickler):
    def __init__(self, stream: Any, folder: Path) -> None:
        super().__init__(stream)
        self._folder = folder

    def persistent_load(self, which: tuple[str, Any]) -> torch.Tensor | npt.NDArray[Any]:
        kind, name = which
        if kind == "small":
            return torch.from_numpy(np.array(name))
        # copied when written to, which nothing should do; shared otherwise
        values = np.load(self._folder / name, mmap_mode="c", allow_pickle=False)
        return torch.from_numpy(np.asarray(values)) if kind == "tensor" else values


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
            _Writer(stream, folder).dump(data)
    except (pickle.PicklingError, AttributeError, TypeError) as problem:
        raise _stays(
            workers,
            "for data that are made by a function as they are taken",
            "Bring them into memory, or run the script with `escnn_launch()`: "
            "then every process makes them.",
        ) from problem


def read(folder: Path) -> dict[str, Any]:
    """What ``write()`` wrote."""
    with (folder / "data.pickle").open("rb") as stream:
        return _Reader(stream, folder).load()


def _stays(workers: int, why: str, hint: str) -> BadArgument:
    return BadArgument("workers", f"1 {why}", str(workers), hint)
