"""A whole network of points, for any group and for what points or clouds are to tell."""

from __future__ import annotations

from typing import Any

import torch
from escnn import gspaces, nn

from ...bridge import BadArgument
from ...fields import GeometricTensorLike, clouds
from ...fields import edges as point_edges
from .. import point_blocks, point_paths

__all__ = ["PointNetwork"]

# functions of an edge's length
_RADIAL = 12


class _Levels(torch.nn.Module):
    """Where energies start, and how large their changes are: told by the data, not trained."""

    # they are no tables that could be computed again
    keeps_buffers = True

    def __init__(self, scalars: int) -> None:
        super().__init__()
        self.register_buffer("reference", torch.zeros(scalars, dtype=torch.float64))
        self.register_buffer("scale", torch.ones(()))
        self.register_buffer("length", torch.ones(()))
        self.register_buffer("known", torch.zeros(()))


class PointNetwork(nn.EquivariantModule):
    """Layers in which points hear from their neighbours, and a readout of points or clouds.

    Messages are products of a neighbour's values with harmonics of the
    direction to it, along all paths that are equivariant, weighted by smooth
    functions of the distance that vanish at ``radius``. What comes out is a
    smooth function of the coordinates, with derivatives of all orders that
    training on forces needs.
    """

    takes_points = True

    def __init__(
        self,
        in_type: Any,
        out_type: Any,
        radius: float | None = None,
        k: int | None = None,
        width: int = 32,
        depth: int = 3,
        frequency: int | None = None,
        pool: str = "none",
        dropout: float = 0.0,
    ) -> None:
        """``pool`` is "sum" or "mean" for one output a cloud, "none" for one a point.

        ``out_type`` has fields of the same gspace.
        """
        super().__init__()
        space = in_type.gspace
        d = space.dimensionality
        if d not in point_paths.DEGREES:
            raise BadArgument("gspace", "one of the plane or of space", space.name)
        frequency = frequency if frequency is not None else 4 - d
        frequency = max(1, min(frequency, point_paths.DEGREES[d]))
        degree = min(point_paths.DEGREES[d], 2 * frequency)
        self.radius, self.k, self.pool = radius, k, pool
        self.in_type = in_type
        self._degree, self._dimension = degree, d
        irreps = point_paths.irreps_of(space, frequency)
        for name in [*in_type.irreps, *out_type.irreps]:
            irreps += [] if name in irreps else [name]
        group = space.fibergroup
        sizes = [group.irrep(*name).size for name in irreps]
        self._irreps, self._sizes = irreps, sizes
        maps, counts = point_paths.paths(space, irreps, degree)
        self.register_buffer("paths", maps.float(), persistent=False)
        self._into = _Basis(in_type, irreps, sizes, inverse=True)
        self._out = _Basis(out_type, irreps, sizes, inverse=False)
        self.embed = torch.nn.ModuleList(
            torch.nn.Linear(max(count, 1), width, bias=index == 0)
            for index, count in enumerate(self._into.counts)
        )
        self.messages = torch.nn.ModuleList(
            point_blocks.Message(width, sizes, counts, _RADIAL) for _ in range(depth)
        )
        self.updates = torch.nn.ModuleList(
            point_blocks.Update(width, sizes[1:]) for _ in range(depth)
        )
        self.dropout = torch.nn.Dropout(dropout)
        self.readout = point_blocks.Readout(width, sizes[1:], self._out.counts)
        self.levels = _Levels(in_type.size)
        # channels that no element changes
        self.scalars = [
            int(start)
            for start, r in zip(in_type.fields_start, in_type.representations, strict=True)
            if r.is_trivial()
        ]
        if pool == "none":
            self.out_type = out_type
        else:
            base = gspaces.no_base_space(group)
            self.out_type = nn.FieldType(base, out_type.representations)

    def forward(self, input: GeometricTensorLike) -> GeometricTensorLike:
        """Fields of the points, or of the clouds."""
        coords = clouds.require(input)
        values = self._embedded(input.tensor)
        edges = self._edges(input, coords)
        for message, update in zip(self.messages, self.updates, strict=True):
            values = values + message(values, edges)
            values = values + update(values)
        if self.pool == "mean":
            values = clouds.pool(values.flatten(1), coords, "mean").view(-1, *values.shape[1:])
        outputs = self._out.fields(self.readout(self.dropout(values)))
        outputs = outputs * self.levels.scale.to(outputs)
        if self.pool == "none":
            return nn.GeometricTensor(outputs, self.out_type, coords)
        if self.pool == "sum":
            outputs = clouds.pool(outputs, coords, "sum")
        if self.out_type.size == 1:
            outputs = outputs + self._reference(input.tensor, coords).to(outputs)
        return nn.GeometricTensor(outputs, self.out_type)

    def _reference(self, types: torch.Tensor, coords: torch.Tensor) -> torch.Tensor:
        """What the types of the points alone tell of each cloud."""
        share = types.double() @ self.levels.reference.double().unsqueeze(1)
        return clouds.pool(share, coords, self.pool)

    def _embedded(self, x: torch.Tensor) -> torch.Tensor:
        parts = self._into.parts(x)
        return torch.cat([layer(part) for layer, part in zip(self.embed, parts, strict=True)], 1)

    def _edges(self, x: GeometricTensorLike, coords: torch.Tensor) -> point_blocks.Edges:
        pairs = point_edges.edges_for(x, self.k, self.radius)
        source, target = pairs[:, pairs[0] != pairs[1]]
        offset = coords[source] - coords[target]
        # rounded off so that points in one place have derivatives, too
        far = (offset.square().sum(1) + 1e-12).sqrt()
        r = far / self.radius if self.radius is not None else far / (far + self.levels.length)
        near = point_blocks.envelope(r)
        total = near.new_zeros(len(coords)).index_add(0, target, near)
        angular = point_paths.harmonics(offset / far.unsqueeze(1), self._degree)
        rows, columns, angles = self.paths.shape
        maps = angular @ self.paths.to(angular).reshape(-1, angles).T
        share = near / (1 + total[target]).sqrt()
        return point_blocks.Edges(
            source,
            target,
            point_blocks.bessel(r, _RADIAL),
            (maps * share.unsqueeze(1)).view(len(r), rows, columns),
        )

    def evaluate_output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        """As many points with other channels, or one cloud as far as a shape tells."""
        return (input_shape[0] if self.pool == "none" else 1, self.out_type.size)


class _Basis(torch.nn.Module):
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
        of_irreps = []
        start = 0
        for count, size in zip(self.counts, self._sizes, strict=True):
            part = apart[:, start : start + count * size].view(len(x), size, count)
            of_irreps.append(part if count else x.new_zeros(len(x), size, 1))
            start += count * size
        return of_irreps

    def fields(self, parts: list[torch.Tensor]) -> torch.Tensor:
        """Items by channels of the type."""
        apart = torch.cat(
            [part.flatten(1) for part, n in zip(parts, self.counts, strict=False) if n], 1
        )[:, self._back]
        return apart @ self.basis.to(apart).T
