"""The networks that are measured, each built from ours or from plain escnn's classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import place
import torch

Layer = Callable[[str], Any]


def layers(side: str) -> Layer:
    """How to find a class by name: the package's way, or straight in escnn."""
    if side == "ours":
        from escnn_r.nn.layers import find

        return find
    from escnn import nn

    return lambda name: getattr(nn, name)


@dataclass
class Network:
    """A network by name: how to build it, what goes in, and what it takes."""

    name: str
    build: Callable[[Layer], Any]
    shape: tuple[int, ...]
    heavy: bool = False
    axis: str = ""
    value: float = 0

    def made(self, side: str) -> Any:
        """The network from the classes of a side."""
        torch.manual_seed(0)
        return self.build(layers(side))

    def pair(self) -> tuple[Any, Any]:
        """Both, with the same weights, whose outputs agree."""
        ours, plain = self.made("ours"), self.made("plain")
        state = {k: v for k, v in plain.state_dict().items() if k in ours.state_dict()}
        ours.load_state_dict(state, strict=False)
        ours, plain = place.put(ours), place.put(plain)
        from escnn_r.nn.evaluation_mode import exactly

        with torch.no_grad(), exactly():
            a, b = ours(self.input(ours)).tensor, plain(self.input(plain)).tensor
        worst = float((a - b).abs().max() / b.abs().max().clamp(min=1e-12))
        if not worst < 1e-4:
            raise ValueError(f"{self.name}: ours and plain differ by {worst:.1e}")
        return ours, plain

    def input(self, module: Any) -> Any:
        """The same random input for both."""
        from escnn import nn

        made = torch.randn(self.shape, generator=torch.Generator().manual_seed(1))
        return nn.GeometricTensor(place.put(made), module.in_type)


def _spaces() -> Any:
    from escnn import gspaces

    return gspaces


def _type(gspace: Any, fields: Any) -> Any:
    from escnn import nn

    return nn.FieldType(gspace, fields)


