"""Writing a data set into a folder, part by part; ``stored`` reads it."""

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

from ..bridge import BadArgument
from ..bridge.files import not_written
from . import npy
from .array_shapes import check_targets, check_values
from .base import Dataset
from .stored import FORMAT, StoredDataset


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
                "a folder that does not exist yet",
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
        check_values(rows)
        if not npy.finite(rows):
            raise BadArgument("x", "finite", "an array with missing or infinite numbers")
        target_values = None
        if targets is not None:
            kind = np.float32 if classes is None or several else np.int64
            with np.errstate(invalid="ignore"):
                # R's missing number makes noise on its way to another width
                target_values = np.asarray(targets).astype(kind)
            if np.isinf(target_values).any():
                raise BadArgument("y", "finite or missing", "an array with infinite numbers")
            check_targets(target_values, len(rows))
        self._agree(classes, several, numbered, target_values is not None)
        try:
            for name, argument, part in (("values", "x", rows), ("targets", "y", target_values)):
                if part is not None:
                    if name not in self._files:
                        self._files[name] = _Rows(self._work / f"{name}.npy", part, argument)
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
        description = {
            **{name: about.get(name, "") for name in ("name", "note", "source", "licence")},
            "format": FORMAT,
            "scale": float(scale),
            "several": self._several,
            "classes": self._classes,
        }
        if about.get("channels") is not None:
            description["channels"] = about["channels"]
        text = json.dumps(description, indent=1)
        (self._work / "about.json").write_text(text, encoding="utf-8")
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

    def __init__(self, path: Path, first: npt.NDArray[Any], argument: str) -> None:
        self.stream: IO[bytes] = path.open("wb")
        self.dtype, self.shape, self.count = first.dtype, first.shape[1:], 0
        self.argument = argument
        self._header()

    def append(self, rows: npt.NDArray[Any]) -> None:
        if rows.dtype != self.dtype or rows.shape[1:] != self.shape:
            raise BadArgument(
                self.argument,
                f"of dim {_rest(self.shape)} and type {self.dtype} in all parts, as in the first",
                f"of dim {_rest(rows.shape[1:])} and type {rows.dtype}",
            )
        self.stream.write(np.ascontiguousarray(rows).data)
        self.count += len(rows)

    def _header(self) -> None:
        """As long for any number of rows: numpy leaves room for them."""
        shape = (self.count, *self.shape)
        about = {"descr": self.dtype.str, "fortran_order": False, "shape": shape}
        numpy_format: Any = np.lib.format
        numpy_format.write_array_header_1_0(self.stream, about)

    def close(self) -> None:
        self.stream.seek(0)
        self._header()
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
    targets = data.targets()
    part = None if targets is None else targets[torch.as_tensor(index)]
    values = data.stored(index)[0]
    if not isinstance(values, torch.Tensor):
        raise BadArgument("x", "a data set of arrays", "one of point clouds")
    return writer.append(values, part, data.classes, data.several)


def storage_scale(data: Dataset) -> float:
    """What the values that a data set keeps are multiplied by."""
    return data.stored(np.arange(1))[1]
