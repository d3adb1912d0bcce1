"""Point clouds: who is near whom, several clouds in one, and what travels with coordinates.

Edges and the cloud of each point belong to the coordinates. They are kept on
the very tensor of coordinates, which all of escnn's modules hand on, so that
they reach every layer of a network.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy.spatial import cKDTree

from .errors import BadArgument

_KEY = "_escnn_r_cloud"
Array = npt.NDArray[Any]


@dataclass
class Cloud:
    """What belongs to a tensor of coordinates.

    ``index`` is the cloud of each point, from 0; ``edges`` are those that were
    given, in two rows, from source to target; ``found`` are those that layers
    looked for, by what they asked.
    """

    index: torch.Tensor | None = None
    edges: torch.Tensor | None = None
    found: dict[Any, torch.Tensor] = field(default_factory=dict)

    def moved(self, device: Any) -> Cloud:
        """The same on another device."""
        return Cloud(
            None if self.index is None else self.index.to(device),
            None if self.edges is None else self.edges.to(device),
            {key: value.to(device) for key, value in self.found.items()},
        )


def available() -> bool:
    """Whether the package that escnn's point convolutions are built on is there."""
    return importlib.util.find_spec("torch_geometric") is not None


def cloud(coords: torch.Tensor) -> Cloud:
    """What belongs to these coordinates, made when there is nothing yet."""
    found: Cloud | None = getattr(coords, _KEY, None)
    if found is None:
        found = Cloud()
        setattr(coords, _KEY, found)
    return found


def hand_on(old: torch.Tensor | None, new: torch.Tensor | None) -> torch.Tensor | None:
    """Give coordinates that were moved what belongs to those from before."""
    if old is not None and new is not None and new is not old and hasattr(old, _KEY):
        setattr(new, _KEY, cloud(old).moved(new.device))
    return new


def fresh(coords: torch.Tensor) -> torch.Tensor:
    """The same coordinates, to which something else may belong."""
    return coords.view_as(coords)


def keep(coords: torch.Tensor, rows: list[int]) -> torch.Tensor:
    """Some of the points, with the edges between them."""
    where = torch.tensor(rows, dtype=torch.long, device=coords.device)
    kept = coords[where]
    if not hasattr(coords, _KEY):
        return kept
    old = cloud(coords)
    position = torch.full((len(coords),), -1, dtype=torch.long, device=coords.device)
    position[where] = torch.arange(len(rows), device=coords.device)

    def between(edges: torch.Tensor | None) -> torch.Tensor | None:
        if edges is None or len(set(rows)) < len(rows):
            return None
        renamed = position[edges]
        return renamed[:, (renamed >= 0).all(0)]

    setattr(kept, _KEY, Cloud(None if old.index is None else old.index[where], between(old.edges)))
    return kept


# neighbours


def neighbours(
    coords: Any,
    index: Any = None,
    k: int | None = None,
    radius: float | None = None,
    loops: bool = True,
) -> Array:
    """Edges from each point's neighbours to it, in two rows, sorted by target and source.

    ``k`` counts the nearest other points, ``radius`` bounds their distance;
    with both, the ``k`` nearest within. Points of different clouds are never
    neighbours.
    """
    places = np.asarray(coords, dtype=np.float64)
    parts = [np.arange(len(places))]
    if index is not None:
        numbers = np.asarray(index)
        order = np.argsort(numbers, kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1)
    pieces = [part[_within(places[part], k, radius)] for part in parts if len(part)]
    edges = np.concatenate(pieces, axis=1) if pieces else np.zeros((2, 0), dtype=np.int64)
    if loops:
        edges = np.concatenate([edges, np.tile(np.arange(len(places)), (2, 1))], axis=1)
    order = np.lexsort((edges[0], edges[1]))
    return np.ascontiguousarray(edges[:, order], dtype=np.int64)


def _within(places: Array, k: int | None, radius: float | None) -> Array:
    """Edges among the points of one cloud, without loops."""
    tree = cKDTree(places)
    if k is None:
        pairs = tree.query_pairs(radius, output_type="ndarray").T
        return np.concatenate([pairs, pairs[::-1]], axis=1)
    count = min(k + 1, len(places))
    bound = np.inf if radius is None else np.nextafter(radius, np.inf)
    _, near = tree.query(places, k=list(range(1, count + 1)), distance_upper_bound=bound)
    target = np.repeat(np.arange(len(places)), count)
    source = near.reshape(-1)
    # of points in one place, the tree may leave out the point itself
    others = (source != target) & (source < len(places))
    rank = np.where(others, 1, 0).reshape(len(places), count).cumsum(axis=1).reshape(-1)
    kept = others & (rank <= k)
    return np.stack([source[kept], target[kept]])


def edge_list(
    coords: Any,
    index: Any = None,
    k: int | None = None,
    radius: float | None = None,
    loops: bool = True,
) -> Array:
    """Edges in two columns, from 1."""
    places, index = _plain(coords, index)
    _check_index(index, len(places))
    return np.asfortranarray((neighbours(places, index, k, radius, loops) + 1).T.astype(np.int32))