def conv(
    gspace: Callable[[], Any], n_in: int, n_out: int, kernel: int, kind: str
) -> Callable[[Layer], Any]:
    """One convolution between regular fields."""

    def build(layer: Layer) -> Any:
        space = gspace()
        a = _type(space, n_in * [space.regular_repr])
        b = _type(space, n_out * [space.regular_repr])
        return layer(kind)(a, b, kernel_size=kernel, padding=kernel // 2)

    return build


def stack(
    gspace: Callable[[], Any], widths: list[int], kernel: int, kind: str = "R2Conv"
) -> Callable[[Layer], Any]:
    """Convolutions, batch norms and ReLUs on regular fields, then a group pool."""

    def build(layer: Layer) -> Any:
        space = gspace()
        kind_of_norm = "InnerBatchNorm"
        last = _type(space, [space.trivial_repr])
        parts = []
        for width in widths:
            out = _type(space, width * [space.regular_repr])
            parts.append(layer(kind)(last, out, kernel_size=kernel, padding=kernel // 2))
            parts.append(layer(kind_of_norm)(out))
            parts.append(layer("ReLU")(out, inplace=True))
            last = out
        parts.append(layer("GroupPooling")(last))
        return layer("SequentialModule")(*parts)

    return build


def irreps_stack(
    gspace: Callable[[], Any], width: int, kernel: int, kind: str, frequency: int, pointwise: str
) -> Callable[[Layer], Any]:
    """Two convolutions with fields of irreps and a norm or Fourier nonlinearity between."""

    def build(layer: Layer) -> Any:
        space = gspace()
        first = _type(space, [space.trivial_repr])
        group = space.fibergroup
        if pointwise == "norm":
            irreps = [r for r in group.irreps() if r.size <= 5][: frequency + 2]
            inner = _type(space, width * [group.irrep(*r.id) for r in irreps])
            act = layer("NormNonLinearity")(inner, function="n_relu")
        else:
            options = {"N": 2 * frequency + 4} if group.name.startswith(("SO(2)", "O(2)")) else {}
            grid = {"type": "regular", **options}
            act = _fourier_elu(layer("FourierELU"), space, width, frequency, grid)
            inner = act.in_type
        last = _type(space, [space.trivial_repr])
        a = layer(kind)(first, inner, kernel_size=kernel, padding=kernel // 2)
        b = layer(kind)(act.out_type, last, kernel_size=kernel, padding=kernel // 2)
        return layer("SequentialModule")(a, act, b)

    return build


def _fourier_elu(cls: Any, space: Any, width: int, frequency: int, grid: dict[str, Any]) -> Any:
    """The two take their arguments in different forms."""
    group = space.fibergroup
    irreps = group.bl_irreps(frequency)
    if cls.__module__.startswith("escnn_r."):
        field = group.spectral_regular_representation(*irreps)
        return cls(_type(space, width * [field]), grid=group.grid(**grid))
    return cls(space, width, irreps, inplace=True, **grid)


def tutorial(layer: Layer) -> Any:
    """The C8 network of escnn's tutorial (2.07 million parameters)."""
    gspace = _spaces().rot2dOnR2(N=8)
    last = _type(gspace, [gspace.trivial_repr])
    find = layer
    parts = [find("MaskModule")(last, 29, margin=1)]
    plan = [(24, 7, 1), (48, 5, 2), "p", (48, 5, 2), (96, 5, 2), "p", (96, 5, 2), (64, 5, 1)]
    for step in plan:
        if step == "p":
            parts.append(find("PointwiseAvgPoolAntialiased")(last, sigma=0.66, stride=2))
            continue
        width, kernel, padding = step  # type: ignore[misc]
        out = _type(gspace, width * [gspace.regular_repr])
        parts.append(find("R2Conv")(last, out, kernel_size=kernel, padding=padding, bias=False))
        parts += [find("InnerBatchNorm")(out), find("ReLU")(out, inplace=True)]
        last = out
    parts += [
        find("PointwiseAvgPoolAntialiased")(last, sigma=0.66, stride=1, padding=0),
        find("GroupPooling")(last),
    ]
    return find("SequentialModule")(*parts)


def c(n: int) -> Callable[[], Any]:
    """Rotations of the plane by multiples of 360 / n degrees."""
    return lambda: _spaces().rot2dOnR2(N=n)


def d(n: int) -> Callable[[], Any]:
    """The same with reflections."""
    return lambda: _spaces().flipRot2dOnR2(N=n)


def octa() -> Any:
    """Rotations of the cube."""
    return _spaces().octaOnR3()


def ico() -> Any:
    """Rotations of the icosahedron."""
    return _spaces().icoOnR3()


SINGLE = [
    Network("C8 R2Conv, 16 regular, k5", conv(c(8), 16, 16, 5, "R2Conv"), (8, 128, 28, 28)),
    Network("D4 R2Conv, 8 regular, k3", conv(d(4), 8, 8, 3, "R2Conv"), (8, 64, 28, 28)),
    Network("octahedral R3Conv, 1 regular, k3", conv(octa, 1, 1, 3, "R3Conv"), (1, 24, 8, 8, 8)),
    Network("octahedral R3Conv, 4 regular, k5", conv(octa, 4, 4, 5, "R3Conv"), (1, 96, 8, 8, 8)),
    Network(
        "icosahedral R3Conv, 1 regular, k5",
        conv(ico, 1, 1, 5, "R3Conv"),
        (1, 60, 8, 8, 8),
        heavy=True,
    ),
]

NETWORKS = [
    Network("C8, 8 and 16 regular, k5, 28 x 28", stack(c(8), [8, 16, 16], 5), (16, 1, 28, 28)),
    Network("D4, 8 regular, k3, 28 x 28", stack(d(4), [8, 8], 3), (16, 1, 28, 28)),
    Network(
        "octahedral, 2 and 4 regular, k3, 12^3",
        stack(octa, [2, 4], 3, "R3Conv"),
        (2, 1, 12, 12, 12),
    ),
    Network(
        "octahedral, 4 and 4 regular, k5, 12^3",
        stack(octa, [4, 4], 5, "R3Conv"),
        (1, 1, 12, 12, 12),
    ),
    Network(
        "icosahedral, 1 and 1 regular, k5, 8^3",
        stack(ico, [1, 1], 5, "R3Conv"),
        (1, 1, 8, 8, 8),
        heavy=True,
    ),
    Network("tutorial's C8 network", tutorial, (8, 1, 29, 29)),
]


def scaled(quick: bool) -> list[Network]:
    """How cost grows: one axis at a time from a C8 network of two layers."""
    base = {"batch": 8, "image size": 28, "order of the group": 8, "fields": 8, "kernel": 5}
    axes = {
        "batch": [1, 4, 16, 64],
        "image size": [14, 28, 56, 84],
        "order of the group": [2, 4, 8, 16],
        "fields": [2, 4, 8, 16, 32],
        "kernel": [3, 5, 7, 9],
    }
    made = []
    for axis, values in axes.items():
        for value in values[:2] if quick else values:
            at = {**base, axis: value}
            build = stack(c(at["order of the group"]), [at["fields"], at["fields"]], at["kernel"])
            shape = (at["batch"], 1, at["image size"], at["image size"])
            made.append(Network(f"{axis} {value}", build, shape, axis=axis, value=value))
    return made
