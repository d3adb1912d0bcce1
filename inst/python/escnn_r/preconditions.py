"""What must hold before a layer is built, with the remedy where it doesn't.

A precondition belongs to the names of the classes that it guards, and raises
BadArgument.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import describe
from .errors import BadArgument

Precondition = Callable[[str, Any, "tuple[Any, ...]", "dict[str, Any]"], None]

_GUARDS: dict[str, list[Precondition]] = {}


def precondition(*classes: str) -> Callable[[Precondition], Precondition]:
    """Register a function ``(class_name, in_type, args, kwargs)`` for these classes."""

    def register(function: Precondition) -> Precondition:
        for name in classes:
            _GUARDS.setdefault(name, []).append(function)
        return function

    return register


def check(class_name: str, in_type: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Raise BadArgument if a layer of this class can't be built on ``in_type``."""
    _mend_trivial(in_type)
    _same_space(in_type, args)
    for each in _GUARDS.get(class_name, ()):
        each(class_name, in_type, args, kwargs)


def _mend_trivial(in_type: Any) -> None:
    """Say of invariant fields what holds of them; escnn forgets it for direct products."""
    for representation in set(in_type.representations):
        if representation.is_trivial():
            representation.supported_nonlinearities.update(("pointwise", "gate", "gated", "norm"))


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
    "ReLU": "pointwise",
    "ELU": "pointwise",
    "LeakyReLU": "pointwise",
    "PointwiseNonLinearity": "pointwise",
    "PointwiseMaxPool": "pointwise",
    "GroupPooling": "pointwise",
    "NormNonLinearity": "norm",
    "NormPool": "norm",
}


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
                f"one with {describe.representation_label(representation)} of "
                f"{representation.group.name}, which supports {', '.join(supported) or 'none'}",
            )
