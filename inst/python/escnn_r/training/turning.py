"""Which gspace's elements may turn data, and which fields they are known to turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeGuard

import numpy as np
import numpy.typing as npt
import torch

from ..bridge import BadArgument
from ..fields import FieldTypeLike
from ..group import ElementLike
from ..gspaces import GSpaceLike

# elements, each with the numbers of the examples (or points) that it turns
Chosen = list[tuple[ElementLike, torch.Tensor | npt.NDArray[np.int64]]]


def by_element(
    values: torch.Tensor, chosen: Chosen, turn: Callable[[torch.Tensor, ElementLike], torch.Tensor]
) -> torch.Tensor:
    """All rows turned, those of each element at once."""
    moved = torch.empty_like(values)
    for element, where in chosen:
        moved[where] = turn(values[where], element)
    return moved


def are_fields(targets: object, kind: FieldTypeLike) -> TypeGuard[torch.Tensor]:
    """Whether targets are numbers with a channel for each of a type."""
    return (
        isinstance(targets, torch.Tensor)
        and targets.is_floating_point()
        and targets.dim() > 1
        and targets.shape[1] == kind.size
    )


def moves(targets: object, kind: FieldTypeLike) -> TypeGuard[torch.Tensor]:
    """Whether targets are fields that a group element changes."""
    return are_fields(targets, kind) and not all_scalars(kind)


def all_scalars(kind: FieldTypeLike) -> bool:
    """Whether all fields of a type stay as they are.

    Fields of a larger group, restricted to one that moves nothing, look alike: of these the
    name tells what they were.
    """
    return all(each.is_trivial() and _was_trivial(each.name) for each in kind.representations)


def _was_trivial(name: str) -> bool:
    # "D4:irrep_1,0" is a sign that D4 may turn, and "D4:irrep_0,0" is not
    origin, _, last = name.rpartition(":")
    return not origin or not set(last) & set("123456789")


def check_space(space: GSpaceLike, kind: FieldTypeLike, given: bool) -> None:
    """Refuse a gspace that turns nothing, or another kind of space than that of the data."""
    d = kind.gspace.dimensionality
    if space.dimensionality != d:
        raise BadArgument(
            "augment",
            f"a gspace of {d} dimensions, as the inputs are",
            f"one of {space.dimensionality}",
        )
    if not space.fibergroup.continuous and space.fibergroup.order() == 1:
        hints = {2: "`augment = gspace_rot2d_on_r2(n = 4)`", 3: "`augment = gspace_octa_on_r3()`"}
        raise BadArgument(
            "augment",
            "a gspace with more than one element"
            if given
            else "`NULL` or a gspace for a network without symmetry, whose own group turns nothing",
            "one that turns nothing" if given else None,
            f"Name a gspace whose elements turn the data: {hints[d]}." if d in hints else None,
        )


def known_fields(kind: FieldTypeLike, space: GSpaceLike) -> FieldTypeLike | None:
    """The type whose fields ``space`` turns; None where they are scalars for another gspace."""
    if space == kind.gspace:
        return kind
    _check_scalars(kind, space, "inputs")
    return None


def check_output(kind: FieldTypeLike, space: GSpaceLike) -> None:
    """Refuse targets of fields that are no scalars, where it isn't known how they turn."""
    if kind.gspace.fibergroup == space.fibergroup:
        return
    if kind.gspace.fibergroup.order() == 1:
        _check_scalars(kind, space, "outputs")
    raise BadArgument(
        "augment",
        "`NULL` where the model restricts the group and its output is not invariant",
        "given",
        "The targets can only be turned by the group of the output's fields.",
    )


def _check_scalars(kind: FieldTypeLike, space: GSpaceLike, what: str) -> None:
    if not all_scalars(kind):
        raise BadArgument(
            "augment",
            f"`NULL` or the model's own gspace, because its {what} are not only scalars",
            f"a gspace of {space.fibergroup.name}",
            "How another gspace turns their fields isn't known. "
            "Turn the data beforehand with `transform()`.",
        )


def nothing_turns(space: GSpaceLike, extent: Sequence[int] | None) -> BadArgument:
    """An augmentation that would leave all as it is."""
    size = "" if extent is None else f" of {' x '.join(map(str, extent))}"
    return BadArgument(
        "augment",
        f'"all" or a gspace, because only the identity of {space.fibergroup.name} maps a '
        f"grid{size} onto itself",
        None,
        "For example `augment = gspace_rot2d_on_r2(n = 4)`.",
    )
