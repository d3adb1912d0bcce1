"""Point clouds as examples: kept side by side, connected when they are first taken."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument
from ..fields import clouds
from ..fields import edges as point_edges
from .base import Batch, Dataset, Index
from .cloud_targets import Energies, read_targets
from .point_batches import Points

Array = npt.NDArray[Any]
# how many neighbours, or how near they are
Search = tuple[int | None, float | None]

_TYPES = {"float32": torch.float32, "float64": torch.float64}


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
        on_points: torch.Tensor | None = None,
        types: list[str] | None = None,
        **about: Any,
    ) -> None:
        """``counts`` are the numbers of points; ``edges`` those that clouds have already.

        ``targets`` are of clouds, ``on_points`` of their points. ``types`` are the names of the
        channels where each point is of one type.
        """
        self.values, self.coords = values, coords
        self.starts = np.concatenate([[0], np.cumsum(np.asarray(counts, dtype=np.int64))])
        self.of_clouds, self.of_points = targets, on_points
        # what layers ask when they look for neighbours themselves, and those of each cloud
        self._searches: list[Search] = []
        self._pairs: dict[tuple[Search, int], torch.Tensor] = {}
        self._edges: list[torch.Tensor | None] = list(edges or [None] * len(counts))
        self._near: Search | None = None if k is None and radius is None else (k, radius)
        about = {"name": "clouds", "note": _extent(counts, coords.shape[1]), **about}
        super().__init__(shape=(values.shape[1],), **about)
        self.points = np.diff(self.starts)
        self.types = None if types is None else [str(name) for name in types]
        self.on_points = on_points is not None and targets is None
        self.has_forces = on_points is not None and targets is not None

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
        cloud = clouds.cloud(coords)
        cloud.index = torch.from_numpy(np.repeat(np.arange(len(index)), sizes))
        cloud.edges = _joined([self.edges(int(i)) for i in index], after - sizes)
        for search in self._searches:
            near = _joined([self._neighbours(search, int(i)) for i in index], after - sizes)
            if near is not None:
                cloud.by_search[search] = near
        batch: Any = Points(self.values[rows], coords, len(index))
        whole = None if self.of_clouds is None else self.of_clouds[torch.from_numpy(index)]
        each = None if self.of_points is None else self.of_points[rows]
        targets: Any = Energies(whole, each) if self.has_forces else whole if each is None else each
        return batch, targets

    def remember(self, search: Search) -> None:
        """Keep the neighbours that layers look for by ``k`` and ``radius``."""
        if search not in self._searches:
            self._searches.append(search)

    def _neighbours(self, search: Search, i: int) -> torch.Tensor:
        if (search, i) not in self._pairs:
            places = self.coords[self.starts[i] : self.starts[i + 1]]
            self._pairs[search, i] = torch.from_numpy(point_edges.neighbours(places, None, *search))
        return self._pairs[search, i]

    def edges(self, i: int) -> torch.Tensor | None:
        """The edges of a cloud, counted from its own first point; looked for at most once."""
        if self._edges[i] is None and self._near is not None:
            return self._neighbours(self._near, i)
        return self._edges[i]

    def targets(self) -> torch.Tensor | None:
        """All targets of clouds, or else those of all points."""
        return self.of_points if self.of_clouds is None else self.of_clouds

    def stored(self, index: Index) -> tuple[torch.Tensor, float]:
        """Clouds have no array of their values."""
        raise BadArgument(
            "x", "a data set of arrays", "one of point clouds", "Clouds differ in size."
        )

    @property
    def in_memory(self) -> bool:
        """True."""
        return True


def _joined(edges: list[torch.Tensor | None], starts: Array) -> torch.Tensor | None:
    """The edges of several clouds, where all have some, counted through all of their points."""
    moved = [e + int(at) for e, at in zip(edges, starts, strict=True) if e is not None]
    return torch.cat(moved, 1) if moved and len(moved) == len(edges) else None


def _extent(counts: list[int], d: int) -> str:
    low, high = min(counts), max(counts)
    sizes = f"{low}" if low == high else f"{low} to {high}"
    return f"point clouds of {sizes} points in {d} dimensions"


def cloud_dataset(
    coords: npt.NDArray[Any],
    values: npt.NDArray[Any] | None,
    counts: list[int],
    targets: npt.NDArray[Any] | None = None,
    precision: str = "float32",
    on_points: npt.NDArray[Any] | None = None,
    **about: Any,
) -> Clouds:
    """Clouds from the coordinates and values of all their points, in two matrices.

    Without values each point has the value 1. ``on_points`` are targets of all points, ``about``
    further arguments of ``Clouds``.
    """
    kind = _TYPES[precision]
    # where stiff bonds are, the digits of single precision are too few for forces
    places = _tensor(coords, torch.float64)
    own = torch.ones(len(places), 1, dtype=kind) if values is None else _tensor(values, kind)
    return _clouds(own, places, [int(n) for n in counts], targets, on_points, about)


def clouds_of_tensors(
    tensors: list[Any],
    targets: npt.NDArray[Any] | None = None,
    precision: str = "float32",
    on_points: npt.NDArray[Any] | None = None,
    **about: Any,
) -> Clouds:
    """Clouds from geometric tensors of one type, with the edges that they carry.

    Edges are looked for anew where ``about`` has ``k`` or ``radius``.
    """
    kind = _TYPES[precision]
    joined = clouds.join_clouds(tensors)
    counts = [len(clouds.require(each)) for each in tensors]
    if 0 in counts:
        raise BadArgument(
            "x",
            "clouds of one point or more",
            f"a list whose entry {counts.index(0) + 1} has none",
            "Leave it out, and its entry of `y`.",
        )
    if about.get("k") is None and about.get("radius") is None:
        about["edges"] = [clouds.cloud(each.coords).edges for each in tensors]
    values, places = (x.detach().to("cpu", kind) for x in (joined.tensor, clouds.require(joined)))
    return _clouds(values, places, counts, targets, on_points, about)


def _clouds(
    values: torch.Tensor,
    places: torch.Tensor,
    counts: list[int],
    targets: Any,
    on_points: Any,
    about: dict[str, Any],
) -> Clouds:
    # of classes each has a number
    numbered = about.get("classes") is not None and not about.get("several")
    how = {"classes": numbered, "kind": values.dtype}
    whole = read_targets(targets, len(counts), "clouds, as `x` is", **how)
    each = read_targets(on_points, sum(counts), "points, as all clouds of `x` together are", **how)
    return Clouds(values, places, counts, whole, on_points=each, **about)


def describe_clouds(data: Any) -> dict[str, Any]:
    """The numbers of points, and what targets there are, of other data nothing."""
    if not isinstance(data, Dataset) or data.points is None:
        return {"clouds": False, "points": False, "forces": False, "types": None}
    return {
        "clouds": True,
        "counts": data.points.tolist(),
        "points": data.on_points,
        "forces": data.has_forces,
        "types": data.types,
    }


def _tensor(values: Any, kind: torch.dtype) -> torch.Tensor:
    # a copy: arrays may be views of another language's memory
    return torch.from_numpy(np.array(values, dtype=np.float64, order="C")).to(kind)
