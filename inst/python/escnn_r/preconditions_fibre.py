"""What layers that act on fibres need of the fields they are put on."""

from __future__ import annotations

from typing import Any

import numpy as np

from .advice import advise, adviser
from .describe import field_type_label, representation_label
from .errors import BadArgument
from .fibres import field_label, subfield_size
from .preconditions import precondition

_INDUCED = {
    "InducedNormNonLinearity": ("norm", "nn_norm_non_linearity()"),
    "InducedNormPool": ("norm", "nn_norm_pool()"),
    "InducedNormBatchNorm": ("norm", "nn_iid_batch_norm2d()"),
}


@precondition(*_INDUCED)
def _induced(class_name: str, in_type: Any, args: Any, kwargs: Any) -> None:
    kind, instead = _INDUCED[class_name]
    for position, representation in enumerate(in_type.representations):
        _subfields(class_name, in_type, position, f"induced_{kind}", instead)
        if class_name == "InducedNormBatchNorm":
            _no_trivial(in_type, position, representation)


def _subfields(class_name: str, in_type: Any, position: int, kind: str, instead: str) -> int:
    found = subfield_size(in_type.representations[position], kind)
    if found is None:
        raise BadArgument(
            "x",
            f"of induced fields, as {class_name} needs",
            f"one with {field_label(in_type, position)}",
            f"`repr_induced()` makes such representations; for others there is `{instead}`.",
        )
    return found


@precondition("NormBatchNorm")
def _vectors_only(class_name: str, in_type: Any, args: Any, kwargs: Any) -> None:
    for position, representation in enumerate(in_type.representations):
        _no_trivial(in_type, position, representation)


def _no_trivial(in_type: Any, position: int, representation: Any) -> None:
    if any(representation.group.irrep(*i).is_trivial() for i in representation.irreps):
        d = in_type.gspace.dimensionality
        raise BadArgument(
            "x",
            "of fields without trivial irreps, whose mean this layer doesn't take away",
            f"one with {field_label(in_type, position)}",
            f"Use `nn_iid_batch_norm{d or 1}d()` or `nn_g_norm_batch_norm()`, which do.",
        )


@precondition("NormNonLinearity", "InducedNormNonLinearity")
def _squash_alone(class_name: str, in_type: Any, args: Any, kwargs: Any) -> None:
    if kwargs.get("function") == "squash" and kwargs.get("bias", True):
        raise BadArgument(
            "bias", '`FALSE` with `fun = "squash"`', "`TRUE`", "Leave `bias` out, or take n_relu."
        )


_DIMENSIONS = {"IIDBatchNorm2d": 2, "IIDBatchNorm3d": 3}


@precondition(*_DIMENSIONS)
def _same_dimension(class_name: str, in_type: Any, args: Any, kwargs: Any) -> None:
    d = in_type.gspace.dimensionality
    if d != _DIMENSIONS[class_name]:
        raise BadArgument(
            "x",
            f"on a gspace of {_DIMENSIONS[class_name]} dimensions",
            f"on one of {d}",
            f"Use `nn_iid_batch_norm{d or 1}d()`.",
        )


@adviser("IIDBatchNorm1d")
def _points_only(in_type: Any, args: Any, kwargs: Any) -> None:
    d = in_type.gspace.dimensionality
    if d:
        advise(
            "dimension",
            f"On a gspace of {d} dimensions nn_iid_batch_norm1d() takes points only; "
            f"nn_iid_batch_norm{d}d() takes arrays and points.",
        )


@precondition("Linear")
def _no_space(class_name: str, in_type: Any, args: Any, kwargs: Any) -> None:
    d = in_type.gspace.dimensionality
    if d:
        conv = f"nn_r{d}_conv(kernel_size = 1)"
        raise BadArgument(
            "x",
            "on a gspace without a base space, such as `gspace_no_base_space(g)`",
            f"on one of {d} dimensions",
            f"Over space, `{conv}` is the same map at every point.",
        )


@precondition("TensorProductModule")
def _as_many(class_name: str, in_type: Any, args: Any, kwargs: Any) -> None:
    out_type = args[0] if args else kwargs["out_type"]
    for name, kind in (("x", in_type), ("out_type", out_type)):
        if not kind.uniform:
            raise BadArgument(
                name,
                "of fields that are all the same",
                f"of type {field_type_label(kind)}",
                "Put irreps that belong together into one field, with `repr_direct_sum()`.",
            )
    if len(in_type) != len(out_type):
        label = representation_label(out_type.representations[0])
        raise BadArgument(
            "out_type",
            f"of as many fields as the input has, {len(in_type)}",
            f"of {len(out_type)}",
            f"Write `c({label} = {len(in_type)})`.",
        )
    shared = set(out_type.representations[0].irreps)
    first = in_type.representations[0]
    if shared.isdisjoint(first.tensor(first).irreps):
        raise BadArgument(
            "out_type",
            f"of fields whose irreps are in the tensor square of {representation_label(first)}",
            f"of type {field_type_label(out_type)}",
            "Otherwise only zero is equivariant.",
        )


@precondition("ConcatenatedNonLinearity")
def _signed_permutations(class_name: str, in_type: Any, args: Any, kwargs: Any) -> None:
    group = in_type.fibergroup
    if group.continuous:
        raise BadArgument(
            "x",
            "on a gspace with a finite group",
            f"with {group.name}, which is continuous",
            "`nn_norm_non_linearity()` and `nn_fourier_pointwise()` suit it.",
        )
    for position, representation in enumerate(in_type.representations):
        matrices = np.stack([np.abs(representation(g)) for g in group.elements])
        if not np.allclose(matrices, np.round(matrices), atol=1e-6):
            raise BadArgument(
                "x",
                "of fields that group elements only permute, or permute and negate",
                f"one with {field_label(in_type, position)}",
                "`nn_norm_non_linearity()` suits any field.",
            )


@precondition("VectorFieldNonLinearity")
def _cyclic(class_name: str, in_type: Any, args: Any, kwargs: Any) -> None:
    group = in_type.fibergroup
    if type(group).__name__ != "CyclicGroup" or group.order() == 1:
        raise BadArgument(
            "x",
            "on a gspace with a cyclic group of 2 rotations or more",
            f"one with {group.name}",
            "`nn_norm_non_linearity()` suits vector fields of any group.",
        )
    for position, representation in enumerate(in_type.representations):
        if representation.name != "regular":
            raise BadArgument(
                "x",
                "of regular fields, which become vectors",
                f"one with {field_label(in_type, position)}",
                "Its angle is the place of the largest channel.",
            )


@precondition("MaxPoolChannels")
def _whole_fields(class_name: str, in_type: Any, args: Any, kwargs: Any) -> None:
    width = kwargs["kernel_size"]
    edges = {int(end) for end in in_type.fields_end}
    if in_type.size % width:
        raise BadArgument("kernel_size", f"a divisor of the {in_type.size} channels", str(width))
    if not edges.issuperset(range(width, in_type.size + 1, width)):
        raise BadArgument(
            "kernel_size",
            "such that each run of channels holds whole fields",
            str(width),
            "`nn_group_pooling()` takes each field by itself.",
        )


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
        part = _subfields(
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
