"""Exporting networks of point clouds: a layer's sampled filter is recorded as it computes."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import torch

from ..compat import point_convolutions
from ..fields import FieldTypeLike, clouds
from ..nn.layers import find
from . import plain, plain_points
from .comparison import Sample, quietly
from .converters.parts import copied
from .network import fused
from .originals import Original, floating_tensor
from .registry import NoPlainForm, convert, layers_in_turn

_ON_POINTS = (plain_points.PointConv, plain_points.PointNet, plain_points.PointPool)


def point_layers(module: torch.nn.Module) -> list[torch.nn.Module]:
    """The layers that work on point clouds."""
    return [part for part in module.modules() if getattr(part, "takes_points", False)]


def edge_kinds(module: torch.nn.Module) -> list[tuple[Any, Any]]:
    """The kinds of edges that layers look for, by number of neighbours and radius, in order."""
    kinds = [_edges_of(part) for part in module.modules() if isinstance(part, _listeners())]
    return list(dict.fromkeys(kinds)) or [(None, None)]


def _edges_of(layer: Any) -> tuple[Any, Any]:
    return getattr(layer, "k", None), getattr(layer, "radius", None)


def _listeners() -> tuple[type, ...]:
    return (*point_convolutions.loaded(), find("PointNetwork"))


def network_of(module: torch.nn.Module, edges: list[tuple[Any, Any]]) -> torch.nn.Module:
    """The plain network, with edges of each kind among its inputs."""
    parts: list[Any] = []
    for layer in layers_in_turn(module):
        if isinstance(layer, _listeners()):
            parts.append(_on_points(layer))
            parts[-1].which = edges.index(_edges_of(layer))
        elif isinstance(layer, find("PointPoolingModule")):
            parts.append(plain_points.PointPool(layer.pool))
        elif point_layers(layer):
            raise NoPlainForm(layer, "with convolutions of points inside it")
        else:
            parts += [*_pool_before(layer), convert(layer)]
    chain: list[Any] = []
    for on_points, run in groupby(parts, lambda part: isinstance(part, _ON_POINTS)):
        layers = list(run)
        chain += layers if on_points else [fused(plain.Chain(*layers))]
    return plain_points.CloudChain(*chain).eval()


def _on_points(layer: Any) -> torch.nn.Module:
    return plain_points.PointNet(layer) if isinstance(layer, find("PointNetwork")) else _conv(layer)


def _pool_before(layer: Any) -> list[torch.nn.Module]:
    """The pool over points that a layer does itself, if it gives vectors of clouds."""
    if not isinstance(layer, find("ToVectorModule")) or layer.pool == "none":
        return []
    return [plain_points.PointPool(layer.pool)] if layer.in_type.gspace.dimensionality > 0 else []


def _conv(layer: Any) -> Any:
    weights = layer.weights.detach()
    groups = getattr(layer, "groups", 1)

    def message(x: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        if groups == 1:
            messages: torch.Tensor = layer.basissampler.compute_messages(weights, x, offsets)
            return messages
        filters = layer.basissampler(weights, offsets)
        outs = filters.shape[1] // groups
        split = filters.reshape(x.shape[0], groups, outs, filters.shape[2])
        parts = x.reshape(x.shape[0], groups, filters.shape[2])
        return torch.einsum("egoi,egi->ego", split, parts).flatten(1)

    with torch.no_grad():
        bias = layer.expand_bias() if layer.training else layer.expanded_bias
    return plain_points.PointConv(message, layer.out_type.size, copied(bias))


class CloudOriginal(Original):
    """A model on point clouds: it takes features, places, edges of each kind, and clouds."""

    def __init__(self, module: Any) -> None:
        """Samples are of so many points in so many clouds."""
        self.module, self.edges, self.like = module, edge_kinds(module), floating_tensor(module)
        self.example = self.cloud_sample(12, 2, seed=0)

    def cloud_sample(self, count: int, cloud_count: int, seed: int) -> Sample:
        """What the model gives for random clouds."""
        inputs = noise(self.module.in_type, self.like, len(self.edges), count, cloud_count, seed)
        return Sample(f"{count} points", inputs, self.outputs_of(inputs))

    def outputs_of(self, inputs: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        """What the model gives for features, places, edges of each kind and clouds."""
        from escnn.nn import GeometricTensor

        x, places, *edges, index = inputs
        places = clouds.fresh(places)
        cloud = clouds.cloud(places)
        cloud.index = index
        for kind, each in zip(self.edges, edges, strict=True):
            if kind == (None, None):
                cloud.edges = each
            else:
                cloud.by_search[kind] = each
        with quietly():
            return (self.module(GeometricTensor(x, self.module.in_type, places)).tensor,)

    def samples(self) -> list[Sample]:
        """Other clouds than the example's."""
        sizes = ((12, 2), (23, 3), (5, 1))
        return [self.cloud_sample(count, cloud_count, seed=count) for count, cloud_count in sizes]

    def samples_of_other_sizes(self) -> None:
        """Clouds have no size but the number of points."""

    def plain_network(self) -> torch.nn.Module:
        """The model in plain PyTorch, not compared yet."""
        with torch.no_grad():
            return network_of(self.module, self.edges)

    def differing_layer(self) -> torch.nn.Module:
        """The model itself, whose layers can't be compared one by one."""
        return self.module

    def inputs(self) -> list[dict[str, Any]]:
        """Names and shapes of the inputs, as plain data."""
        kind = self.module.in_type
        count = len(self.edges)
        names = ["edges"] if count == 1 else [f"edges_{i}" for i in range(1, count + 1)]
        return [
            {"name": "input", "shape": ["points", kind.size]},
            {"name": "coords", "shape": ["points", kind.gspace.dimensionality]},
            *(
                {"name": n, "shape": [2, "edges"], "dtype": "int64", "k": k, "radius": radius}
                for n, (k, radius) in zip(names, self.edges, strict=True)
            ),
            {"name": "clouds", "shape": ["points"], "dtype": "int64"},
        ]


def noise(
    kind: FieldTypeLike, like: torch.Tensor, edges: int, count: int, cloud_count: int, seed: int
) -> tuple[torch.Tensor, ...]:
    """Random features on random points: features, places, so many kinds of edges, clouds."""
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(count, kind.size, generator=generator).to(like)
    d = kind.gspace.dimensionality or 3
    places = torch.randn(count, d, generator=generator).to(like)
    index = torch.arange(count) * cloud_count // count
    same = index.unsqueeze(0) == index.unsqueeze(1)
    pairs = []
    for number in range(edges):
        near = torch.rand(count, count, generator=generator) < 0.4 + 0.1 * number
        pairs.append((near & same).nonzero().t().contiguous())
    return (x, places, *pairs, index)
