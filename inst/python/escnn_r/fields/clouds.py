"""Point clouds: several clouds in one, and what travels with coordinates.

Edges and the cloud of each point belong to the coordinates. They are kept on
the very tensor of coordinates, which all of escnn's modules hand on, so that
they reach every layer of a network.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from ..bridge import BadArgument
from .protocols import GeometricTensorLike

_KEY = "_escnn_r_cloud"


@dataclass
class Cloud:
    """What belongs to a tensor of coordinates.

    ``index`` is the cloud of each point, from 0; ``edges`` are those that were
    given, in two rows, from source to target; ``by_search`` are those that layers
    looked for, by their `k` and `radius`.
    """

    index: torch.Tensor | None = None
    edges: torch.Tensor | None = None
    by_search: dict[Any, torch.Tensor] = field(default_factory=dict)

    def moved(self, device: torch.device | str) -> Cloud:
        """The same on another device."""
        return Cloud(
            None if self.index is None else self.index.to(device),
            None if self.edges is None else self.edges.to(device),
            {key: value.to(device) for key, value in self.by_search.items()},
        )


def clouds_available() -> bool:
    """Whether the package that escnn's point convolutions are built on is there."""
    return importlib.util.find_spec("torch_geometric") is not None


def cloud(coords: torch.Tensor) -> Cloud:
    """What belongs to these coordinates, made when there is nothing yet."""
    belongings: Cloud | None = getattr(coords, _KEY, None)
    if belongings is None:
        belongings = Cloud()
        attach(coords, belongings)
    return belongings


def attach(coords: torch.Tensor, belongings: Cloud) -> None:
    """Let this belong to the coordinates, in place of what did before."""
    setattr(coords, _KEY, belongings)


def hand_on(old: torch.Tensor | None, new: torch.Tensor | None) -> torch.Tensor | None:
    """Give coordinates that were moved what belongs to those from before."""
    if old is not None and new is not None and new is not old and hasattr(old, _KEY):
        attach(new, cloud(old).moved(new.device))
    return new


def fresh(coords: torch.Tensor) -> torch.Tensor:
    """The same coordinates, to which something else may belong."""
    return coords.view_as(coords)


def keep(coords: torch.Tensor, rows: list[int]) -> torch.Tensor:
    """Some of the points, with the edges between them."""
    places = torch.tensor(rows, dtype=torch.long, device=coords.device)
    subset = coords[places]
    if not hasattr(coords, _KEY):
        return subset
    old = cloud(coords)
    position = torch.full((len(coords),), -1, dtype=torch.long, device=coords.device)
    position[places] = torch.arange(len(rows), device=coords.device)

    def between(edges: torch.Tensor | None) -> torch.Tensor | None:
        if edges is None or len(set(rows)) < len(rows):
            return None
        renamed = position[edges]
        return renamed[:, (renamed >= 0).all(0)]

    attach(subset, Cloud(None if old.index is None else old.index[places], between(old.edges)))
    return subset


def require(x: GeometricTensorLike) -> torch.Tensor:
    """The coordinates of a geometric tensor, which must have some."""
    if getattr(x, "coords", None) is None:
        raise BadArgument(
            "x",
            "a point cloud, a geometric tensor with coordinates",
            "one on a grid",
            "Make it with `geometric_tensor(x, type, coords = )`.",
        )
    coords: torch.Tensor = x.coords
    return coords


def cloud_index(x: GeometricTensorLike) -> list[int]:
    """The cloud of each point, from 1."""
    coords = require(x)
    index = cloud(coords).index
    return [1] * len(coords) if index is None else (index + 1).tolist()


def join_clouds(clouds: list[Any]) -> GeometricTensorLike:
    """Clouds of one type, one after another in one tensor; edges stay if all have some."""
    parts = [require(each) for each in clouds]
    first = clouds[0]
    for position, each in enumerate(clouds, start=1):
        if each.type != first.type:
            from .description import field_type_label

            raise BadArgument(
                "x",
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
    attach(coords, Cloud(torch.cat(index).to(coords.device), together))
    return type(first)(torch.cat([each.tensor for each in clouds]), first.type, coords)


def separate_clouds(x: GeometricTensorLike) -> list[Any]:
    """The clouds of a batch, each a tensor of its own."""
    coords = require(x)
    numbers = np.asarray(cloud_index(x))
    parts = []
    for number in range(1, int(numbers.max(initial=0)) + 1):
        rows = np.flatnonzero(numbers == number).tolist()
        coords_of_part = keep(coords, rows)
        cloud(coords_of_part).index = None
        parts.append(type(x)(x.tensor[rows], x.type, coords_of_part))
    return parts


def pool(values: torch.Tensor, coords: torch.Tensor, how: str) -> torch.Tensor:
    """The mean, sum or maximum over the points of each cloud."""
    index = cloud(coords).index
    if index is None:
        index = torch.zeros(len(values), dtype=torch.long, device=values.device)
    count = int(index.max()) + 1 if len(index) else 0
    if how == "max":
        return torch.stack([values[index == one].amax(0) for one in range(count)])
    total = values.new_zeros(count, values.shape[1]).index_add(0, index, values)
    if how == "sum":
        return total
    return total / torch.bincount(index, minlength=count).clamp(min=1).reshape(-1, 1)
