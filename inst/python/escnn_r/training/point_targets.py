"""Targets of clouds and of their points that turn along with them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from ..datasets import Energies, Points
from ..fields import action
from ..gspaces import GSpaceLike
from . import turning


def turned(
    targets: Any, values: Points, space: GSpaceLike, out: Any, chosen: list[tuple[Any, Any]]
) -> Any:
    """Targets under group elements, each with the numbers of the clouds that it turns.

    ``space`` is the gspace whose elements turn, ``out`` the type of the model's output.
    """
    if isinstance(targets, Energies):
        forces = torch.empty_like(targets.forces)
        for element, where in chosen:
            rows = values.rows(where)
            move = torch.tensor(np.array(space.basespace_action(element)))
            forces[rows] = targets.forces[rows] @ move.to(forces).T
        return Energies(targets.energies, forces)
    if not moves(targets, out):
        return targets
    turning.check_output(out, space)
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
        and not turning.all_scalars(out)
    )
