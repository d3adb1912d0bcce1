"""Field types that hold gates beside the fields that are to be gated."""

from __future__ import annotations

from typing import Any

from ..bridge import BadArgument
from ..fields import FieldTypeLike, field_type_label
from ..group import RepresentationLike, check_of_group, named_representations


def gated_type(
    kind: FieldTypeLike, uniform: bool = False, gate: RepresentationLike | str | None = None
) -> FieldTypeLike:
    """The fields of ``kind`` with as many gates in front, or with gates of their own inside."""
    from escnn.nn import FieldType

    if uniform:
        return _uniform(kind)
    chosen = (
        named_representations.representation(kind.gspace, gate, "gate")
        if isinstance(gate, str)
        else gate
    )
    chosen = chosen or kind.gspace.trivial_repr
    check_of_group(kind.fibergroup, chosen, "gate", "a representation")
    return FieldType(kind.gspace, [chosen] * len(kind) + list(kind.representations))


def _uniform(kind: Any) -> Any:
    from escnn.group import directsum
    from escnn.nn import FieldType

    if not kind.uniform:
        raise BadArgument(
            "x", "of fields that are all the same", f"of type {field_type_label(kind)}"
        )
    group, ids = kind.fibergroup, kind.representations[0].irreps
    parts = [group.trivial_representation] * len(ids) + [group.irrep(*i) for i in ids]
    return FieldType(kind.gspace, [directsum(parts)] * len(kind))
