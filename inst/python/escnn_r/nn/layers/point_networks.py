"""A whole network of points, for any group and for what points or clouds are to tell."""

from __future__ import annotations

from functools import partial
from typing import Any

import torch
from escnn import gspaces, nn

from ...bridge import BadArgument
from ...fields import GeometricTensorLike, clouds
from ...fields import edges as point_edges
from .. import point_blocks, point_paths, point_stack
from ..checks import lonely_points

__all__ = ["PointNetwork"]


class _Levels(torch.nn.Module):
    """Where energies start, and how large their changes are: told by the data, not trained."""

    # they are no tables that could be computed again
    keeps_buffers = True

    def __init__(self, scalars: int) -> None:
        super().__init__()
        self.register_buffer("reference", torch.zeros(scalars))
        self.register_buffer("scale", torch.ones(()))
        self.register_buffer("length", torch.ones(()))
        self.register_buffer("known", torch.zeros(()))


class PointNetwork(point_stack.PointStack, nn.EquivariantModule):
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
        self.single = out_type.size == 1
        self.in_type = in_type
        self.degree = degree
        irreps = point_paths.irreps_of(space, frequency)
        for name in [*in_type.irreps, *out_type.irreps]:
            irreps += [] if name in irreps else [name]
        group = space.fibergroup
        sizes = [group.irrep(*name).size for name in irreps]
        self._irreps, self._sizes = irreps, sizes
        maps, counts = point_paths.paths(space, irreps, degree)
        self.register_buffer("paths", maps.float(), persistent=False)
        self.into = point_stack.Basis(in_type, irreps, sizes, inverse=True)
        self.out = point_stack.Basis(out_type, irreps, sizes, inverse=False)
        self.embed = torch.nn.ModuleList(
            torch.nn.Linear(max(count, 1), width, bias=index == 0)
            for index, count in enumerate(self.into.counts)
        )
        self.messages = torch.nn.ModuleList(
            point_blocks.Message(width, sizes, counts, point_stack.RADIAL) for _ in range(depth)
        )
        self.updates = torch.nn.ModuleList(
            point_blocks.Update(width, sizes[1:]) for _ in range(depth)
        )
        self.dropout = torch.nn.Dropout(dropout)
        self.readout = point_blocks.Readout(width, sizes[1:], self.out.counts)
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
        pairs = point_edges.edges_for(input, self.k, self.radius)
        lonely_points.look(pairs, coords, self.radius)
        values = self.on_tensors(input.tensor, coords, pairs, partial(_pooled, coords))
        if self.pool == "none":
            return nn.GeometricTensor(values, self.out_type, coords)
        return nn.GeometricTensor(values, self.out_type)

    def evaluate_output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        """As many points with other channels, or one cloud as far as a shape tells."""
        return (input_shape[0] if self.pool == "none" else 1, self.out_type.size)


def _pooled(coords: torch.Tensor, values: torch.Tensor, how: str) -> torch.Tensor:
    return clouds.pool(values, coords, how)
