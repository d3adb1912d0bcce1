"""What must hold before a layer is built, with the remedy where it doesn't.

A precondition belongs to the names of the classes that it guards, and raises
BadArgument.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...bridge import BadArgument
from ...fields import FieldTypeLike
from ...group import representation_label
from .grid_classes import COMPARING

Precondition = Callable[[str, Any, "tuple[Any, ...]", "dict[str, Any]"], None]

_GUARDS: dict[str, list[Precondition]] = {}


def precondition(*classes: str) -> Callable[[Precondition], Precondition]:
    """Register a function ``(class_name, in_type, args, kwargs)`` for these classes."""

    def register(function: Precondition) -> Precondition:
        for name in classes:
            _GUARDS.setdefault(name, []).append(function)
        return function

    return register


def check(
    class_name: str,
    in_type: FieldTypeLike | tuple[FieldTypeLike, ...],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> None:
    """Raise BadArgument if a layer of this class can't be built on ``in_type``."""
    _same_space(in_type, args)
    for each in _GUARDS.get(class_name, ()):
        each(class_name, in_type, args, kwargs)


def _same_space(in_type: Any, args: tuple[Any, ...]) -> None:
    for out_type in args:
        if hasattr(out_type, "gspace") and out_type.gspace != in_type.gspace:
            raise BadArgument(
                "out_type",
                f"a field type on the input's gspace, with group {in_type.gspace.fibergroup.name}",
                f"one on another, with group {out_type.gspace.fibergroup.name}",
                "Make it from the same gspace, or give counts such as `c(regular = 4)`.",
            )


# the nonlinearity, in escnn's words, that each class applies
_NEEDS = {
    **dict.fromkeys(COMPARING, "pointwise"),
    "ReLU": "pointwise",
    "ELU": "pointwise",
    "LeakyReLU": "pointwise",
    "PointwiseNonLinearity": "pointwise",
    "InnerBatchNorm": "pointwise",
    "PointwiseDropout": "pointwise",
    "MaxPoolChannels": "pointwise",
    "GroupPooling": "pointwise",
    "NormNonLinearity": "norm",
    "NormPool": "norm",
    "NormBatchNorm": "norm",
    "ConcatenatedNonLinearity": "concatenated",
}

# what does the same for fields that support something else
_INSTEAD = {
    "pointwise": {
        "nonlinearity": "nn_relu()",
        "norm": "nn_inner_batch_norm()",
        "invariant": "nn_group_pooling()",
    },
    "norm": {
        "nonlinearity": "nn_norm_non_linearity()",
        "invariant": "nn_norm_pool()",
        "pool": "nn_norm_max_pool()",
    },
    "gated": {"nonlinearity": "nn_gated_non_linearity1()"},
    "concatenated": {"nonlinearity": "nn_concatenated_non_linearity()"},
    "vectorfield": {"nonlinearity": "nn_vector_field_non_linearity()"},
}
_ANY_FIELD = {
    "norm": "nn_iid_batch_norm{d}d()",
    "dropout": "nn_field_dropout()",
    "pool": "nn_pointwise_avg_pool_{d}d()",
}


def _purpose(class_name: str) -> str:
    for word, purpose in {
        "Dropout": "dropout",
        "BatchNorm": "norm",
        "GroupPooling": "invariant",
        "NormPool": "invariant",
        "PoolChannels": "invariant",
        "Pool": "pool",
    }.items():
        if word in class_name:
            return purpose
    return "nonlinearity"


def _remedy(class_name: str, in_type: Any) -> str | None:
    """The functions that do the same for all fields of a type."""
    purpose, d = _purpose(class_name), in_type.gspace.dimensionality
    common = set.intersection(*[set(r.supported_nonlinearities) for r in in_type.representations])
    functions = [_INSTEAD[n][purpose] for n in _INSTEAD if n in common and purpose in _INSTEAD[n]]
    if purpose in _ANY_FIELD:
        functions.append(_ANY_FIELD[purpose].format(d=d or 1))
    if d != 2:
        functions = [each for each in functions if each != "nn_norm_max_pool()"]
    if not functions:
        return None
    return (
        f"For these fields there {'is' if len(functions) == 1 else 'are'} {', '.join(functions)}."
    )


@precondition(*_NEEDS)
def _supported(
    class_name: str, in_type: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    needed = _NEEDS[class_name]
    for representation in in_type.representations:
        supported = sorted(representation.supported_nonlinearities)
        if needed not in supported:
            raise BadArgument(
                "x",
                f"of fields whose representations support {needed} functions, "
                f"as {class_name} needs",
                f"one with {representation_label(representation)} of "
                f"{representation.group.name}, which supports {', '.join(supported) or 'none'}",
                _remedy(class_name, in_type),
            )
