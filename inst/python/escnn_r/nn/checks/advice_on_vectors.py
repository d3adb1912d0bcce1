"""Advice about vectors whose components would be read in another order."""

from __future__ import annotations

from typing import Any

import numpy as np

from .advice import advise, adviser


@adviser("R3PointConv", "PointNetwork", "R3Conv", of_data=True)
def about_order(in_type: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """A single vector among scalars, as an input has it, whose order is not x, y and z."""
    space = in_type.gspace
    moving = [each for each in in_type.representations if not each.is_trivial()]
    if len(moving) != 1 or space.dimensionality != 3 or not _in_other_order(moving[0], space):
        return
    advise(
        "order",
        f"The three channels of {moving[0].name} are a vector's components in the order y, z, x. "
        "For x, y, z take `repr_standard(gspace)`.",
    )


def _in_other_order(representation: Any, space: Any) -> bool:
    action = space.basespace_action
    if representation.size != 3 or sorted(representation.irreps) != sorted(action.irreps):
        return False
    if representation.group.order() == 1:
        return False
    return not all(np.allclose(representation(g), action(g)) for g in space.testing_elements)
