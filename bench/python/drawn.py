"""Networks that are named nowhere: over gspaces, fields and nonlinearities drawn at random."""

from __future__ import annotations

import random
import time
from typing import Any

import torch
from networks import Layer, Network

SPACES: list[tuple[str, dict[str, Any]]] = [
    *(("rot2dOnR2", {"N": n}) for n in (1, 2, 3, 4, 6, 8, 12)),
    *(("flipRot2dOnR2", {"N": n}) for n in (1, 2, 3, 4, 6, 8)),
    *((name, {"N": -1, "maximum_frequency": 4}) for name in ("rot2dOnR2", "flipRot2dOnR2")),
    *((name, {}) for name in ("flip2dOnR2", "trivialOnR2", "octaOnR3", "fullOctaOnR3")),
    *((name, {}) for name in ("mirOnR3", "invOnR3", "trivialOnR3")),
    ("rot2dOnR3", {"n": 4}),
    ("dihedralOnR3", {"n": 3}),
    ("conicalOnR3", {"n": 3}),
    ("cylindricalOnR3", {"n": -1}),
    ("fullCylindricalOnR3", {"n": 4}),
    ("rot3dOnR3", {"maximum_frequency": 3}),
    ("flipRot3dOnR3", {"maximum_frequency": 2}),
]
POINTWISE = {"relu": "ReLU", "elu": "ELU", "leaky relu": "LeakyReLU"}


def drawn(how_many: int, seed: int) -> list[Network]:
    """So many networks, the same for the same seed."""
    chance = random.Random(seed)
    return [_drawn(chance) for _ in range(how_many)]


def _drawn(chance: random.Random) -> Network:
    from escnn import gspaces

    name, arguments = chance.choice(SPACES)
    space = getattr(gspaces, name)(**arguments)
    d = space.dimensionality
    width, kernel = chance.randint(1, 4), chance.choice([3, 3, 5])
    size = chance.choice([9, 13, 15, 21, 28] if d == 2 else [7, 9])
    batch = chance.choice([1, 2, 4, 16] if d == 2 else [1, 2])
    act = chance.choice([*POINTWISE, "norm", "gated"])
    if space.fibergroup.continuous and act in POINTWISE:
        act = "norm"
    pooled, blurred = chance.random() < 0.7, d == 2 and chance.random() < 0.5

    def build(layer: Layer) -> Any:
        return _stack(layer, space, width, kernel, act, pooled, blurred)

    settings = ", ".join(f"{key} = {value}" for key, value in arguments.items())
    label = f"{name}({settings}), {width} fields, {act}, k{kernel}, {batch} of {size}^{d}"
    return Network(label, build, (batch, 1, *[size] * d))


def _stack(
    layer: Layer, space: Any, width: int, kernel: int, act: str, pooled: bool, blurred: bool
) -> Any:
    """Two convolutions, with what comes between and after them."""
    from escnn import nn

    d = space.dimensionality
    one = nn.FieldType(space, [space.trivial_repr])
    between: list[Any]
    if act in POINTWISE:
        inner = nn.FieldType(space, width * [space.regular_repr])
        between = [layer("InnerBatchNorm")(inner), layer(POINTWISE[act])(inner)]
    else:
        irreps = [each for each in space.fibergroup.irreps() if each.size <= 5][:4]
        inner = nn.FieldType(space, width * irreps)
        if act == "norm":
            between = [layer(f"IIDBatchNorm{d}d")(inner), layer("NormNonLinearity")(inner)]
        else:
            gates = nn.FieldType(space, len(inner) * [space.trivial_repr])
            labels = ["gate"] * len(gates) + ["gated"] * len(inner)
            inner = gates + inner
            between = [layer("GatedNonLinearity1")(inner, gates=labels)]
    outer = between[-1].out_type
    conv = layer(f"R{d}Conv")
    parts = [conv(one, inner, kernel_size=kernel, padding=kernel // 2), *between]
    parts += [conv(outer, inner, kernel_size=3, padding=1), between[-1]]
    if pooled or act not in POINTWISE:
        parts.append(layer("GroupPooling" if act in POINTWISE else "NormPool")(outer))
        outer = parts[-1].out_type
    if blurred:
        parts.append(layer("PointwiseAvgPoolAntialiased2D")(outer, sigma=0.66, stride=2))
    return layer("SequentialModule")(*parts)


def built(network: Network, side: str) -> float:
    """Seconds of the processor that building takes, once the group is known."""
    torch.manual_seed(0)
    begun = time.perf_counter()
    network.made(side)
    return time.perf_counter() - begun
