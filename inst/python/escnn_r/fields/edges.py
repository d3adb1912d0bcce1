"""Edges of point clouds: looked for, given, and handed to layers."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy.spatial import cKDTree

from ..bridge import BadArgument
from .clouds import Cloud, attach, cloud, fresh, require
from .protocols import GeometricTensorLike

Array = npt.NDArray[Any]


def neighbours(
    coords: npt.ArrayLike,
    index: npt.ArrayLike | None = None,
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
    near_enough = others & (rank <= k)
    return np.stack([source[near_enough], target[near_enough]])


def edge_list(
    coords: npt.ArrayLike | GeometricTensorLike,
    index: npt.ArrayLike | None = None,
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


def connect_points(
    x: GeometricTensorLike,
    edges: npt.ArrayLike | None = None,
    k: int | None = None,
    radius: float | None = None,
    loops: bool = True,
    index: npt.ArrayLike | None = None,
) -> GeometricTensorLike:
    """The same cloud with these edges, given in two columns from 1 or looked for."""
    coords = fresh(require(x))
    old = cloud(x.coords)
    new = Cloud(index=old.index, edges=old.edges)
    if index is not None:
        _check_index(index, len(coords))
        _, numbers = np.unique(np.asarray(index), return_inverse=True)
        new.index = torch.from_numpy(numbers.reshape(-1).astype(np.int64)).to(coords.device)
        new.edges = None
    if edges is not None:
        new.edges = read_edges(edges, len(coords)).to(coords.device)
    elif k is not None or radius is not None:
        pairs = neighbours(*_plain(coords, new.index), k, radius, loops)
        new.edges = torch.from_numpy(pairs).to(coords.device)
    attach(coords, new)
    return type(x)(x.tensor, x.type, coords)


def read_edges(edges: npt.ArrayLike, count: int) -> torch.Tensor:
    """Edges in two rows from 0, of those in two columns from 1."""
    pairs = np.asarray(edges)
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        shape = ", ".join(map(str, pairs.shape))
        raise BadArgument("edges", "a matrix of two columns, from and to", f"one of dim c({shape})")
    if pairs.size and (pairs.min() < 1 or pairs.max() > count or np.any(pairs != pairs.round())):
        raise BadArgument(
            "edges",
            f"numbers of points, whole numbers from 1 to {count}",
            f"from {pairs.min():g} to {pairs.max():g}",
        )
    return torch.from_numpy(np.ascontiguousarray(pairs.T, dtype=np.int64) - 1)


def edges_of(x: GeometricTensorLike) -> Array | None:
    """The edges that a cloud carries, in two columns from 1."""
    edges = cloud(require(x)).edges
    return (
        None if edges is None else np.asfortranarray((edges.cpu().numpy() + 1).T.astype(np.int32))
    )


def edges_for(x: GeometricTensorLike, k: int | None, radius: float | None) -> torch.Tensor:
    """The edges that a layer works on: those it looks for, else those that the cloud carries."""
    coords = require(x)
    belongings = cloud(coords)
    if k is None and radius is None:
        if belongings.edges is None:
            raise BadArgument(
                "x",
                "a point cloud whose points know their neighbours",
                "one without edges",
                "Give the layer a `radius` or `k`, or connect the cloud with "
                "`point_connect(x, radius = )`.",
            )
        return belongings.edges
    search = (k, radius)
    if search not in belongings.by_search:
        pairs = neighbours(*_plain(coords, belongings.index), k, radius)
        belongings.by_search[search] = torch.from_numpy(pairs).to(coords.device)
    return belongings.by_search[search]
