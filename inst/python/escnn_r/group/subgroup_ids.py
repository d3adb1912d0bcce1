"""The ids of subgroups: what people type, what escnn wants, and what there is to choose from."""

from __future__ import annotations

import math
from itertools import product
from typing import Any, cast

from .protocols import DihedralLike, GivenSubgroup, GroupLike, ProductLike, SubgroupId


class Ambiguous(ValueError):
    """An id that can mean two things; the message says what to write instead."""


def typed(group: GroupLike, id: GivenSubgroup) -> SubgroupId:
    """The id in the types that escnn insists on."""
    kind = type(group).__name__
    if isinstance(id, str) and id in ("trivial", "self"):
        return _ends(group, id)
    plain = _plain(id)
    if kind in ("DirectProductGroup", "DoubleGroup"):
        return _product(group, plain)
    return {
        "CyclicGroup": _cyclic,
        "SO2": _cyclic,
        "DihedralGroup": _dihedral,
        "O2": _o2,
        "SO3": _so3,
        "O3": _o3,
        "Icosahedral": _polyhedral,
        "Octahedral": _polyhedral,
    }[kind](group, plain)


def _ends(group: Any, word: str) -> Any:
    kind = type(group).__name__
    if kind == "Octahedral":
        # escnn has these subgroups, but not their ids
        return (False, 1) if word == "trivial" else "octa"
    if kind == "DirectProductGroup" or kind == "DoubleGroup":
        return _ends(group.G1, word), _ends(group.G2, word)
    return getattr(group, f"subgroup_{word}_id")


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(_plain(part) for part in value)
    if isinstance(value, float):
        if math.isnan(value):
            return None
        if math.isinf(value):
            return -1
        return int(value) if value == round(value) else value
    return value


def _order(n: Any) -> int:
    if isinstance(n, bool) or not isinstance(n, int) or (n < 1 and n != -1):
        raise ValueError("an order is a whole number of at least 1")
    return n


def _cyclic(group: Any, plain: Any) -> Any:
    n = _order(plain)
    return group.order() if n == -1 and not group.continuous else n


def _axis_and_order(plain: Any) -> tuple[Any, int]:
    axis, n = plain if isinstance(plain, tuple) else (None, plain)
    if isinstance(axis, (bool, str)):
        raise ValueError("an axis is a number")
    return axis, _order(n)


def _dihedral(group: Any, plain: Any) -> Any:
    axis, n = _axis_and_order(plain)
    whole = group.rotation_order
    n = whole if n == -1 else n
    if whole % n:
        raise ValueError("not a divisor")
    if axis is not None:
        if not isinstance(axis, int):
            raise ValueError("the axis is a whole number")
        # escnn's maps fail beyond the first of equal axes
        axis %= whole // n
    return axis, n


def _o2(group: Any, plain: Any) -> Any:
    axis, n = _axis_and_order(plain)
    if axis is not None:
        step = 2 * math.pi / max(n, 1)
        axis = float(axis) % step
        axis = 0.0 if math.isclose(axis, step, abs_tol=1e-9) else axis
    return axis, n


def _halfturn(value: Any) -> Any:
    """The part of an id that is a flag in escnn, or a number for an axis."""
    if isinstance(value, bool):
        return value
    if value is None:
        return False
    if value in (0, 1):
        raise Ambiguous(
            "Write TRUE (half turns about the x axis) or NA (none) in a `list()`; "
            "`c()` turns TRUE and FALSE into the numbers 1 and 0."
        )
    return float(value)


