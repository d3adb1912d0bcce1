"""Subgroups: escnn's ids from plain values, and maps between elements that are right."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..bridge import BadArgument, TooLarge
from . import costs, subgroup_ids
from .membership import check_finite, check_of_group
from .plain_values import group_of
from .protocols import ElementLike, GivenSubgroup, Space, SubgroupId


@dataclass(eq=False)
class Subgroup:
    """A subgroup of ``parent``: its id there, the group that it is, and the elements' maps."""

    parent: Any
    id: Any
    group: Any

    def include(self, element: ElementLike) -> ElementLike:
        """The element of the parent that an element of the subgroup is."""
        return self._maps()[0](element)

    def restrict(self, element: ElementLike) -> ElementLike | None:
        """The element of the subgroup that an element of the parent is, or None."""
        return self._maps()[1](element)

    def _maps(self) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
        _, include, restrict = self.parent.subgroup(self.id)
        return include, restrict

    def __eq__(self, other: object) -> bool:
        """Whether the other one is the same part of the same group."""
        same = isinstance(other, Subgroup) and self.parent == other.parent
        process = self.parent._process_subgroup_id
        return same and bool(process(self.id) == process(other.id))  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        """Follow equality."""
        return hash(self.group.name)


def subgroup_of(space: Space, subgroup: GivenSubgroup, argument: str = "id") -> Subgroup:
    """The subgroup that ``subgroup`` names, as an object with its maps."""
    group = group_of(space)
    id = read(group, subgroup, argument)
    return Subgroup(group, id, group.subgroup(id)[0])


def read(space: Space, subgroup: GivenSubgroup, argument: str = "subgroup") -> SubgroupId:
    """The id that escnn uses for a subgroup, from numbers, words and lists of them.

    Whole floats become integers, infinity becomes escnn's -1, NaN becomes
    None and lists become tuples. "trivial" and "self" are the smallest and
    the largest subgroup.
    """
    group = group_of(space)
    if isinstance(subgroup, Subgroup):
        if subgroup.parent != group:
            raise BadArgument(
                argument, f"a subgroup of {group.name}", f"one of {subgroup.parent.name}"
            )
        return subgroup.id
    try:
        id = subgroup_ids.typed(group, subgroup)
        _affordable(group, id, argument)
        _mended(group, id)
    except subgroup_ids.Ambiguous as problem:
        raise BadArgument(
            argument, f"a subgroup of {group.name}", _show(subgroup), str(problem)
        ) from problem
    except TooLarge:
        raise
    except Exception as problem:
        raise BadArgument(
            argument, f"a subgroup of {group.name}", _show(subgroup), _hint(group, problem)
        ) from problem
    return id


def _affordable(group: Any, id: Any, argument: str) -> None:
    """Refuse to make a subgroup with too many rotations; finite groups have no larger ones."""
    from escnn.group import SO2

    if group.continuous:
        largest = max(_whole_numbers(id), default=0)
        costs.check_order("C" if isinstance(group, SO2) else "D", largest, argument)


def _whole_numbers(id: Any) -> list[int]:
    if isinstance(id, tuple):
        return [number for part in id for number in _whole_numbers(part)]
    return [id] if isinstance(id, int) else []


def _mended(group: Any, id: Any) -> None:
    """Put the maps right that escnn gets wrong, in the group's own memory.

    The restriction to a product of two subgroups uses the second factor's map
    for both, so it fails or finds elements that are none; that of a polyhedral
    group misses rotations whose quaternion points the other way.
    """
    from escnn.group import CyclicGroup, Icosahedral, Octahedral

    subgroup, include, restrict = group.subgroup(id)
    if getattr(restrict, "mended", False):
        return
    if isinstance(group, (Icosahedral, Octahedral)) and isinstance(subgroup, CyclicGroup):
        better = _by_search(subgroup, include)
    elif hasattr(group, "G1") and hasattr(subgroup, "G1") and not isinstance(id, str):
        better = _by_factors(group, subgroup, id)
    else:
        return
    better.mended = True  # type: ignore[attr-defined]
    group._subgroups[group._process_subgroup_id(id)] = subgroup, include, better


def _by_search(subgroup: Any, include: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known = [(include(element), element) for element in subgroup.elements]

    def restrict(element: ElementLike) -> ElementLike | None:
        return next((own for outer, own in known if outer == element), None)

    return restrict


def _by_factors(group: Any, subgroup: Any, id: Any) -> Callable[[Any], Any]:
    factors = group.G1, group.G2
    parts = [subgroup_of(factor, part) for factor, part in zip(factors, id, strict=True)]

    def restrict(element: ElementLike) -> ElementLike | None:
        halves = [
            part.restrict(half)
            for part, half in zip(parts, group.split_element(element), strict=True)
        ]
        return None if None in halves else subgroup.pair_elements(*halves)

    return restrict


def _show(id: Any) -> str:
    if isinstance(id, (list, tuple)):
        return f"({', '.join(_show(part) for part in id)})"
    if isinstance(id, str):
        return f'"{id}"'
    if id is None:
        return "NA"
    return f"{id:g}" if isinstance(id, float) and not math.isnan(id) else str(id)


def _hint(group: Any, problem: Exception) -> str:
    missing = "escnn has no maps for this one. " if isinstance(problem, NotImplementedError) else ""
    return missing + subgroup_ids.hint(group)


def describe_subgroup(subgroup: Subgroup) -> dict[str, Any]:
    """Names, orders and the id of a subgroup as people type it."""
    return {
        "group": subgroup.group.name,
        "parent": subgroup.parent.name,
        "id": subgroup_ids.text(subgroup.id),
        "order": -1 if subgroup.group.continuous else int(subgroup.group.order()),
        "parent_order": -1 if subgroup.parent.continuous else int(subgroup.parent.order()),
    }


def list_subgroups(space: Space) -> list[Subgroup]:
    """All subgroups that escnn has ids for in a finite group."""
    group = group_of(space)
    check_finite(
        group,
        ", to list its subgroups",
        f"Name one, for example `group_subgroup(g, {subgroup_ids.example(group)})`. "
        + subgroup_ids.hint(group),
    )
    return [subgroup_of(group, each) for each in subgroup_ids.all_of(group)]


def map_elements(subgroup: Subgroup, elements: list[Any], include: bool) -> list[Any]:
    """Several elements at once, into the parent or back; None where one isn't in the subgroup."""
    source, step = (
        (subgroup.group, subgroup.include) if include else (subgroup.parent, subgroup.restrict)
    )
    for element in elements:
        check_of_group(source, element, "element", "an element")
    return [step(element) for element in elements]
