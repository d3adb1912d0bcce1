"""Point clouds as examples: kept side by side, connected when they are first taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument
from ..fields import FieldTypeLike, GeometricTensorLike
from ..fields import clouds as points
from ..fields import edges as point_edges
from ..group import channels
from .base import Batch, Dataset, Index

Array = npt.NDArray[Any]
_TYPES = {"float32": torch.float32, "float64": torch.float64}


@dataclass
class Points:
    """A batch of clouds: the points of all, one cloud after another.

    ``coords`` carries which cloud a point is of, and edges where there are any.
    """

    values: torch.Tensor
    coords: torch.Tensor
    count: int

    def __len__(self) -> int:
        """The number of clouds."""
        return self.count

    def to(self, *args: torch.device | torch.dtype | str) -> Points:
        """The same on another device, or in another precision."""
        coords = points.hand_on(self.coords, self.coords.to(*args))
        assert coords is not None
        return Points(self.values.to(*args), coords, self.count)

    def rows(self, clouds: npt.ArrayLike) -> torch.Tensor:
        """Which points are of these clouds, from 0."""
        index = points.cloud(self.coords).index
        assert index is not None
        chosen = torch.zeros(self.count, dtype=torch.bool)
        chosen[torch.as_tensor(np.asarray(clouds))] = True
        return chosen.to(index.device)[index]

    def replaced(self, values: torch.Tensor, coords: torch.Tensor) -> Points:
        """Other values and places of the same points, which keep their neighbours."""
        moved = points.hand_on(self.coords, coords)
        assert moved is not None
        return Points(values, moved, self.count)

    def tensor(self, kind: FieldTypeLike) -> GeometricTensorLike:
        """The geometric tensor of a type."""
        from escnn.nn import GeometricTensor

        d = kind.gspace.dimensionality
        if self.values.shape[1] != kind.size or self.coords.shape[1] != d:
            sizes = f"{self.values.shape[1]} and {self.coords.shape[1]}"
            raise BadArgument(
                "x",
                f"clouds of {channels(kind.size)} at points of {d} coordinates, "
                "as the model's input type has",
                f"of {sizes}",
            )
        return GeometricTensor(self.values, kind, self.coords)


class Clouds(Dataset):
    """Clouds in memory: all points in one tensor, and where each cloud starts.

    With ``k`` or ``radius``, neighbours are looked for when a cloud is first
    taken, and kept.
    """

    def __init__(
        self,
        values: torch.Tensor,
        coords: torch.Tensor,
        counts: list[int],
        targets: torch.Tensor | None = None,
        edges: list[torch.Tensor | None] | None = None,
        k: int | None = None,
        radius: float | None = None,
        **about: Any,
    ) -> None:
        """``counts`` are the numbers of points; ``edges`` those that clouds have already."""
        self.values, self.coords = values, coords
        self.starts = np.concatenate([[0], np.cumsum(np.asarray(counts, dtype=np.int64))])
        self._targets = targets
        self._edges: list[torch.Tensor | None] = list(edges or [None] * len(counts))
        self._near = None if k is None and radius is None else (k, radius)
        about = {"name": "clouds", "note": _extent(counts, coords.shape[1]), **about}
        super().__init__(shape=(values.shape[1],), **about)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, index: Index) -> Batch:
        """Clouds, as ``Points``, and targets at positions from 0."""
        index = np.asarray(index, dtype=np.int64)
        first, sizes = self.starts[index], self.starts[index + 1] - self.starts[index]
        after = np.cumsum(sizes)
        # the rows of a cloud, by their places in the batch
        shift = np.repeat(first - (after - sizes), sizes)
        rows = torch.from_numpy(np.arange(after[-1] if len(after) else 0) + shift)
        coords = self.coords[rows]
        cloud = points.cloud(coords)
        cloud.index = torch.from_numpy(np.repeat(np.arange(len(index)), sizes))
        edges = [self.edges(int(i)) for i in index]
        some = [e + int(at) for e, at in zip(edges, after - sizes, strict=True) if e is not None]
        cloud.edges = torch.cat(some, 1) if some and len(some) == len(edges) else None
        targets = None if self._targets is None else self._targets[torch.from_numpy(index)]
        batch: Any = Points(self.values[rows], coords, len(index))
        return batch, targets

    def edges(self, i: int) -> torch.Tensor | None:
        """The edges of a cloud, counted from its own first point; looked for at most once."""
        if self._edges[i] is None and self._near is not None:
            k, radius = self._near
            places = self.coords[self.starts[i] : self.starts[i + 1]]
            self._edges[i] = torch.from_numpy(point_edges.neighbours(places, None, k, radius))
        return self._edges[i]

    def targets(self) -> torch.Tensor | None:
        """All targets."""
        return self._targets

    def stored(self, index: Index) -> tuple[torch.Tensor, float]:
        """Clouds have no array of their values."""
        raise BadArgument(
            "x", "a data set of arrays", "one of point clouds", "Clouds differ in size."
        )

    @property
    def in_memory(self) -> bool:
        """True."""
        return True


def _extent(counts: list[int], d: int) -> str:
    low, high = min(counts), max(counts)
    some = f"{low}" if low == high else f"{low} to {high}"
    return f"point clouds of {some} points in {d} dimensions"


def cloud_dataset(
    coords: npt.NDArray[Any],
    values: npt.NDArray[Any] | None,
    counts: list[int],
    targets: npt.NDArray[Any] | None = None,
    precision: str = "float32",
    **about: Any,
) -> Clouds:
    """Clouds from the coordinates and values of all their points, in two matrices.

    Without values each point has the value 1. ``about`` are further arguments of ``Clouds``.
    """
    kind = _TYPES[precision]
    places = _tensor(coords, kind)
    held = torch.ones(len(places), 1, dtype=kind) if values is None else _tensor(values, kind)
    counts = [int(n) for n in counts]
    return Clouds(held, places, counts, _targets(targets, len(counts), about, kind), **about)


def clouds_of_tensors(
    tensors: list[Any],
    targets: npt.NDArray[Any] | None = None,
    precision: str = "float32",
    **about: Any,
) -> Clouds:
    """Clouds from geometric tensors of one type, with the edges that they carry.

    Edges are looked for anew where ``about`` has ``k`` or ``radius``.
    """
    kind = _TYPES[precision]
    joined = points.join_clouds(tensors)
    counts = [len(points.require(each)) for each in tensors]
    if 0 in counts:
        raise BadArgument(
            "x",
            "clouds of one point or more",
            f"a list whose entry {counts.index(0) + 1} has none",
            "Leave it out, and its entry of `y`.",
        )
    if about.get("k") is None and about.get("radius") is None:
        about["edges"] = [points.cloud(each.coords).edges for each in tensors]
    values, places = (x.detach().to("cpu", kind) for x in (joined.tensor, points.require(joined)))
    return Clouds(values, places, counts, _targets(targets, len(counts), about, kind), **about)


def _tensor(values: Any, kind: torch.dtype) -> torch.Tensor:
    # a copy: arrays may be views of another language's memory
    return torch.from_numpy(np.array(values, dtype=np.float64, order="C")).to(kind)


def _targets(
    targets: Any, count: int, about: dict[str, Any], kind: torch.dtype
) -> torch.Tensor | None:
    if targets is None:
        return None
    wanted = torch.as_tensor(np.array(targets) if not hasattr(targets, "detach") else targets)
    if len(wanted) != count:
        raise BadArgument("y", f"of {count} examples, as `x` has clouds", f"of {len(wanted)}", None)
    classes = about.get("classes") is not None and not about.get("several")
    return wanted.detach().to(torch.int64 if classes else kind)
