"""What networks of points are made of: radial functions, messages, updates, invariants.

Values are kept as points by components by channels; the components are those
of one copy of each irrep, the trivial one first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

# lengths below this fraction of one are rounded off, so that all is smooth at zero
_SMOOTH = 1e-2


@dataclass
class Edges:
    """What the edges of a batch of clouds have in common for all layers.

    ``maps`` are the paths along the direction of each edge, by how much it counts
    for its target; ``radial`` are functions of its length.
    """

    source: torch.Tensor
    target: torch.Tensor
    radial: torch.Tensor
    maps: torch.Tensor


def lengths(values: torch.Tensor, parts: list[int]) -> torch.Tensor:
    """Smooth lengths of the components of each irrep but the first, beside each other."""
    squares = [each.square().sum(1) / each.shape[1] for each in values.split(parts, 1)]
    if not squares:
        return values.new_zeros(values.shape[0], 0)
    return (torch.cat(squares, 1) + _SMOOTH).sqrt() - _SMOOTH**0.5


def bessel(r: torch.Tensor, count: int) -> torch.Tensor:
    """Functions of lengths between 0 and 1 that vanish at 1, a column each."""
    steps = torch.arange(1, count + 1, dtype=r.dtype, device=r.device) * math.pi
    # sinc keeps its derivative at zero
    return torch.sinc(r.unsqueeze(1) * steps / math.pi) * steps / math.sqrt(count)


def envelope(r: torch.Tensor) -> torch.Tensor:
    """One at zero, and nothing at 1 and beyond, with two smooth derivatives."""
    u = r.clamp(max=1)
    return 1 - 10 * u**3 + 15 * u**4 - 6 * u**5


class Message(torch.nn.Module):
    """What each point hears from its neighbours."""

    def __init__(self, width: int, sizes: list[int], counts: list[int], n_radial: int) -> None:
        """``counts`` are the numbers of paths that start at irreps of these ``sizes``."""
        super().__init__()
        self.sizes, self.counts = sizes, counts
        n_paths = sum(counts)
        self.sender = torch.nn.Sequential(
            torch.nn.Linear(width, width),
            torch.nn.SiLU(),
            torch.nn.Linear(width, n_paths * width),
        )
        self.filter = torch.nn.Sequential(
            torch.nn.Linear(n_radial, width),
            torch.nn.SiLU(),
            torch.nn.Linear(width, n_paths * width, bias=False),
        )
        self.mix = torch.nn.Linear(width, width, bias=False)

    def forward(self, values: torch.Tensor, edges: Edges) -> torch.Tensor:
        """Values of the same kind, of each point's neighbourhood."""
        width = values.shape[2]
        gates = self.sender(values[:, 0])[edges.source] * self.filter(edges.radial)
        gates = gates.view(gates.shape[0], sum(self.counts), width)
        # what each path takes in, weighted, before directions turn it
        taken = [
            (gate.unsqueeze(2) * part.unsqueeze(1)).flatten(1, 2)
            for gate, part in zip(
                gates.split(self.counts, 1),
                values[edges.source].split(self.sizes, 1),
                strict=True,
            )
        ]
        messages = torch.bmm(edges.maps, torch.cat(taken, 1))
        total = values.new_zeros(values.shape).index_add(0, edges.target, messages)
        mixed: torch.Tensor = self.mix(total)
        return mixed


class Update(torch.nn.Module):
    """What each point makes of its own values: a nonlinear function of invariants."""

    def __init__(self, width: int, parts: list[int]) -> None:
        """``parts`` are the sizes of the irreps but the trivial one."""
        super().__init__()
        self.parts = parts
        count = len(parts)
        self.both = torch.nn.Linear(width, 2 * width, bias=False)
        self.invariants = torch.nn.Sequential(
            torch.nn.Linear((1 + count) * width, width),
            torch.nn.SiLU(),
            torch.nn.Linear(width, (1 + 2 * count) * width),
        )

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        """The change of the values."""
        scalars, others = values[:, :1], values[:, 1:]
        first, second = self.both(others).chunk(2, 2)
        known = torch.cat([scalars[:, 0], lengths(second, self.parts)], 1)
        count = len(self.parts)
        own, *gates = self.invariants(known).chunk(1 + 2 * count, 1)
        if not self.parts:
            changed: torch.Tensor = own.unsqueeze(1)
            return changed
        # how far two directions agree
        products = (first * second).split(self.parts, 1)
        for gate, product in zip(gates[:count], products, strict=True):
            own = own + gate * product.mean(1)
        gated = [
            gate.unsqueeze(1) * part
            for gate, part in zip(gates[count:], first.split(self.parts, 1), strict=True)
        ]
        return torch.cat([own.unsqueeze(1), *gated], 1)


class Readout(torch.nn.Module):
    """Values of each point or cloud as numbers of irreps, ``counts`` copies of each."""

    def __init__(self, width: int, parts: list[int], counts: list[int]) -> None:
        """``counts`` starts with the trivial irrep, ``parts`` leaves it out."""
        super().__init__()
        self.parts, self.counts = parts, counts
        known = (1 + len(parts)) * width
        self.hidden = torch.nn.Sequential(torch.nn.Linear(known, width), torch.nn.SiLU())
        self.scalars = torch.nn.Linear(width, max(counts[0], 1))
        # PyTorch warns of layers without outputs
        self.others = torch.nn.ModuleList(
            torch.nn.Linear(width, max(count, 1), bias=False) for count in counts[1:]
        )
        self.gates = torch.nn.Linear(width, width * len(parts)) if sum(counts[1:]) else None

    def forward(self, values: torch.Tensor) -> list[torch.Tensor]:
        """For each irrep items by components by copies."""
        scalars, others = values[:, 0], values[:, 1:]
        known = self.hidden(torch.cat([scalars, lengths(others, self.parts)], 1))
        outputs = [self.scalars(known).unsqueeze(1)]
        if self.gates is None:
            return outputs
        gates = self.gates(known).chunk(len(self.parts), 1)
        for layer, part, gate in zip(self.others, others.split(self.parts, 1), gates, strict=True):
            outputs.append(layer(part * gate.unsqueeze(1)))
        return outputs
