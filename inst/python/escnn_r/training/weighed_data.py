"""Data whose targets count as they should, of whatever kind these are."""

from __future__ import annotations

from typing import Any

from ..datasets import describe_clouds
from . import energy_weighing, weighing
from .batches import Calls, Data
from .examples import Part
from .rotated_data import Rotated
from .weighing import Weighted


def weighed(
    data: Data, classes: str | list[float] | None, targets: str, levels: int, argument: str = "y"
) -> Data:
    """Data with weights of mean 1, see ``weighing.weighed()``; also energies with forces."""
    if targets != "energies" or isinstance(data, Calls):
        return weighing.weighed(data, classes, targets, levels, argument)
    how = energy_weighing.energy_weighing(data, argument)
    return data if how is None else Weighted(data, weighing=how)


def missing_targets(data: Data) -> list[int] | None:
    """How many of the targets are missing, and how many there are; None where none are."""
    if isinstance(data, Weighted) and describe_clouds(_source(data))["forces"]:
        return energy_weighing.missing_energies(data)
    return weighing.missing_targets(data)


def _source(data: Any) -> Any:
    """What data were made of that are weighed, rotated or a part."""
    while isinstance(data, (Weighted, Rotated, Part)):
        data = data.source
    return data
