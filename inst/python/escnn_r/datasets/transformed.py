"""Examples that are rotated or put on another canvas: arrays, tensors and data sets alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument, check_images
from .array_shapes import extent
from .base import Batch, Dataset, Index, InMemory, OfAnother
from .canvas import embed
from .moved_maps import Change, moved
from .rotation import (
    axis_rotations,
    plane_rotations,
    random_angles,
    random_rotations,
    rotate,
    turned_extent,
)

Array = npt.NDArray[Any]
Images: TypeAlias = npt.NDArray[Any] | torch.Tensor | Dataset

_BLOCK = 4096


class Changed(OfAnother):
    """Another data set whose values, and maps of these, are changed as they are taken."""

    def __init__(
        self, base: Dataset, change: Change, fill: float, quality: dict[str, Any], **about: Any
    ) -> None:
        """``change`` is given the positions too, so that each example is changed in its own way."""
        super().__init__(base, **about)
        self._change, self._fill, self._quality = change, fill, quality
        self._all: torch.Tensor | None = None

    def take(self, index: Index) -> Batch:
        """Changed values, and targets, at positions from 0."""
        index = np.asarray(index, dtype=np.int64)
        values, targets = self.base.take(index)
        rows = self._change(values.numpy(), index, self._fill, self._quality)
        return torch.from_numpy(rows), self._moved(targets, index)

    def stored(self, index: Index) -> tuple[torch.Tensor, float]:
        """Changed values, which are kept nowhere."""
        return self.take(index)[0], 1.0

    def targets(self) -> torch.Tensor | None:
        """The same as before the change, but for maps, which are changed once and kept."""
        if self._all is None:
            self._all = self._moved(self.base.targets(), np.arange(len(self)))
        return self._all

    def _moved(self, targets: torch.Tensor | None, index: Index) -> torch.Tensor | None:
        return moved(targets, self.base.shape[1:], index, self._change, self._quality)


def rotated_images(
    x: Images, angle: npt.ArrayLike | None, seed: int, fill: float, quality: dict[str, Any]
) -> torch.Tensor | Dataset:
    """Images rotated by angles in degrees, one for all or one each; at random without any.

    Of one image there is a turned one for each of several angles.
    """
    x = repeated(x, 2, angle)
    count = examples(x, 2)
    angles = random_angles(count, seed) if angle is None else spread(angle, count, "angle")
    note = f"rotated by random angles, seed {seed}" if angle is None else "rotated"
    return _turned(x, 2, plane_rotations(angles), fill, quality, note)


def rotated_volumes(
    x: Images,
    rotation: npt.ArrayLike | str | None,
    angle: npt.ArrayLike | None,
    axis: npt.ArrayLike | None,
    seed: int,
    fill: float,
    quality: dict[str, Any],
) -> torch.Tensor | Dataset:
    """Volumes rotated by matrices, by angles about an axis, or at random.

    ``rotation`` is "all" or "octahedral" for random ones, a matrix, or one for
    each example along the first axis.
    """
    x = repeated(x, 3, angle)
    count = examples(x, 3)
    if angle is not None:
        turns = axis_rotations(spread(angle, count, "angle"), np.asarray(axis, dtype=float))
    elif isinstance(rotation, str):
        turns = random_rotations(count, seed, exact=rotation == "octahedral")
    else:
        turns = _matrices(np.asarray(rotation, dtype=float), count)
    at_random = angle is None and isinstance(rotation, str)
    note = f"rotated at random, seed {seed}" if at_random else "rotated"
    return _turned(x, 3, turns, fill, quality, note)


def _turned(
    x: Images, space: int, turns: Array, fill: float, quality: dict[str, Any], note: str
) -> torch.Tensor | Dataset:
    """Each example turned by its matrix."""
    size = turned_extent(turns, tuple(x.shape[-space:]))

    def turn(values: Array, at: Index, outside: float, how: dict[str, Any]) -> Array:
        return rotate(values, turns[at], size, fill=outside, **how)

    return changed(x, space, turn, fill, quality, note)


def embedded_images(
    x: Images,
    size: Sequence[int],
    scale: float,
    position: str,
    seed: int,
    fill: float,
    quality: dict[str, Any],
) -> torch.Tensor | Dataset:
    """Images put on a canvas of ``size`` (down, right), enlarged by ``scale`` before."""
    count = examples(x, 2)
    canvas = tuple(int(s) for s in size)
    at_once = 1 if isinstance(x, Dataset) else count
    check_images(at_once, _channels(x), canvas, bytes_=16.0)
    places = np.random.default_rng(seed).uniform(size=(count, 2)) if position == "random" else None
    return changed(
        x,
        2,
        lambda v, at, outside, how: embed(
            v, canvas, scale, None if places is None else places[at], position, outside, **how
        ),
        fill,
        quality,
        f"put on a canvas of {canvas[0]} x {canvas[1]}",
    )


def _channels(x: Any) -> int:
    """How many channels images have."""
    if isinstance(x, Dataset):
        return int(x.shape[0])
    return int(x.shape[-3]) if len(x.shape) == 4 else 1


def examples(x: Images, space: int) -> int:
    """How many examples there are: along the first axis, unless there is only one."""
    if isinstance(x, Dataset):
        if len(x.shape) != space + 1:
            what = "images" if space == 2 else "volumes"
            raise BadArgument("x", f"a data set of {what}", f"one of {extent(x)}")
        return len(x)
    rank = len(x.shape)
    if rank not in range(space, space + 3):
        names = ("height, width" if space == 2 else "depth, height, width").split(", ")
        sizes = [", ".join([*extra, *names]) for extra in ([], ["n"], ["n", "channels"])]
        allowed = " or ".join(f"c({each})" for each in sizes)
        raise BadArgument("x", f"of dim {allowed}", f"of dim {extent(x)}")
    return 1 if rank == space else int(x.shape[0])


def repeated(x: Images, space: int, angle: npt.ArrayLike | None) -> Images:
    """One image as often as there are angles; several stay as they are."""
    count = 1 if angle is None else np.asarray(angle).size
    if count == 1 or examples(x, space) != 1:
        return x
    if isinstance(x, Dataset):
        return x.subset(np.zeros(count, dtype=np.int64))
    one = x if len(x.shape) > space else x[None]
    if isinstance(one, torch.Tensor):
        return one.expand(count, *one.shape[1:])
    return np.broadcast_to(one, (count, *one.shape[1:]))


def changed(
    x: Images, space: int, change: Change, fill: float, quality: dict[str, Any], what: str
) -> torch.Tensor | Dataset:
    """The same, changed: a tensor of an array or of a tensor, a data set of a data set."""
    if isinstance(x, Dataset):
        return _changed_set(x, change, fill, quality, what)
    values = x.detach().cpu().numpy() if isinstance(x, torch.Tensor) else np.asarray(x)
    rank = values.ndim
    full = values.reshape((1,) * (space + 2 - rank) + values.shape)
    if rank == space + 1:
        full = full.swapaxes(0, 1)
    rows = in_blocks(full, np.arange(len(full)), change, fill, quality)
    rows = rows.swapaxes(0, 1) if rank == space + 1 else rows
    rows = np.ascontiguousarray(rows.reshape(rows.shape[space + 2 - rank :]))
    result = torch.from_numpy(rows)
    return result.to(x.device) if isinstance(x, torch.Tensor) else result


def in_blocks(
    values: Array, index: Index, change: Change, fill: float, quality: dict[str, Any]
) -> Array:
    """All values changed, some thousand examples at a time."""
    if len(values) == 0:
        return values
    starts = range(0, len(values), _BLOCK)
    return np.concatenate(
        [change(values[i : i + _BLOCK], index[i : i + _BLOCK], fill, quality) for i in starts]
    )


def _changed_set(
    x: Dataset, change: Change, fill: float, quality: dict[str, Any], what: str
) -> Dataset:
    about = x.about()
    about["note"] = "; ".join(each for each in (x.note, what) if each)
    everything = np.arange(len(x))
    if x.in_memory:
        stored, scale = x.stored(everything)
        rows = in_blocks(stored.numpy(), everything, change, fill / scale, quality)
        about["shape"] = rows.shape[1:]
        targets = moved(x.targets(), x.shape[1:], everything, change, quality)
        return InMemory(rows, targets, scale, **about)
    blank = np.zeros((1, *x.shape), np.float32)
    about["shape"] = change(blank, everything[:1], fill, quality).shape[1:]
    return Changed(x, change, fill, quality, **about)


def spread(values: npt.ArrayLike, count: int, argument: str) -> Array:
    """One number for each example, from one for all or one for each."""
    numbers = np.asarray(values, dtype=float).reshape(-1)
    if len(numbers) not in (1, count):
        raise BadArgument(argument, f"one number, or {count}, one each", f"{len(numbers)} numbers")
    return np.broadcast_to(numbers, (count,)).copy()


def _matrices(rotation: Array, count: int) -> Array:
    turns = rotation[None] if rotation.ndim == 2 else rotation
    if turns.shape[1:] != (3, 3) or len(turns) not in (1, count):
        raise BadArgument(
            "rotation",
            f"a 3 x 3 matrix, or an array of dim c({count}, 3, 3)",
            f"of dim {extent(rotation)}",
        )
    off = np.abs(turns @ turns.transpose(0, 2, 1) - np.eye(3)).max()
    if off > 1e-5 or np.linalg.det(turns).min() < 0:
        raise BadArgument("rotation", "a rotation matrix", "one that stretches or mirrors")
    return np.broadcast_to(turns, (count, 3, 3)).copy()
