"""What layers that act on fibres need of the fields they are put on."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...bridge import BadArgument, EmptyBasis
from ...fields import FieldTypeLike, field_label, field_type_label, subfield_size
from ...group import representation_label
from .advice import advise, adviser
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
        subfields(class_name, in_type, position, f"induced_{kind}", instead)
        if class_name == "InducedNormBatchNorm":
            _no_trivial(in_type, position, representation)


def subfields(
    class_name: str, in_type: FieldTypeLike, position: int, kind: str, instead: str
) -> int:
    """The size of the fields that one was induced from, which it must have been."""
    size = subfield_size(in_type.representations[position], kind)
    if size is None:
        raise BadArgument(
            "x",
            f"of induced fields, as {class_name} needs",
            f"one with {field_label(in_type, position)}",
            f"`repr_induced()` makes such representations; for others there is `{instead}`.",
        )
    return size


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
        raise EmptyBasis(
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
    from escnn.group import CyclicGroup

    group = in_type.fibergroup
    if not isinstance(group, CyclicGroup) or group.order() == 1:
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
                "The angle is the position of the largest channel.",
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
