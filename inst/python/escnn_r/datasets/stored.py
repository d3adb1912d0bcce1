"""Data sets in a folder of their own, read where they are needed.

A folder holds ``values.npy``, ``targets.npy`` if there are any, and ``about.json``:
numpy's own format, so that other programs read them, mapped into memory.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..bridge import BadArgument
from ..bridge.files import (
    DamagedField,
    DamagedText,
    flag,
    names,
    number,
    optional,
    parse,
    read,
    record,
    text,
    whole,
)
from . import npy
from .base import Index, Kept
from .gaps import missing

FORMAT = 1
_LONGEST = 1 << 26
_ABOUT = ("classes", "name", "note", "source", "licence", "several")
# larger files are looked at when they are used
_SCANNED = 1 << 28
_FIELDS = record(
    {
        "format": whole(1),
        "scale": number(),
        "several": flag,
        "classes": optional(names),
        **{name: text for name in ("name", "note", "source", "licence")},
    },
    {"channels": names},
)


def _about(path: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = _FIELDS(parse(read(path, _LONGEST)), "")
        if about["several"] and about["classes"] is None:
            raise DamagedField("classes", "the names of the labels", None)
    except (DamagedField, DamagedText) as problem:
        raise ValueError(f"about.json: {problem}") from problem
    return about


def _check_classes(targets: torch.Tensor, count: int) -> None:
    if targets.dtype.is_floating_point:
        raise ValueError("targets.npy must hold whole numbers, as there are classes")
    known = targets[~missing(targets)]
    least, most = (int(known.min()), int(known.max())) if len(known) else (0, 0)
    if least < 0 or most >= count:
        raise ValueError(
            f"targets.npy must hold classes from 0 to {count - 1}, not {least} to {most}"
        )


def _check_labels(targets: torch.Tensor, count: int) -> None:
    if targets.dim() < 2 or targets.shape[1] != count:
        raise ValueError(f"targets.npy must have a column for each of {count} labels")
    if not bool(((targets == 0) | (targets == 1) | missing(targets)).all()):
        raise ValueError("targets.npy must hold 0 and 1, as there are labels")


class StoredDataset(Kept):
    """Examples in a folder; only those that are asked for are read."""

    def __init__(self, folder: str) -> None:
        """Read the description; sizes are checked against those of the files."""
        self.folder = Path(folder)
        try:
            about = _about(self.folder / "about.json")
            if about["format"] <= FORMAT:
                self._open()
                self._check(about)
        except (OSError, ValueError) as problem:
            raise BadArgument(
                "path",
                "a folder that `dataset_write()` wrote",
                f'"{folder}", which is incomplete, damaged or another one',
                str(problem).split("\n")[0],
            ) from problem
        if about["format"] > FORMAT:
            raise BadArgument(
                "path",
                f"a data set of format {FORMAT} or older",
                f'"{folder}", which a newer version of the package wrote',
            )
        self.scale = float(about["scale"])
        described = {name: about[name] for name in _ABOUT}
        described["channels"] = about.get("channels")
        super().__init__(shape=tuple(self.values.shape[1:]), **described)

    def _open(self) -> None:
        self.values = npy.mapped(self.folder / "values.npy")
        targets = self.folder / "targets.npy"
        self._targets = None
        if os.path.lexists(targets):
            self._targets = torch.from_numpy(npy.whole(targets))
            if len(self._targets) != len(self.values):
                raise ValueError(
                    f"targets.npy must have {len(self.values)} rows, as values.npy has, "
                    f"not {len(self._targets)}"
                )

    def _check(self, about: dict[str, Any]) -> None:
        """Refuse arrays that the description doesn't fit."""
        if self.values.ndim not in (2, 4, 5):
            raise ValueError(f"values.npy must have 2, 4 or 5 dimensions, not {self.values.ndim}")
        if self.values.nbytes <= _SCANNED and not npy.finite(self.values):
            raise ValueError("values.npy must hold finite numbers, not missing or infinite ones")
        targets = self._targets
        if targets is None:
            return
        if bool(targets.isinf().any()):
            raise ValueError("targets.npy must hold finite or missing numbers, not infinite ones")
        if about["classes"] is None:
            self._targets = targets.to(torch.float32)
        elif about["several"]:
            _check_labels(targets, len(about["classes"]))
            self._targets = targets.to(torch.float32)
        else:
            _check_classes(targets, len(about["classes"]))
            self._targets = targets.to(torch.int64)

    def __getstate__(self) -> dict[str, Any]:
        """Another process opens the files itself."""
        left_out = ("values", "_targets")
        return {name: value for name, value in self.__dict__.items() if name not in left_out}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Open the files again."""
        self.__dict__.update(state)
        self._open()

    def __len__(self) -> int:
        return len(self.values)

    def stored(self, index: Index) -> tuple[torch.Tensor, float]:
        """Read the examples at positions from 0."""
        # in the order of the file, which a disk likes better, then in that which is wanted
        index = np.asarray(index, dtype=np.int64)
        order = np.argsort(index, kind="stable")
        values = np.empty((len(index), *self.shape), self.values.dtype)
        values[order] = self.values[index[order]]
        if self.values.nbytes > _SCANNED and not npy.finite(values):
            raise BadArgument(
                "path", "a data set of finite numbers", f'"{self.folder}", which has others'
            )
        return torch.from_numpy(values), self.scale
