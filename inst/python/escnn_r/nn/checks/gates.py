"""What gated nonlinearities need: gates of the right kind, number and place."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...bridge import BadArgument
from ...fields import field_label, field_type_label
from .fibre import subfields
from .preconditions import precondition

_GATES = "`field_type_gated()` makes such types from the fields that are to be gated."


@precondition("GatedNonLinearity1", "InducedGatedNonLinearity1")
def _gates(class_name: str, in_type: Any, args: Any, kwargs: Any) -> None:
    gates, count = kwargs.get("gates"), len(in_type)
    if gates is None:
        if count % 2:
            raise BadArgument(
                "x",
                "of as many gates as gated fields, the gates first",
                f"of {count} field{'s' * (count > 1)}, an odd number",
                _GATES,
            )
        gates = ["gate"] * (count // 2) + ["gated"] * (count // 2)
    if len(gates) != count:
        raise BadArgument(
            "gates", f'"gate" or "gated" for each of the {count} fields', f"{len(gates)} of them"
        )
    if gates.count("gate") != gates.count("gated"):
        raise BadArgument(
            "gates",
            "as many gates as gated fields",
            f"{gates.count('gate')} and {gates.count('gated')}",
            _GATES,
        )
    check = _gated_field if class_name == "GatedNonLinearity1" else _induced_field
    sizes: set[int] = set()
    for position, role in enumerate(gates):
        check(class_name, in_type, position, role, sizes)
    if len(sizes) > 1:
        raise BadArgument(
            "x",
            "of gates with a channel for each of the fields that a field was induced from",
            f"one with {' and '.join(str(s) for s in sorted(sizes))} channels and fields",
            "Take fields induced from one subgroup, and the quotient by it as gates.",
        )


def _gated_field(class_name: str, in_type: Any, position: int, role: str, sizes: set[int]) -> None:
    representation = in_type.representations[position]
    if role == "gate" and not representation.is_trivial():
        raise BadArgument(
            "x" if class_name != "GatedNonLinearity2" else "gates",
            "of trivial fields where the gates are",
            f"one whose gate is {field_label(in_type, position)}",
            "`NULL` makes trivial ones."
            if class_name == "GatedNonLinearity2"
            else f"Gates come first unless `gates` says where they are. {_GATES}",
        )
    if role == "gated" and "gated" not in representation.supported_nonlinearities:
        raise BadArgument(
            "x",
            "of fields that can be gated, which are all with orthogonal matrices",
            f"one with {field_label(in_type, position)}",
        )


def _induced_field(
    class_name: str, in_type: Any, position: int, role: str, sizes: set[int]
) -> None:
    representation = in_type.representations[position]
    if role == "gated":
        part = subfields(
            class_name, in_type, position, "induced_gated", "nn_gated_non_linearity1()"
        )
        sizes.add(representation.size // part)
        return
    if "induced_gate" not in representation.supported_nonlinearities:
        raise BadArgument(
            "x",
            "of quotient fields where the gates are",
            f"one whose gate is {field_label(in_type, position)}",
            "Gates come first unless `gates` says where they are; "
            "`repr_quotient()` makes their representations.",
        )
    sizes.add(representation.size)


@precondition("GatedNonLinearity2")
def _two_types(class_name: str, in_type: Any, args: Any, kwargs: Any) -> None:
    gates, gated = in_type
    if gates.gspace != gated.gspace:
        raise BadArgument("gates", "on the same gspace as `x`", "on another")
    for position in range(len(gates)):
        _gated_field(class_name, gates, position, "gate", set())
    for position in range(len(gated)):
        _gated_field(class_name, gated, position, "gated", set())
    if len(gates) != len(gated):
        raise BadArgument(
            "gates",
            f"of as many fields as `x`, {len(gated)}",
            f"of {len(gates)}",
            "`NULL` makes as many trivial fields.",
        )


@precondition("GatedNonLinearityUniform")
def _own_gates(class_name: str, in_type: Any, args: Any, kwargs: Any) -> None:
    first = in_type.representations[0]
    count = len(first.irreps)
    gates = [first.group.irrep(*i) for i in first.irreps[: count // 2]]
    plain = np.allclose(first.change_of_basis, np.eye(first.size))
    if not (
        in_type.uniform and plain and count % 2 == 0 and all(gate.is_trivial() for gate in gates)
    ):
        raise BadArgument(
            "x",
            "of fields that are all the same direct sum: a trivial irrep for each other irrep, "
            "then these",
            f"of type {field_type_label(in_type)}",
            "`field_type_gated(x, uniform = TRUE)` makes such types.",
        )
