"""Clouds, and targets of them and of their points, turned by group elements."""

from __future__ import annotations

import numpy as np
import torch

from ..datasets import Energies, Points
from ..fields import FieldTypeLike, action
from ..group import ElementLike
from ..gspaces import GSpaceLike
from . import turning
from .turning import Chosen


def turned(values: Points, kind: FieldTypeLike | None, space: GSpaceLike, chosen: Chosen) -> Points:
    """Whole clouds turned about the origin; distances, and so neighbours, stay.

    ``space`` is the gspace whose elements turn, ``kind`` the type of the values, if these turn.
    """
    rows = _rows(values, chosen)
    out = values.values if kind is None else _fields(values.values, kind, rows)
    return values.replaced(out, _vectors(values.coords, space, rows))


def turned_targets(
    targets: torch.Tensor | Energies,
    values: Points,
    space: GSpaceLike,
    out: FieldTypeLike | None,
    chosen: Chosen,
) -> torch.Tensor | Energies:
    """Targets under the same elements; ``out`` is the type of the model's output."""
    if isinstance(targets, Energies):
        return Energies(targets.energies, _vectors(targets.forces, space, _rows(values, chosen)))
    if out is None or not turning.moves(targets, out):
        return targets
    turning.check_output(out, space)
    on_points = out.gspace.dimensionality > 0
    return _fields(targets, out, _rows(values, chosen) if on_points else chosen)


def _rows(values: Points, chosen: Chosen) -> Chosen:
    """The points of the clouds that each element turns."""
    return [(element, values.rows(where)) for element, where in chosen]


def _vectors(vectors: torch.Tensor, space: GSpaceLike, rows: Chosen) -> torch.Tensor:
    def turn(part: torch.Tensor, element: ElementLike) -> torch.Tensor:
        return part @ torch.tensor(np.array(space.basespace_action(element))).to(part).T

    return turning.by_element(vectors, rows, turn)


def _fields(fields: torch.Tensor, kind: FieldTypeLike, rows: Chosen) -> torch.Tensor:
    return turning.by_element(fields, rows, lambda part, g: action.transform_fibres(part, kind, g))
