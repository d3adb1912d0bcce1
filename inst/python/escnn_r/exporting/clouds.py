"""Exporting networks of point clouds: a layer's sampled filter is recorded as it computes."""

from __future__ import annotations

from typing import Any

import torch

from ..fields import clouds as points
from ..nn.protocols import EquivariantModuleLike
from . import affine, network, plain, plain_points
from .layers import copied
from .registry import NoPlainForm, convert

_CONVS = ("R2PointConv", "R3PointConv")


def takes_clouds(module: torch.nn.Module) -> bool:
    """Whether a model works on point clouds."""
    return any(getattr(part, "takes_points", False) for part in module.modules())


def asked(module: torch.nn.Module) -> list[tuple[Any, Any]]:
    """The kinds of edges that layers look for, by number of neighbours and radius, in order."""
    convs = [part for part in module.modules() if type(part).__name__ in _CONVS]
    kinds = [(getattr(c, "k", None), getattr(c, "radius", None)) for c in convs]
    return list(dict.fromkeys(kinds)) or [(None, None)]


def network_of(module: torch.nn.Module) -> torch.nn.Module:
    """The plain network, with edges of each kind among its inputs."""
    kinds = asked(module)
    found: list[Any] = []
    others: list[Any] = []

    def close() -> None:
        if others:
            found.append(affine.fuse(plain.Chain(*others)))
            others.clear()

    for layer in _flat(module):
        name = type(layer).__name__
        if name in _CONVS:
            close()
            found.append(_conv(layer))
            found[-1].which = kinds.index(
                (getattr(layer, "k", None), getattr(layer, "radius", None))
            )
        elif name == "PointPoolingModule":
            close()
            found.append(plain_points.PointPool(layer.pool))
        elif takes_clouds(layer):
            raise NoPlainForm(layer, "with convolutions of points inside it")
        else:
            pools = name == "ToVectorModule" and layer.in_type.gspace.dimensionality > 0
            if pools and layer.pool != "none":
                close()
                found.append(plain_points.PointPool(layer.pool))
            others.append(convert(layer))
    close()
    return plain_points.CloudChain(*found).eval()


def _flat(module: Any) -> list[Any]:
    if type(module).__name__ != "SequentialModule":
        return [module]
    return [each for layer in module._modules.values() for each in _flat(layer)]


def _conv(layer: Any) -> Any:
    weights = layer.weights.detach()
    groups = getattr(layer, "groups", 1)

    def message(x: torch.Tensor, way: torch.Tensor) -> torch.Tensor:
        if groups == 1:
            heard: torch.Tensor = layer.basissampler.compute_messages(weights, x, way)
            return heard
        filters = layer.basissampler(weights, way)
        outs = filters.shape[1] // groups
        split = filters.reshape(x.shape[0], groups, outs, filters.shape[2])
        parts = x.reshape(x.shape[0], groups, filters.shape[2])
        return torch.einsum("egoi,egi->ego", split, parts).flatten(1)

    with torch.no_grad():
        bias = layer.expand_bias() if layer.training else layer.expanded_bias
    return plain_points.PointConv(message, layer.out_type.size, copied(bias))


def noise(
    module: EquivariantModuleLike, count: int, clouds: int, seed: int = 0
) -> tuple[torch.Tensor, ...]:
    """Random features on random points: features, places, edges of each kind, clouds."""
    parameter = next((p for p in module.parameters() if p.is_floating_point()), torch.zeros(()))
    generator = torch.Generator().manual_seed(seed)
    kind = module.in_type
    x = torch.randn(count, kind.size, generator=generator).to(parameter)
    d = kind.gspace.dimensionality or 3
    places = torch.randn(count, d, generator=generator).to(parameter)
    index = torch.arange(count) * clouds // count
    same = index.unsqueeze(0) == index.unsqueeze(1)
    edges = []
    for number, _ in enumerate(asked(module)):
        near = torch.rand(count, count, generator=generator) < 0.4 + 0.1 * number
        edges.append((near & same).nonzero().t().contiguous())
    return (x, places, *edges, index)


def run(
    module: EquivariantModuleLike, inputs: tuple[torch.Tensor, ...]
) -> tuple[torch.Tensor, ...]:
    """What the model gives for such inputs, in evaluation mode."""
    from escnn.nn import GeometricTensor

    x, places, *edges, index = inputs
    places = points.fresh(places)
    cloud = points.cloud(places)
    cloud.index = index
    for kind, each in zip(asked(module), edges, strict=True):
        if kind == (None, None):
            cloud.edges = each
        else:
            cloud.found[kind] = each
    return (module(GeometricTensor(x, module.in_type, places)).tensor,)


def names(module: torch.nn.Module) -> list[str]:
    """A name for each input."""
    kinds = asked(module)
    edges = ["edges"] if len(kinds) == 1 else [f"edges_{i}" for i in range(1, len(kinds) + 1)]
    return ["input", "coords", *edges, "clouds"]


def describe(module: EquivariantModuleLike) -> list[dict[str, Any]]:
    """The inputs as plain data."""
    d = module.in_type.gspace.dimensionality
    edges = [
        {"shape": [2, "edges"], "dtype": "int64", "k": k, "radius": radius}
        for k, radius in asked(module)
    ]
    rows: list[dict[str, Any]] = [
        {"shape": ["points", module.in_type.size]},
        {"shape": ["points", d]},
        *edges,
        {"shape": ["points"], "dtype": "int64"},
    ]
    return [{"name": n, **row} for n, row in zip(names(module), rows, strict=True)]


def checked(module: torch.nn.Module) -> torch.nn.Module:
    """The plain network, compared with the model."""
    with torch.no_grad():
        made = network_of(module)
        for parameter in made.parameters():
            parameter.requires_grad_(False)
        inputs = noise(module, 12, 2)
        gap = network.error((made(*inputs),), run(module, inputs))
    if gap > network.TOLERANCE:
        raise NoPlainForm(module, f"whose plain form is off by {gap:.1e}")
    return made


def traced(module: torch.nn.Module, made: torch.nn.Module) -> torch.jit.ScriptModule:
    """One frozen graph, compared on other clouds than it was traced on."""
    with network.quietly():
        inputs = noise(module, 12, 2)
        graph = torch.jit.trace(made, inputs, check_trace=False)
        graph = torch.jit.freeze(graph.eval())
        for count, clouds in ((12, 2), (23, 3), (5, 1)):
            inputs = noise(module, count, clouds, seed=count)
            gap = network.error((graph(*inputs),), run(module, inputs))
            if gap > 2 * network.TOLERANCE:
                raise NoPlainForm(module, f"which is off by {gap:.1e} on {count} points")
    return graph
