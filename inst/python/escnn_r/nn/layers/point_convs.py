"""Convolutions on point clouds: edges that are looked for, and groups, which escnn lacks."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy.typing as npt
import torch
from escnn import nn

from ...bridge import BadArgument
from ...fields import GeometricTensorLike, clouds, field_type_label
from ...fields import edges as point_edges
from ..checks import lonely_points
from ..steerable import Steerable

__all__ = ["R2PointConv", "R3PointConv"]


class _PointConv(Steerable):
    """What both point convolutions share.

    Without edges in the call, neighbours are looked for by ``radius`` and
    ``k``, or taken from the cloud itself.
    """

    takes_points = True
    out_type: Any
    basissampler: Any
    weights: torch.Tensor

    def __init__(
        self,
        in_type: Any,
        out_type: Any,
        *args: Any,
        groups: int = 1,
        radius: float | None = None,
        k: int | None = None,
        **kwargs: Any,
    ) -> None:
        """``groups`` splits input and output fields into as many equal parts."""
        one = _one_group(in_type, out_type, groups)
        super().__init__(one, out_type, *args, groups=1, **kwargs)
        _tidy(type(self))
        self.in_type, self.groups = in_type, groups
        self.radius, self.k = radius, k

    def forward(
        self,
        x: GeometricTensorLike,
        edge_index: torch.Tensor | npt.NDArray[Any] | None = None,
        edge_delta: torch.Tensor | None = None,
    ) -> GeometricTensorLike:
        """Convolve along edges: a tensor of two rows from 0, or an array of two columns from 1."""
        coords = clouds.require(x)
        if edge_index is None:
            edge_index = point_edges.edges_for(x, self.k, self.radius)
            lonely_points.look(edge_index, coords, self.radius)
        elif not isinstance(edge_index, torch.Tensor):
            edge_index = point_edges.read_edges(edge_index, len(coords)).to(coords.device)
        return super().forward(x, edge_index, edge_delta)

    def message(self, x_j: torch.Tensor, edge_delta: torch.Tensor | None = None) -> torch.Tensor:
        """What a point hears along each edge."""
        if self.groups == 1:
            messages: torch.Tensor = super().message(x_j, edge_delta)  # type: ignore[misc]
            return messages
        filters = self.basissampler(self.weights, edge_delta)
        edges, outs, ins = filters.shape
        split = filters.reshape(edges, self.groups, outs // self.groups, ins)
        parts = x_j.reshape(edges, self.groups, ins)
        return torch.einsum("egoi,egi->ego", split, parts).reshape(edges, outs)

    def evaluate_output_shape(self, input_shape: tuple[int, ...]) -> tuple[int, ...]:
        """As many points, with other channels."""
        return (input_shape[0], self.out_type.size)


def _tidy(cls: Any) -> None:
    """Remove the source that torch_geometric leaves in the temporary folder; it is loaded."""
    code = getattr(getattr(cls, "_jinja_propagate", None), "__code__", None)
    left = Path(code.co_filename) if code is not None else None
    if left is not None and left.parent == Path(tempfile.gettempdir()):
        left.unlink(missing_ok=True)


def _one_group(in_type: Any, out_type: Any, groups: int) -> Any:
    """The input type of one group, when input and output split into equal ones."""
    if groups == 1:
        return in_type
    for name, kind in (("x", in_type), ("out_type", out_type)):
        step, rest = divmod(len(kind), groups)
        fields = kind.representations
        if rest or any(each != fields[i % step] for i, each in enumerate(fields)):
            raise BadArgument(
                name,
                f"of fields that make {groups} equal groups",
                field_type_label(kind),
                "Repeat the fields of one group, or choose other `groups`.",
            )
    return in_type.index_select(list(range(len(in_type) // groups)))


class R2PointConv(_PointConv, nn.R2PointConv):
    """escnn's convolution of points in the plane."""


class R3PointConv(_PointConv, nn.R3PointConv):
    """escnn's convolution of points in space."""
