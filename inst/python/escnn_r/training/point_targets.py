"""Targets of clouds and of their points that turn along with them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from ..bridge import BadArgument
from ..datasets import Energies, Points
from ..fields import action


def turned(targets: Any, values: Points, kind: Any, out: Any, chosen: list[tuple[Any, Any]]) -> Any:
    """Targets under group elements, each with the numbers of the clouds that it turns.

    ``kind`` is the type of the inputs, ``out`` that of the model's output.
    """
    if isinstance(targets, Energies):
        forces = torch.empty_like(targets.forces)
        for element, where in chosen:
            rows = values.rows(where)
            move = torch.tensor(np.array(kind.gspace.basespace_action(element)))
            forces[rows] = targets.forces[rows] @ move.to(forces).T
        return Energies(targets.energies, forces)
    if not moves(targets, out):
        return targets
    if out.gspace.fibergroup != kind.gspace.fibergroup:
        raise BadArgument(
            "augment",
            "`NULL` where the model restricts the group and its output is not invariant",
            "given",
            "The targets can only be turned by the group of the output's fields.",
        )
    on_points = out.gspace.dimensionality > 0
    moved = torch.empty_like(targets)
    for element, where in chosen:
        rows = values.rows(where) if on_points else torch.as_tensor(np.asarray(where))
        moved[rows] = action.transform_fibres(targets[rows], out, element)
    return moved


def moves(targets: Any, out: Any) -> bool:
    """Whether targets are numbers of fields that a group element changes."""
    return (
        isinstance(targets, torch.Tensor)
        and targets.is_floating_point()
        and targets.dim() == 2
        and out is not None
        and targets.shape[1] == out.size
        and not all(each.is_trivial() for each in out.representations)
    )
