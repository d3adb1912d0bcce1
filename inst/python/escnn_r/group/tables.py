"""How the elements of a finite group, or a few closed ones of another, multiply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..bridge import BadArgument


def multiplication_table(elements: Sequence[Any]) -> npt.NDArray[Any]:
    """Positions, from 0, of the products: row times column.

    A finite group's elements are found by their products with generators alone,
    because escnn multiplies rotations of space slowly.
    """
    position = {each: number for number, each in enumerate(elements)}
    if len(position) != len(elements):
        raise BadArgument("elements", "different elements", "some that are equal")

    def column(factor: Any) -> npt.NDArray[Any]:
        return np.array([_at(position, each @ factor) for each in elements])

    columns: dict[int, npt.NDArray[Any]] = {}
    by_generator: list[npt.NDArray[Any]] = []
    for number, each in enumerate(elements):
        if number in columns:
            continue
        columns[number] = column(each)
        by_generator.append(columns[number])
        _close(columns, by_generator)
    return np.stack([columns[number] for number in range(len(elements))], axis=1)


def _close(columns: dict[int, npt.NDArray[Any]], generators: list[npt.NDArray[Any]]) -> None:
    """Adds the columns of all products: ``x (a b) = (x a) b``."""
    waiting = list(columns)
    while waiting:
        number = waiting.pop()
        for generator in generators:
            product = int(generator[number])
            if product not in columns:
                columns[product] = generator[columns[number]]
                waiting.append(product)


def _at(position: dict[Any, int], which: Any) -> int:
    """Where a product is; rounding may hide it from its hash."""
    number = position.get(which)
    if number is None:
        number = next((n for each, n in position.items() if each == which), None)
    if number is None:
        raise BadArgument("elements", "closed under products", f"without {which}")
    return number
