"""Predictions for images of any size, tile by tile: memory depends on the tile alone.

A tile is computed as the part of the whole image that it is (see ``nn.windows``). What its cut
borders have touched counts for nothing, and neighbours fade into each other beyond that, so that
the result is that of one pass.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument
from ..nn import evaluation, windows
from ..training import memory, output_shapes, threads
from . import kept_networks
from .predictions import applied, finish
from .reach import alignment, reach

Array = npt.NDArray[Any]

# pixels over which tiles fade into each other, if nothing is said
_FADE = 16


class Axis:
    """Where tiles lie along one direction, and by what their values count."""

    def __init__(self, whole: int, tile: int, overlap: int, margin: int, step: int) -> None:
        """``margin`` pixels at a cut count for nothing; starts are multiples of ``step``."""
        self.whole = whole
        # of a size that layers with strides halve as they halve the whole
        self.size = whole if whole <= tile else tile - (tile - whole) % step
        last = whole - self.size
        advance = max(step, (self.size - overlap) // step * step)
        self.starts = [*range(0, last, advance), last]
        raised = [self._fade(start, overlap, margin) for start in self.starts]
        total = np.zeros(whole, dtype=np.float32)
        for start, weight in zip(self.starts, raised, strict=True):
            total[start : start + self.size] += weight
        self.weights = [
            weight / total[start : start + self.size]
            for start, weight in zip(self.starts, raised, strict=True)
        ]

    def _fade(self, start: int, overlap: int, margin: int) -> Array:
        weight = np.ones(self.size, dtype=np.float32)
        ramp = (np.arange(self.size) - margin + 0.5) / max(1, overlap - 2 * margin)
        ramp = np.clip(ramp, 0, 1).astype(np.float32)
        if start > 0:
            weight = weight * ramp
        if start + self.size < self.whole:
            weight = weight * ramp[::-1]
        return weight


class Tiles:
    """A model on an image that comes tile by tile, row by row of tiles."""

    def __init__(
        self,
        module: torch.nn.Module,
        whole: list[int],
        kind: str,
        labels: bool = False,
        levels: int | None = None,
        tile: int | None = 384,
        overlap: int | None = None,
        fill: float | None = None,
    ) -> None:
        """``fill`` stands for missing numbers of the input; their cells are missing again."""
        self.module, self.kind, self.labels, self.levels = module, kind, labels, levels
        self.fill = fill
        sizes = [int(n) for n in whole]
        parameter = next(iter(module.parameters()), torch.zeros(()))
        self._like = parameter
        self.fast = _network(module, parameter)
        self._sharing = threads.Sharing()
        self.reach: int | None = 0
        tile = max(sizes) if tile is None else int(tile)
        step, margin = 1, 0
        if max(sizes) > tile:
            step = alignment(module)
            self.reach = reach(self._run, module, step, parameter)
            if self.reach is None:
                raise BadArgument(
                    "tile",
                    f"at least {max(sizes)}, since this model looks at an image as a whole",
                    str(tile),
                )
            shared = 2 * self.reach + _FADE if overlap is None else int(overlap)
            if tile < shared + 2 * step:
                raise BadArgument(
                    "tile",
                    f"at least {shared + 2 * step}",
                    str(tile),
                    f"Neighbouring tiles share {shared} pixels of it.",
                )
            margin = self.reach if shared > 2 * self.reach else 0
            overlap = shared
        self.overlap = int(overlap or 0)
        self.rows, self.columns = (Axis(n, tile, self.overlap, margin, step) for n in sizes)
        # tiles have other sizes than what the reach was tried on
        self._sharing = threads.Sharing()
        self._sum: torch.Tensor | None = None
        self._missing: Array | None = None

    def plan(self) -> dict[str, Any]:
        """Rows and columns where tiles start, their sizes, and what the model reaches."""
        return {
            "rows": self.rows.starts,
            "columns": self.columns.starts,
            "height": self.rows.size,
            "width": self.columns.size,
            "overlap": self.overlap,
            "reach": self.reach,
        }

    def add(self, row: int, column: int, cells: Array) -> torch.Tensor | None:
        """Predict one tile; after the last of a row, give the cells that no other will change.

        ``cells`` has a row for each cell, as they are read, and a column for each channel; so
        has what is given.
        """
        height, width = self.rows.size, self.columns.size
        # the number that stands for a missing one makes numpy complain of the conversion
        with np.errstate(invalid="ignore"):
            values = np.asarray(cells).astype(np.float32).reshape(height, width, -1)
        values = self._filled(values, row, column)
        start = (self.rows.starts[row], self.columns.starts[column])
        window = windows.Window((height, width), (self.rows.whole, self.columns.whole), start)
        x = torch.from_numpy(np.moveaxis(values, -1, 0)[None].copy()).to(self._like)
        with windows.within(window):
            outputs = self._run(x)[0].float().cpu()
        if tuple(outputs.shape[1:]) != (height, width):
            raise BadArgument(
                "object",
                "a model with an output for each pixel",
                f"one that gives {' x '.join(map(str, outputs.shape[1:]))} "
                f"for {height} x {width} pixels",
                "Pad its convolutions, or predict pictures as a whole: "
                "`predict(model, image_array(x))`.",
            )
        if self.levels is not None:
            output_shapes.check_count(outputs[None], self.levels)
        weight = torch.from_numpy(
            self.rows.weights[row][:, None] * self.columns.weights[column][None, :]
        )
        if self._sum is None:
            self._sum = torch.zeros(len(outputs), height, self.columns.whole)
        self._sum[:, :, start[1] : start[1] + width] += weight * outputs
        return self._finished(row) if column == len(self.columns.starts) - 1 else None

    def _run(self, x: torch.Tensor) -> torch.Tensor:
        with torch.no_grad(), memory.kept(), self._sharing.batch():
            result = applied(self.module, self.fast, x)
        plain: torch.Tensor = getattr(result, "tensor", result)
        return plain

    def _filled(self, values: Array, row: int, column: int) -> Array:
        missing = np.isnan(values)
        some = missing.any()
        if some and self.fill is None:
            raise BadArgument(
                "newdata",
                "without missing values",
                "an image with `NA`",
                "With `na = 0` the model sees 0 there, and the result is `NA` again.",
            )
        if self.fill is not None:
            if self._missing is None:
                self._missing = np.zeros((self.rows.size, self.columns.whole), dtype=bool)
            left = self.columns.starts[column]
            self._missing[:, left : left + self.columns.size] |= missing.any(axis=-1)
        return np.where(missing, np.float32(self.fill or 0), values) if some else values

    def _finished(self, row: int) -> torch.Tensor:
        """The rows above the next tiles, and what is kept of the others."""
        total = self._sum
        assert total is not None
        starts = self.rows.starts
        height = self.rows.size
        done = starts[row + 1] - starts[row] if row + 1 < len(starts) else height
        result = finish(total[None, :, :done], self.kind, self.labels)[0].float()
        if self.kind == "class" and not self.labels:
            result = result[None] + 1
        if self._missing is not None:
            result[:, torch.from_numpy(self._missing[:done])] = float("nan")
            rest, empty = self._missing[done:], np.zeros_like(self._missing[:done])
            self._missing = np.concatenate([rest, empty])
        self._sum = torch.cat([total[:, done:], torch.zeros_like(total[:, :done])], 1)
        return result.flatten(1).T


def _network(module: Any, like: torch.Tensor) -> Any:
    """The plain network, compared with the model on a small image of noise."""
    mark, fast = kept_networks.kept_network(module)
    if fast is None and mark is not None:
        noise = torch.randn(
            (1, module.in_type.size, 65, 65), generator=torch.Generator().manual_seed(0)
        )
        with evaluation(module):
            fast = kept_networks.new_network(module, mark, noise.to(like))
    return fast
