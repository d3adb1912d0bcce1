"""Data sets in a folder of their own, written part by part and read where they are needed.

A folder holds ``values.npy``, ``targets.npy`` if there are any, and ``about.json``:
numpy's own format, so that other programs read them, mapped into memory.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge.errors import BadArgument
from ..bridge.files.checked_json import (
    DamagedField,
    DamagedText,
    flag,
    names,
    number,
    optional,
    parse,
    record,
    text,
    whole,
)
from ..bridge.files.regular import read
from ..bridge.files.writing import not_written
from . import npy
from .base import Batch, Dataset, Index, extent
from .missing import missing

FORMAT = 1
_HEADER = 256
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
    }
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


class StoredDataset(Dataset):
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
        super().__init__(shape=tuple(self.values.shape[1:]), **described)

    def _open(self) -> None:
        self.values = npy.mapped(self.folder / "values.npy")
        targets = self.folder / "targets.npy"
        self._targets: torch.Tensor | None = None
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
        wanted = self._targets
        if wanted is None:
            return
        if bool(wanted.isinf().any()):
            raise ValueError("targets.npy must hold finite or missing numbers, not infinite ones")
        if about["classes"] is None:
            self._targets = wanted.to(torch.float32)
        elif about["several"]:
            _check_labels(wanted, len(about["classes"]))
            self._targets = wanted.to(torch.float32)
        else:
            _check_classes(wanted, len(about["classes"]))
            self._targets = wanted.to(torch.int64)

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

    def take(self, index: Index) -> Batch:
        """Read the examples at positions from 0."""
        values, scale = self.stored(index)
        values = values.to(torch.float32)
        if scale != 1.0:
            values *= scale
        at = torch.as_tensor(np.asarray(index, dtype=np.int64))
        return values, None if self._targets is None else self._targets[at]

    def stored(self, index: Index) -> tuple[torch.Tensor, float]:
        """The same as they are kept, and what to multiply them by."""
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

    def targets(self) -> torch.Tensor | None:
        """All targets, which are kept in memory."""
        return self._targets


class DatasetWriter:
    """Takes parts one after the other and becomes a folder at the end, or nothing at all."""

    def __init__(self, path: str, overwrite: bool = False) -> None:
        """Work in a hidden folder beside ``path``, which is left alone until ``close()``."""
        self.path = Path(path)
        self.overwrite = overwrite
        self._check()
        try:
            self._work = Path(
                tempfile.mkdtemp(prefix=f".{self.path.name}.", dir=self.path.absolute().parent)
            )
        except OSError as problem:
            raise not_written(self.path, problem) from problem
        self._files: dict[str, _Rows] = {}
        self._classes: list[str] | None = None
        self._open_classes = False
        self._several = False
        self.count = 0

    def _check(self) -> None:
        if not os.path.lexists(self.path):
            return
        known = (self.path / "about.json").exists() and (self.path / "values.npy").exists()
        if not self.overwrite:
            raise BadArgument(
                "path",
                "a folder that is not there yet",
                f'"{self.path}"',
                "Use `overwrite = TRUE` to replace a data set." if known else None,
            )
        if not known:
            raise BadArgument("path", "a new folder, or that of a data set", f'"{self.path}"')

    def append(
        self,
        values: npt.NDArray[Any] | torch.Tensor,
        targets: npt.NDArray[Any] | torch.Tensor | None = None,
        classes: list[str] | None = None,
        several: bool = False,
        numbered: bool = False,
    ) -> int:
        """Add examples; gives how many there are now.

        Bytes stay bytes, other numbers become float32. The first part says what
        the others must have. ``numbered`` classes are 1, 2, ... and may grow.
        """
        rows = _numbers(values)
        if rows.ndim not in (2, 4, 5):
            raise BadArgument(
                "x",
                "of dim c(n, channels, height, width), of dim c(n, channels, depth, height, "
                "width), or a matrix",
                f"of dim {extent(rows)}",
            )
        if not npy.finite(rows):
            raise BadArgument("x", "finite", "an array with missing or infinite numbers")
        wanted = None
        if targets is not None:
            kind = np.float32 if classes is None or several else np.int64
            with np.errstate(invalid="ignore"):
                # R's missing number makes noise on its way to another width
                wanted = np.asarray(targets).astype(kind)
            if np.isinf(wanted).any():
                raise BadArgument("y", "finite or missing", "an array with infinite numbers")
            if len(wanted) != len(rows):
                raise BadArgument(
                    "y", f"as long as `x` has examples ({len(rows)})", f"of length {len(wanted)}"
                )
        self._agree(classes, several, numbered, wanted is not None)
        try:
            for name, part in (("values", rows), ("targets", wanted)):
                if part is not None:
                    if name not in self._files:
                        self._files[name] = _Rows(self._work / f"{name}.npy", part, name)
                    self._files[name].append(part)
        except OSError as problem:
            raise not_written(self.path, problem) from problem
        self.count += len(rows)
        return self.count

    def _agree(
        self, classes: list[str] | None, several: bool, numbered: bool, targets: bool
    ) -> None:
        if self.count == 0:
            self._classes, self._several, self._open_classes = classes, several, numbered
            return
        if targets != ("targets" in self._files):
            raise BadArgument("y", "in all parts or in none", "only in some")
        if numbered and self._open_classes:
            self._classes = max(self._classes or [], classes or [], key=len)
        elif classes != self._classes or several != self._several:
            raise BadArgument(
                "y",
                "of the same classes in all parts",
                "of other ones in this part",
                "Use factors with the same levels.",
            )

    def close(self, scale: float, about: dict[str, Any]) -> StoredDataset:
        """Finish the files and rename the folder; what was there goes last."""
        if self.count == 0:
            raise BadArgument("x", "of at least one example", "of none")
        self._check()
        try:
            return self._finish(scale, about)
        except OSError as problem:
            raise not_written(self.path, problem) from problem

    def _finish(self, scale: float, about: dict[str, Any]) -> StoredDataset:
        for rows in self._files.values():
            rows.close()
        told = {name: about.get(name, "") for name in ("name", "note", "source", "licence")}
        told |= {"format": FORMAT, "scale": float(scale), "several": self._several}
        told["classes"] = self._classes
        (self._work / "about.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
        # mkdtemp's folder is for its owner alone
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(self._work, 0o777 & ~umask)
        old = self._work.with_name(f"{self._work.name}.old")
        if self.path.exists():
            os.rename(self.path, old)
        try:
            os.rename(self._work, self.path)
        except OSError:
            if old.exists():
                os.rename(old, self.path)
            raise
        shutil.rmtree(old, ignore_errors=True)
        return StoredDataset(str(self.path))

    def abandon(self) -> None:
        """Remove what was written so far, unless it has been closed."""
        for rows in self._files.values():
            rows.stream.close()
        shutil.rmtree(self._work, ignore_errors=True)


class _Rows:
    """An array of numpy's format whose number of rows is not known before the end."""

    def __init__(self, path: Path, first: npt.NDArray[Any], what: str) -> None:
        self.stream: IO[bytes] = path.open("wb")
        self.stream.write(bytes(_HEADER))
        self.dtype, self.shape, self.count = first.dtype, first.shape[1:], 0
        self.what = {"values": "x", "targets": "y"}[what]

    def append(self, rows: npt.NDArray[Any]) -> None:
        if rows.dtype != self.dtype or rows.shape[1:] != self.shape:
            raise BadArgument(
                self.what,
                f"of dim {_rest(self.shape)} and type {self.dtype} in all parts, as in the first",
                f"of dim {_rest(rows.shape[1:])} and type {rows.dtype}",
            )
        self.stream.write(np.ascontiguousarray(rows).data)
        self.count += len(rows)

    def close(self) -> None:
        told = {"descr": self.dtype.str, "fortran_order": False, "shape": (self.count, *self.shape)}
        text = repr(told).encode("latin1")
        start = b"\x93NUMPY\x01\x00" + (_HEADER - 10).to_bytes(2, "little")
        self.stream.seek(0)
        self.stream.write(start + text.ljust(_HEADER - 11) + b"\n")
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()


def _rest(shape: tuple[int, ...]) -> str:
    return f"c({', '.join(['n', *map(str, shape)])})"


def _numbers(values: Any) -> npt.NDArray[Any]:
    if isinstance(values, torch.Tensor):
        values = values.detach().cpu().numpy()
    values = np.asarray(values)
    return values if values.dtype == np.uint8 else values.astype(np.float32)


def append_part(writer: DatasetWriter, data: Dataset, start: int, stop: int) -> int:
    """Add examples of another data set, kept as it keeps them."""
    index = np.arange(start, min(stop, len(data)))
    wanted = data.targets()
    part = None if wanted is None else wanted[torch.as_tensor(index)]
    values = data.stored(index)[0]
    if not isinstance(values, torch.Tensor):
        raise BadArgument("x", "a data set of arrays", "one of point clouds")
    return writer.append(values, part, data.classes, data.several)


def storage_scale(data: Dataset) -> float:
    """What the values that a data set keeps are multiplied by."""
    return data.stored(np.arange(1))[1]
