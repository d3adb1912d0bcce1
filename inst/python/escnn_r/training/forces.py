"""Energies of clouds with forces on their points, the negative gradient of the energy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from ..bridge import BadArgument
from ..datasets import Energies, Points
from ..fields import clouds
from ..nn import evaluation
from . import batches


def energies_off(output: Any, target: Any) -> torch.Tensor:
    """How far off energies are, a number for each cloud."""
    off: torch.Tensor = (output.energies - target.energies).abs()
    return off


def forces_off(output: Any, target: Any) -> torch.Tensor:
    """How far off the components of forces are, a row for each point."""
    off: torch.Tensor = (output.forces - target.forces).abs()
    return off


def loss(output: Any, counted: Any, energy: float = 0.01, forces: float = 1.0) -> torch.Tensor:
    """The weighted sum of the mean squared errors of energies and of components of forces."""
    first = energies_off(output, counted.targets).square()
    second = forces_off(output, counted.targets).square()
    weights = counted.weights
    if weights is not None:
        first = first * weights.energies.to(first)
        second = second * weights.forces.to(second)
    return energy * first.mean() + forces * counted.points * second.mean()


def energies(module: Any, values: Points, learn: bool = False) -> Energies:
    """The energies that a module gives, and the forces that follow from them.

    With ``learn`` both have gradients by the module's parameters.
    """
    places = values.coords.detach().clone()
    clouds.hand_on(values.coords, places)
    places.requires_grad_(True)
    with torch.enable_grad():
        outputs = module(Points(values.values, places, len(values)).tensor(module.in_type)).tensor
        check_energies(outputs, len(values))
        (slope,) = torch.autograd.grad(outputs.sum(), places, create_graph=learn, allow_unused=True)
    if slope is None:
        raise BadArgument(
            "model",
            "one whose energy depends on where the points are",
            "one that does not look at coordinates",
            "Take `net_point_cloud()`, or layers such as `nn_r3_point_conv()`.",
        )
    result = Energies(outputs[:, 0], -slope)
    return result if learn else Energies(result.energies.detach(), result.forces.detach())


def check_energies(outputs: torch.Tensor, count: int) -> None:
    """Whether there is one number for each cloud."""
    if tuple(outputs.shape) == (count, 1):
        return
    what = f"one of dim c({', '.join(str(n) for n in outputs.shape)}) for {count} clouds"
    raise BadArgument(
        "model",
        "one that gives a single number for each cloud, its energy",
        what,
        'Take `net_point_cloud(1, radius = , pool = "sum")`, or end it with `nn_point_pooling()`.',
    )


def check(output: Any, target: Any) -> None:
    """Whether there are a force for each point, and an energy for each cloud."""
    if not isinstance(output, Energies) or not isinstance(target, Energies):
        raise BadArgument(
            "y",
            "`list(energy = , forces = )` for a loss of energies and forces",
            "something else",
        )
    if output.forces.shape != target.forces.shape or output.energies.shape != target.energies.shape:
        raise BadArgument(
            "y",
            f"of {len(output)} energies, and forces of dim {tuple(output.forces.shape)}",
            f"of {len(target)} energies, and forces of dim {tuple(target.forces.shape)}",
        )


def predict_forces(
    module: torch.nn.Module, data: batches.Examples, batch_size: int
) -> tuple[torch.Tensor, torch.Tensor, list[int]]:
    """Energies, forces of all points, and how many points each cloud has.

    In double precision: forces are small differences of large numbers.
    """
    parameter = next(iter(module.parameters()), torch.zeros(()))
    heights, slopes, counts = [], [], []
    with _wide(module) as kind, evaluation(module):
        for values, *_ in batches.batches(data, batch_size):
            if not isinstance(values, Points):
                raise BadArgument("newdata", "point clouds, which forces are for", "an array")
            prediction = energies(module, values.to(parameter.device, kind))
            heights.append(prediction.energies.cpu())
            slopes.append(prediction.forces.cpu())
            counts += torch.bincount(values.index, minlength=len(values)).tolist()
    return torch.cat(heights), torch.cat(slopes), counts


@contextmanager
def _wide(module: torch.nn.Module) -> Iterator[torch.dtype]:
    """The module in double precision for a while, where the device has it."""
    parameter = next(iter(module.parameters()), torch.zeros(()))
    before = parameter.dtype
    if parameter.device.type == "mps":
        yield before
        return
    module.double()
    try:
        yield torch.float64
    finally:
        # what was single comes back as it was
        module.to(before)