def _adjoint(group: Any, plain: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """An id without, and with only, the element that moves the subgroup elsewhere."""
    if plain and hasattr(plain[-1], "group"):
        if plain[-1].group != group:
            raise ValueError("the element is of another group")
        return plain[:-1], plain[-1:]
    return plain, ()


def _so3(group: Any, plain: Any) -> Any:
    parts, adjoint = _adjoint(group, plain if isinstance(plain, tuple) else (plain,))
    if isinstance(parts[0], str):
        (word,) = parts
        return (word, *adjoint) if adjoint else word
    halfturn, n = parts if len(parts) == 2 else (None, *parts)
    return _halfturn(halfturn), _order(n), *adjoint


def _o3(group: Any, plain: Any) -> Any:
    parts, adjoint = _adjoint(group, plain if isinstance(plain, tuple) else (plain,))
    first = parts[0]
    if isinstance(first, str) and first != "cone":
        (word,) = parts
        words = {
            "ico": (False, "ico"),
            "octa": (False, "octa"),
            "full_ico": (True, "ico"),
            "full_octa": (True, "octa"),
            "inversion": (True, False, 1),
            "mirror": ("cone", 1),
        }
        if word not in words:
            return (word, *adjoint) if adjoint else word
        return *words[word], *adjoint
    if first == "cone":
        axis, n = parts[1:] if len(parts) == 3 else (None, *parts[1:])
        return (
            ("cone", _order(n), *adjoint)
            if axis is None
            else ("cone", float(axis), _order(n), *adjoint)
        )
    if len(parts) == 1:
        return False, False, _order(first), *adjoint
    if first not in (0, 1):
        raise ValueError("the first part says whether inversions are in")
    turns = _so3(group, (*parts[1:], *adjoint))
    return (bool(first), turns) if isinstance(turns, str) else (bool(first), *turns)


def _polyhedral(group: Any, plain: Any) -> Any:
    parts, adjoint = _adjoint(group, plain if isinstance(plain, tuple) else (plain,))
    if isinstance(parts[0], str):
        (word,) = parts
        return (word, *adjoint) if adjoint else word
    halfturn, n = parts if len(parts) == 2 else (False, *parts)
    if halfturn is not None and halfturn not in (0, 1):
        raise ValueError("the first part says whether half turns are in")
    return bool(halfturn), _order(n), *adjoint


def _product(group: Any, plain: Any) -> Any:
    words = {"first": "subgroup1_id", "second": "subgroup2_id", "diagonal": "subgroup_diagonal_id"}
    if isinstance(plain, str):
        if plain == "diagonal":
            return getattr(group, words[plain])
        whole, none = ("self", "trivial") if plain == "first" else ("trivial", "self")
        if plain not in words:
            raise ValueError("no such word")
        return _ends(group.G1, whole), _ends(group.G2, none)
    one, two = plain
    return typed(group.G1, one), typed(group.G2, two)


def text(id: GivenSubgroup) -> str:
    """An id as it would be typed."""
    if isinstance(id, str):
        return f'"{id}"'
    if isinstance(id, tuple):
        parts: tuple[Any, ...] = id
        if parts and hasattr(parts[-1], "group") and parts[-1] == parts[-1].group.identity:
            parts = parts[:-1]
        plain = all(
            p is None or (isinstance(p, (int, float)) and p is not True and p is not False)
            for p in parts
        )
        inside = ", ".join(text(part) for part in parts)
        if len(parts) == 1:
            return inside
        return f"c({inside})" if plain else f"list({inside})"
    if id is None:
        return "NA"
    if isinstance(id, bool):
        return str(id).upper()
    if hasattr(id, "group"):
        return "element"
    return "Inf" if id == -1 else f"{id:.7g}"


def hint(group: GroupLike) -> str:
    """What the ids of a group's subgroups look like."""
    ends = '"trivial" and "self" are always there.'
    kind = type(group).__name__
    if kind == "CyclicGroup":
        return f"Give its order, which divides {group.order()}."
    if kind == "DihedralGroup":
        n = cast(DihedralLike, group).rotation_order
        return f"Give `c(axis, n)`, `axis` NA without reflections, `n` dividing {n}."
    if kind in ("DirectProductGroup", "DoubleGroup"):
        one, two = cast(ProductLike, group).G1, cast(ProductLike, group).G2
        more = ', "first", "second"' + (', "diagonal"' if kind == "DoubleGroup" else "")
        return (
            f"Give a list of one subgroup of {one.name} and one of {two.name}, "
            f'for example `list("self", "trivial")`{more} or "self".'
        )
    return {
        "SO2": "Give the number of rotations, `Inf` for all.",
        "O2": "Give `c(axis, n)`, `axis` an angle or NA without reflections, `n` may be Inf.",
        "SO3": 'Give "ico", "octa", or `c(axis, n)`: n turns about z, `axis` NA without half '
        "turns, `n` may be Inf.",
        "O3": 'Give "so3", "ico", "octa", "full_ico", "full_octa", "inversion", "mirror", '
        '`list("cone", n)`, or `list(inversions, axis, n)`: TRUE or FALSE, NA without half '
        "turns, n turns about z.",
        "Icosahedral": f"Give 1, 2, 3 or 5 rotations about one axis. {ends}",
        "Octahedral": f"Give 1, 2, 3 or 4 rotations about one axis. {ends}",
    }.get(kind, ends)


def all_of(group: GroupLike) -> list[Any]:
    """The ids of a finite group's subgroups, smallest first; one for each of equal ones."""
    kind = type(group).__name__
    if kind == "CyclicGroup":
        return _divisors(group.order())
    if kind == "DihedralGroup":
        n = cast(DihedralLike, group).rotation_order
        turns: list[Any] = [(None, m) for m in _divisors(n)]
        return turns + [(axis, m) for m in _divisors(n) for axis in range(n // m)]
    if kind in ("Icosahedral", "Octahedral"):
        last, word = (5, "ico") if kind == "Icosahedral" else (4, "octa")
        return [(False, n) for n in (1, 2, 3, last)] + [word]
    whole = cast(ProductLike, group)
    pairs: list[Any] = list(product(all_of(whole.G1), all_of(whole.G2)))
    return pairs + (["diagonal"] if kind == "DoubleGroup" else [])


def _divisors(n: int) -> list[int]:
    return [m for m in range(1, n + 1) if n % m == 0]


def example(group: GroupLike) -> str:
    """The id of some subgroup of a continuous group, as R writes it."""
    return {"SO2": "4", "O2": "c(NA, 4)", "SO3": '"octa"', "O3": '"octa"'}.get(
        type(group).__name__, '"trivial"'
    )
