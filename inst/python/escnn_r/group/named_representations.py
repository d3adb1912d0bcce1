"""Representations and irreps by what people type: their names and ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..bridge import BadArgument
from .costs import check_irrep
from .membership import check_finite, check_of_group
from .plain_values import group_of
from .protocols import GivenIrrep, GroupLike, IrrepLike, RepresentationLike, Space


def representation(space: Space, name: str, argument: str = "fields") -> RepresentationLike:
    """A representation of the group by name: trivial, regular, irrep_k or any built one."""
    group = group_of(space)
    if name == "trivial":
        return group.trivial_representation
    if name == "regular" and not group.continuous:
        return group.regular_representation
    if name.startswith("irrep_"):
        try:
            return irrep_of(group, *(int(part) for part in name[6:].split(",")))
        except ValueError:
            pass
    if name in group.representations:
        return group.representations[name]
    if name == "regular":
        raise BadArgument(
            argument,
            f"representations that {group.name} has",
            '"regular", which only finite groups have',
            "Use irreps instead, for example `irrep_1`, or a discrete subgroup.",
        )
    names = ["trivial", *_regular_name(group), *irrep_names(group)]
    known = ", ".join(name if name == AND_MORE else f'"{name}"' for name in names)
    raise BadArgument(
        argument, f"names of representations of {group.name}", f'"{name}"', f"Known: {known}."
    )


def regular_representation(space: Space) -> RepresentationLike:
    """The regular representation, which only finite groups have."""
    group = group_of(space)
    check_finite(
        group,
        ", or a gspace with one, to have a regular representation",
        "Use irreps instead, for example `irrep_1`, or a discrete subgroup.",
    )
    return group.regular_representation


def irrep_of(space: Space, *ids: int) -> IrrepLike:
    """The irrep with the given id; its frequency may exceed the group's present maximum."""
    group = group_of(space)
    whole = tuple(int(i) for i in ids)
    check_irrep(group, whole)
    try:
        irrep = group.irrep(*_irrep_id(group, whole))
    except Exception as problem:
        raise BadArgument(
            "id",
            f"the id of an irrep of {group.name}",
            ", ".join(str(i) for i in whole) or "nothing",
            f"Known: {', '.join(irrep_names(group))}.",
        ) from problem
    return irrep


def _irrep_id(group: Any, ids: tuple[int, ...]) -> tuple[Any, ...]:
    """The id that escnn wants; direct products nest those of their factors."""
    if not hasattr(group, "G1"):
        return ids
    shape = group.trivial_representation.id
    # the last number counts the parts of a product that splits; mostly there is one
    missing = len(flat_id(shape)) - len(ids)
    if missing not in (0, 1):
        raise ValueError("wrong number of ids")
    return _nested(shape, iter((*ids, 0)))


def _regular_name(group: Any) -> list[str]:
    return [] if group.continuous else ["regular"]


AND_MORE = "and so on"


def irrep_names(group: GroupLike) -> list[str]:
    """Names to offer: of a continuous group the first, however many were asked for so far."""
    names = [irrep_name(r.id) for r in group.irreps()]
    return [*names[:3], AND_MORE] if group.continuous else names


def irrep_name(ids: tuple[Any, ...]) -> str:
    """The name by which ``representation()`` finds the irrep with this id."""
    return "irrep_" + ",".join(str(i) for i in flat_id(ids))


def flat_id(ids: tuple[Any, ...]) -> list[int]:
    """An id without the nesting that direct products have."""
    return [whole for i in ids for whole in (flat_id(i) if isinstance(i, tuple) else [i])]


def _nested(shape: tuple[Any, ...], ids: Iterator[int]) -> tuple[Any, ...]:
    return tuple(_nested(i, ids) if isinstance(i, tuple) else next(ids) for i in shape)


def read_irrep(group: GroupLike, irrep: GivenIrrep, argument: str) -> IrrepLike:
    """An irrep of ``group`` from itself, its name or its id."""
    from escnn.group import IrreducibleRepresentation, Representation

    if isinstance(irrep, str):
        irrep = representation(group, irrep, argument)
    if not isinstance(irrep, Representation):
        ids = irrep if isinstance(irrep, (list, tuple)) else [irrep]
        try:
            return irrep_of(group, *ids)
        except (ValueError, TypeError) as problem:
            shown = ", ".join(str(each) for each in ids)
            known = ", ".join(irrep_names(group))
            raise BadArgument(
                argument, f"an irrep of {group.name} or its id", shown, f"Known: {known}."
            ) from problem
    check_of_group(group, irrep, argument, "an irrep")
    if not isinstance(irrep, IrreducibleRepresentation):
        raise BadArgument(
            argument,
            f"an irrep of {group.name}",
            f"{irrep.name}, which is a sum of irreps",
            "Use one of its irreps at a time.",
        )
    return irrep


def irreps_of(group: GroupLike, irreps: Iterable[Any], argument: str = "irreps") -> list[Any]:
    """Irreps of ``group`` from any mixture of themselves, names and ids; at least one."""
    read = [read_irrep(group, each, argument) for each in irreps]
    if not read:
        raise BadArgument(argument, "one or more irreps or their ids", "nothing")
    return read


def irrep_id(group: GroupLike, irrep: GivenIrrep) -> list[int]:
    """The id of an irrep, as flat whole numbers."""
    return flat_id(read_irrep(group, irrep, "psi").id)
