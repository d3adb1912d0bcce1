"""What a network of points computes, on tensors alone: in training and where it is exported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from . import point_blocks, point_paths

# functions of an edge's length
RADIAL = 12

# values of points, and "sum" or "mean", to those of clouds
Pool = Callable[[torch.Tensor, str], torch.Tensor]


class PointStack:
    """Layers in which points hear from their neighbours, and a readout.

    Lengths are asked of shapes: a trace would take ``len()`` for a constant.
    """

    # what ``on_tensors()`` needs
    PARTS = (
        *("radius", "pool", "single", "degree", "paths", "into", "out", "embed", "messages"),
        *("updates", "dropout", "readout", "levels"),
    )

    radius: float | None
    pool: str
    # whether one number comes out
    single: bool
    degree: int
    paths: torch.Tensor
    into: Any
    out: Any
    embed: Any
    messages: Any
    updates: Any
    dropout: Any
    readout: Any
    levels: Any

    def on_tensors(
        self, x: torch.Tensor, places: torch.Tensor, pairs: torch.Tensor, pool: Pool
    ) -> torch.Tensor:
        """What comes out for channels of points at these places, with edges in two rows."""
        values = self._embedded(x)
        edges = self._edges(places, pairs)
        for message, update in zip(self.messages, self.updates, strict=True):
            values = values + message(values, edges)
            values = values + update(values)
        if self.pool == "mean":
            values = pool(values.flatten(1), "mean").view(-1, *values.shape[1:])
        outputs: torch.Tensor = self.out.fields(self.readout(self.dropout(values)))
        outputs = outputs * self.levels.scale.to(outputs)
        if self.pool == "none":
            return outputs
        if self.pool == "sum":
            outputs = pool(outputs, "sum")
        if self.single:
            # what the types of the points alone tell of each cloud
            # sums of large energies, for which Apple's GPUs have no double precision
            wide = torch.float32 if x.device.type == "mps" else torch.float64
            share = x.to(wide) @ self.levels.reference.to(wide).unsqueeze(1)
            outputs = outputs + pool(share, self.pool).to(outputs)
        return outputs

    def _embedded(self, x: torch.Tensor) -> torch.Tensor:
        parts = self.into.parts(x)
        return torch.cat([layer(part) for layer, part in zip(self.embed, parts, strict=True)], 1)

    def _edges(self, places: torch.Tensor, pairs: torch.Tensor) -> point_blocks.Edges:
        source, target = pairs[:, pairs[0] != pairs[1]]
        direction = places[source] - places[target]
        # rounded off so that points in one place have derivatives, too
        far = (direction.square().sum(1) + 1e-12).sqrt()
        r = far / self.radius if self.radius is not None else far / (far + self.levels.length)
        near = point_blocks.envelope(r)
        heard = near.new_zeros(places.shape[0]).index_add(0, target, near)
        angular = point_paths.harmonics(direction / far.unsqueeze(1), self.degree)
        rows, columns, angles = self.paths.shape
        maps = angular @ self.paths.to(angular).reshape(-1, angles).T
        share = near / (1 + heard[target]).sqrt()
        return point_blocks.Edges(
            source,
            target,
            point_blocks.bessel(r, RADIAL),
            (maps * share.unsqueeze(1)).view(r.shape[0], rows, columns),
        )


class Basis(torch.nn.Module):
    """Fields of a type as copies of irreps, and back."""

    def __init__(self, kind: Any, irreps: list[Any], sizes: list[int], inverse: bool) -> None:
        super().__init__()
        basis = kind.change_of_basis_inv if inverse else kind.change_of_basis
        self.register_buffer(
            "basis", torch.tensor(basis.todense()).float().contiguous(), persistent=False
        )
        self._sizes = sizes
        # the first component of each copy of each irrep
        at: list[list[int]] = [[] for _ in irreps]
        start = 0
        for name in kind.irreps:
            at[irreps.index(name)].append(start)
            start += sizes[irreps.index(name)]
        self.counts = [len(each) for each in at]
        rows = [
            row + step
            for starts, size in zip(at, sizes, strict=True)
            for step in range(size)
            for row in starts
        ]
        self._rows = rows
        self._back = [rows.index(row) for row in range(start)]

    def parts(self, x: torch.Tensor) -> list[torch.Tensor]:
        """For each irrep, points by components by copies; one copy of zeros where there is none."""
        apart = (x @ self.basis.to(x).T)[:, self._rows]
        parts = []
        start = 0
        for count, size in zip(self.counts, self._sizes, strict=True):
            part = apart[:, start : start + count * size].view(x.shape[0], size, count)
            parts.append(part if count else x.new_zeros(x.shape[0], size, 1))
            start += count * size
        return parts

    def fields(self, parts: list[torch.Tensor]) -> torch.Tensor:
        """Items by channels of the type."""
        apart = torch.cat(
            [part.flatten(1) for part, n in zip(parts, self.counts, strict=False) if n], 1
        )[:, self._back]
        return apart @ self.basis.to(apart).T