def _plain(coords: Any, index: Any) -> tuple[Array, Any]:
    """Coordinates and clouds as arrays, also those of a geometric tensor."""
    if hasattr(coords, "coords"):
        where = require(coords)
        if index is None:
            index = cloud(where).index
        coords = where
    if isinstance(coords, torch.Tensor):
        coords = coords.detach().cpu().numpy()
    if isinstance(index, torch.Tensor):
        index = index.cpu().numpy()
    return np.asarray(coords), index


def _check_index(index: Any, count: int) -> None:
    if index is not None and len(index) != count:
        raise BadArgument(
            "batch", f"the cloud of each of the {count} points", f"{len(index)} numbers"
        )


def require(x: Any) -> torch.Tensor:
    """The coordinates of a geometric tensor, which must have some."""
    if getattr(x, "coords", None) is None:
        raise BadArgument(
            "x",
            "a point cloud, a geometric tensor with coordinates",
            "one on a grid",
            "Make it with `point_cloud()`, or with `geometric_tensor(x, type, coords = )`.",
        )
    coords: torch.Tensor = x.coords
    return coords


# clouds


def connect(
    x: Any,
    edges: Any = None,
    k: int | None = None,
    radius: float | None = None,
    loops: bool = True,
    index: Any = None,
) -> Any:
    """The same cloud with these edges, given in two columns from 1 or looked for."""
    coords = fresh(require(x))
    old = cloud(x.coords)
    made = Cloud(index=old.index, edges=old.edges)
    if index is not None:
        _check_index(index, len(coords))
        _, numbers = np.unique(np.asarray(index), return_inverse=True)
        made.index = torch.from_numpy(numbers.reshape(-1).astype(np.int64)).to(coords.device)
        made.edges = None
    if edges is not None:
        made.edges = _read_edges(edges, len(coords)).to(coords.device)
    elif k is not None or radius is not None:
        found = neighbours(*_plain(coords, made.index), k, radius, loops)
        made.edges = torch.from_numpy(found).to(coords.device)
    setattr(coords, _KEY, made)
    return type(x)(x.tensor, x.type, coords)


def _read_edges(edges: Any, count: int) -> torch.Tensor:
    given = np.asarray(edges)
    if given.ndim != 2 or given.shape[1] != 2:
        shape = ", ".join(map(str, given.shape))
        raise BadArgument("edges", "a matrix of two columns, from and to", f"one of dim c({shape})")
    if given.size and (given.min() < 1 or given.max() > count or np.any(given != given.round())):
        raise BadArgument(
            "edges",
            f"numbers of points, whole numbers from 1 to {count}",
            f"from {given.min():g} to {given.max():g}",
        )
    return torch.from_numpy(np.ascontiguousarray(given.T, dtype=np.int64) - 1)


def edges_of(x: Any) -> Array | None:
    """The edges that a cloud carries, in two columns from 1."""
    edges = cloud(require(x)).edges
    return (
        None if edges is None else np.asfortranarray((edges.cpu().numpy() + 1).T.astype(np.int32))
    )


def index_of(x: Any) -> list[int]:
    """The cloud of each point, from 1."""
    coords = require(x)
    index = cloud(coords).index
    return [1] * len(coords) if index is None else (index + 1).tolist()


def join(clouds: list[Any]) -> Any:
    """Clouds of one type, one after another in one tensor; edges stay if all have some."""
    parts = [require(each) for each in clouds]
    first = clouds[0]
    for position, each in enumerate(clouds, start=1):
        if each.type != first.type:
            from .describe import field_type_label

            raise BadArgument(
                "clouds",
                f"of one type, {field_type_label(first.type)}",
                f"{field_type_label(each.type)} (cloud {position})",
            )
    coords = torch.cat(parts)
    index, edges, points, count = [], [], 0, 0
    for part in parts:
        one = cloud(part)
        numbers = torch.zeros(len(part), dtype=torch.long) if one.index is None else one.index.cpu()
        index.append(numbers + count)
        count += int(numbers.max()) + 1 if len(numbers) else 1
        if one.edges is not None:
            edges.append(one.edges + points)
        points += len(part)
    together = torch.cat(edges, 1) if len(edges) == len(parts) else None
    setattr(coords, _KEY, Cloud(torch.cat(index).to(coords.device), together))
    return type(first)(torch.cat([each.tensor for each in clouds]), first.type, coords)


def separate(x: Any) -> list[Any]:
    """The clouds of a batch, each a tensor of its own."""
    coords = require(x)
    numbers = np.asarray(index_of(x))
    made = []
    for number in range(1, int(numbers.max(initial=0)) + 1):
        rows = np.flatnonzero(numbers == number).tolist()
        where = keep(coords, rows)
        cloud(where).index = None
        made.append(type(x)(x.tensor[rows], x.type, where))
    return made
